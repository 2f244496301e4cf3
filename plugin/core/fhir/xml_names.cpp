#include "core/fhir/xml_names.h"

namespace wardbridge::fhir {
namespace {

constexpr std::string_view kDeclaration = "xmlns";

std::string_view Prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

}  // namespace

std::string_view LocalName(std::string_view name) { return name.substr(name.find(':') + 1); }

bool IsNamespaceDeclaration(pugi::xml_attribute attribute) {
  const std::string_view name = attribute.name();
  return name == kDeclaration || Prefix(name) == kDeclaration;
}

std::string_view XmlScope::Namespace() const { return Lookup(Prefix(element_.name())); }

std::string_view XmlScope::NamespaceOf(pugi::xml_attribute attribute) const {
  const std::string_view prefix = Prefix(attribute.name());
  return prefix.empty() ? std::string_view() : Lookup(prefix);
}

std::string_view XmlScope::Name() const { return LocalName(element_.name()); }

std::string_view XmlScope::Lookup(std::string_view prefix) const {
  if (prefix == "xml") return kXmlNamespace;
  for (const XmlScope* scope = this; scope != nullptr; scope = scope->outer_) {
    for (const pugi::xml_attribute attribute : scope->element_.attributes()) {
      const std::string_view name = attribute.name();
      const bool is_it = prefix.empty() ? name == kDeclaration
                                        : Prefix(name) == kDeclaration && LocalName(name) == prefix;
      if (is_it) return attribute.value();
    }
  }
  return {};
}

}  // namespace wardbridge::fhir
