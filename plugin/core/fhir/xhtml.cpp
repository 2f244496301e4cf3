#include "core/fhir/xhtml.h"

#include "core/fhir/xml_scan.h"
#include "core/fhir/xml_text.h"

namespace wardbridge::fhir {
namespace {

constexpr int kMostNested = 64;

Result<> AppendElement(pugi::xml_node element, const XmlScope& scope, int depth, std::string& out);

Result<> AppendAttributes(pugi::xml_node element, const XmlScope& scope, std::string& out) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    if (IsNamespaceDeclaration(attribute)) continue;
    const std::string_view space = scope.NamespaceOf(attribute);
    const std::string_view name = attribute.name();
    const bool has_prefix = name.find(':') != std::string_view::npos;
    if (has_prefix && space != kXmlNamespace) {
      return Error{Code::kMalformed, "", "the XHTML has an attribute of another namespace"};
    }
    out.append(has_prefix ? " xml:" : " ").append(LocalName(name)).append("=\"");
    AppendXmlAttribute(attribute.value(), out);
    out.push_back('"');
  }
  return {};
}

Result<> AppendChildren(pugi::xml_node element, const XmlScope& scope, int depth,
                        std::string& out) {
  for (const pugi::xml_node child : element.children()) {
    switch (child.type()) {
      case pugi::node_element: {
        const XmlScope inner(child, &scope);
        if (auto done = AppendElement(child, inner, depth + 1, out); !done) return done;
        break;
      }
      case pugi::node_comment:
        out.append("<!--").append(child.value()).append("-->");
        break;
      default:  // text and CDATA: nothing else is read
        AppendXmlText(child.value(), out);
        break;
    }
  }
  return {};
}

Result<> AppendElement(pugi::xml_node element, const XmlScope& scope, int depth, std::string& out) {
  if (depth > kMostNested) {
    return Error{Code::kUnsupported, "", "the XHTML is nested deeper than 64"};
  }
  if (scope.Namespace() != kXhtmlNamespace) {
    return Error{Code::kMalformed, "", "the XHTML has an element of another namespace"};
  }
  const std::string_view name = scope.Name();
  out.append("<").append(name);
  if (depth == 1) out.append(" xmlns=\"").append(kXhtmlNamespace).append("\"");
  if (auto done = AppendAttributes(element, scope, out); !done) return done;
  const std::size_t start = out.size();
  out.push_back('>');
  if (auto done = AppendChildren(element, scope, depth, out); !done) return done;
  if (out.size() == start + 1) {
    out.insert(start, 1, '/');
  } else {
    out.append("</").append(name).append(">");
  }
  return {};
}

}  // namespace

Result<> AppendXhtml(pugi::xml_node div, const XmlScope& scope, std::string& out) {
  return AppendElement(div, scope, 1, out);
}

Result<> AppendXhtml(std::string_view text, std::string& out) {
  if (auto good = CheckXml(text); !good) {
    return Error{good.error().code, "", "the XHTML: " + good.error().detail};
  }
  pugi::xml_document document;
  const auto read = document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments,
      pugi::encoding_utf8);
  const pugi::xml_node div = document.document_element();
  const XmlScope scope(div, nullptr);
  if (!read || scope.Name() != "div") {
    return Error{Code::kMalformed, "", "the XHTML is not one element 'div'"};
  }
  return AppendXhtml(div, scope, out);
}

}  // namespace wardbridge::fhir
