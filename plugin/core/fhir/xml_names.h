// Namespaces of the elements that pugixml has read: it knows names with prefixes only. Inside of
// core/fhir.
#pragma once

#include <pugixml.hpp>
#include <string_view>

namespace wardbridge::fhir {

inline constexpr std::string_view kFhirNamespace = "http://hl7.org/fhir";
inline constexpr std::string_view kXhtmlNamespace = "http://www.w3.org/1999/xhtml";
inline constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view kSchemaNamespace = "http://www.w3.org/2001/XMLSchema-instance";

// What prefixes stand for at one element (Namespaces in XML 1.0). A link of a chain: the scope of
// the element around it, and the document, must outlive it.
class XmlScope {
 public:
  XmlScope(pugi::xml_node element, const XmlScope* outer) : element_(element), outer_(outer) {}

  // The namespace of this element; "" when it is in none, or its prefix stands for nothing.
  [[nodiscard]] std::string_view Namespace() const;
  // The namespace of an attribute of it. One without a prefix is in none.
  [[nodiscard]] std::string_view NamespaceOf(pugi::xml_attribute attribute) const;
  // Its name without prefix.
  [[nodiscard]] std::string_view Name() const;

 private:
  [[nodiscard]] std::string_view Lookup(std::string_view prefix) const;

  pugi::xml_node element_;
  const XmlScope* outer_;
};

// "given" of "f:given".
[[nodiscard]] std::string_view LocalName(std::string_view name);
// Whether the attribute says what a prefix, or no prefix, stands for.
[[nodiscard]] bool IsNamespaceDeclaration(pugi::xml_attribute attribute);

}  // namespace wardbridge::fhir
