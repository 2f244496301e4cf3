// ToJson: FHIR XML to FHIR JSON.
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/fhir/elements.h"
#include "core/fhir/resource_names.h"
#include "core/fhir/xhtml.h"
#include "core/fhir/xml.h"
#include "core/fhir/xml_scan.h"
#include "core/fhir/xml_text.h"

namespace wardbridge::fhir {
namespace {

constexpr int kMaxDepth = 64;  // of objects and arrays, as Node reads them

// Elements that stand side by side under one name.
using Group = std::vector<pugi::xml_node>;

// Whether `text` is a number of JSON, that a reader of JSON can hold (RFC 8259 section 6).
bool IsJsonNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("+-.0123456789Ee") == std::string_view::npos &&
         nlohmann::json::accept(text);
}

void AppendKey(std::string_view key, std::string& out) {
  if (!out.empty() && out.back() != '{') out.push_back(',');
  out.append("\"").append(key).append("\":");
}

// "/given[2]" without its slash; of an element that stands once "period".
std::string Step(std::string_view name, bool is_list, std::size_t index) {
  return std::string(name) + (is_list ? "[" + std::to_string(index + 1) + "]" : "");
}

bool HasChildElements(pugi::xml_node element) {
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element) return true;
  }
  return false;
}

Result<> CheckDepth(int depth) {
  if (depth <= kMaxDepth) return {};
  return Error{Code::kUnsupported, "", "would be nested deeper than 64"};
}

Result<> AppendMembers(pugi::xml_node element, const XmlScope& scope, Type type, int depth,
                       std::string& out);

// The element as an object with its resourceType, which is at `depth`.
Result<> AppendResource(pugi::xml_node element, const XmlScope* outer, int depth,
                        std::string& out) {
  const XmlScope scope(element, outer);
  const std::string step = ElementName(scope.Name());
  const auto type = Type::Find(scope.Name());
  if (scope.Namespace() != kFhirNamespace || !type || !type->IsResource() || type->IsAbstract()) {
    return Below(step, Wrong("FHIR R4 has no such resource"));
  }
  if (auto good = CheckDepth(depth); !good) return Below(step, good.error());
  AppendKey("resourceType", out.append("{"));
  AppendJsonString(type->Name(), out);
  if (auto done = AppendMembers(element, scope, *type, depth, out); !done) {
    return Below(step, done.error());
  }
  out.push_back('}');
  return {};
}

// The attributes that are elements in JSON, in the order of the standard. `value` of a primitive is
// somebody else's.
Result<> AppendAttributes(pugi::xml_node element, const XmlScope& scope, Type type,
                          std::string& out) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    const std::string_view name = attribute.name();
    const auto known = type.FindElement(name);
    const bool is_ours =
        (known && known->IsXmlAttribute()) || (type.IsPrimitive() && name == "value") ||
        IsNamespaceDeclaration(attribute) || scope.NamespaceOf(attribute) == kSchemaNamespace;
    if (!is_ours) return Wrong("FHIR R4 has no such attribute here");
  }
  for (std::size_t i = 0; i < type.ElementCount(); ++i) {
    const Element known = type.ElementAt(i);
    if (!known.IsXmlAttribute()) continue;
    const std::string name(known.Name());
    const pugi::xml_attribute attribute = element.attribute(name.c_str());
    if (!attribute) continue;
    if (!HasContent(attribute.value())) return Wrong("an attribute must not be empty");
    AppendKey(name, out);
    AppendJsonString(attribute.value(), out);
  }
  return {};
}

// The element as an object at `depth`: a data type, or what `_name` holds of a primitive.
Result<> AppendObject(pugi::xml_node element, const XmlScope& scope, Type type, int depth,
                      std::string& out) {
  if (auto good = CheckDepth(depth); !good) return good;
  out.push_back('{');
  if (auto done = AppendMembers(element, scope, type, depth, out); !done) return done;
  if (out.back() == '{') return Wrong("an element must not be empty");
  out.push_back('}');
  return {};
}

// The one resource in an element that holds one.
Result<> AppendNested(pugi::xml_node element, const XmlScope& scope, int depth, std::string& out) {
  std::optional<pugi::xml_node> found;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_comment) continue;
    if (child.type() != pugi::node_element) {
      if (HasContent(child.value())) return Wrong("text between elements");
    } else if (found) {
      return Wrong("holds more than one resource");
    } else {
      found = child;
    }
  }
  if (!found) return Wrong("holds no resource");
  for (const pugi::xml_attribute attribute : element.attributes()) {
    if (!IsNamespaceDeclaration(attribute)) return Wrong("FHIR R4 has no such attribute here");
  }
  return AppendResource(*found, &scope, depth, out);
}

// The value of a primitive, as JSON writes it.
Result<> AppendValue(std::string_view value, Type type, std::string& out) {
  switch (type.Json()) {
    case Type::JsonKind::kString:
      if (!HasContent(value)) return Wrong("a value must not be empty");
      AppendJsonString(value, out);
      return {};
    case Type::JsonKind::kBoolean:
      if (value != "true" && value != "false") return Wrong("must be true or false");
      out.append(value);
      return {};
    case Type::JsonKind::kNumber:
      if (type.Is("integer") && value.starts_with('+')) value.remove_prefix(1);  // not in JSON
      if (!IsJsonNumber(value)) return Wrong("must be a number");
      out.append(value);
      return {};
  }
  return {};
}

// What JSON has of one primitive element under its name and under `_name`; "" where there is
// nothing.
struct PrimitiveTexts {
  std::string value;
  std::string extra;
};

Result<PrimitiveTexts> ReadPrimitive(pugi::xml_node element, const XmlScope& outer, Type type,
                                     int depth) {
  const XmlScope scope(element, &outer);
  PrimitiveTexts texts;
  if (type.Name() == "xhtml") {
    std::string xhtml;
    if (auto done = AppendXhtml(element, scope, xhtml); !done) return done.error();
    AppendJsonString(xhtml, texts.value);
    return texts;
  }
  if (const pugi::xml_attribute value = element.attribute("value")) {
    if (auto done = AppendValue(value.value(), type, texts.value); !done) return done.error();
  }
  std::string extra = "{";
  if (auto good = CheckDepth(HasChildElements(element) ? depth : 0); !good) return good.error();
  if (auto done = AppendMembers(element, scope, type, depth, extra); !done) return done.error();
  if (extra != "{") texts.extra = extra + "}";
  if (texts.value.empty() && texts.extra.empty()) return Wrong("an element must not be empty");
  return texts;
}

// Appends `"name":[...]`, null where `text(item)` is "". Nothing when all are.
template <typename Text>
void AppendArray(const std::string& name, const std::vector<PrimitiveTexts>& items, Text text,
                 std::string& out) {
  bool is_needed = false;
  for (const PrimitiveTexts& item : items) is_needed = is_needed || !text(item).empty();
  if (!is_needed) return;
  AppendKey(name, out);
  for (const PrimitiveTexts& item : items) {
    out.push_back(&item == &items.front() ? '[' : ',');
    out.append(text(item).empty() ? "null" : text(item));
  }
  out.push_back(']');
}

Result<> AppendPrimitives(const std::string& name, const Property& property, const Group& group,
                          const XmlScope& scope, int depth, std::string& out) {
  const bool is_list = property.element.IsList();
  std::vector<PrimitiveTexts> items;
  for (std::size_t i = 0; i < group.size(); ++i) {
    auto item = ReadPrimitive(group[i], scope, property.type, depth + (is_list ? 2 : 1));
    if (!item) return Below(Step(name, is_list, i), item.error());
    items.push_back(std::move(*item));
  }
  const auto value = [](const PrimitiveTexts& item) -> const std::string& { return item.value; };
  const auto extra = [](const PrimitiveTexts& item) -> const std::string& { return item.extra; };
  if (is_list) {
    AppendArray(name, items, value, out);
    AppendArray("_" + name, items, extra, out);
    return {};
  }
  if (!items[0].value.empty()) {
    AppendKey(name, out);
    out.append(items[0].value);
  }
  if (!items[0].extra.empty()) {
    AppendKey("_" + name, out);
    out.append(items[0].extra);
  }
  return {};
}

Result<> AppendObjects(const std::string& name, const Property& property, const Group& group,
                       const XmlScope& scope, int depth, std::string& out) {
  const bool is_list = property.element.IsList();
  AppendKey(name, out);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (is_list) out.push_back(i == 0 ? '[' : ',');
    const XmlScope inner(group[i], &scope);
    const int inner_depth = depth + (is_list ? 2 : 1);
    const auto done = property.type.IsResource()
                          ? AppendNested(group[i], inner, inner_depth, out)
                          : AppendObject(group[i], inner, property.type, inner_depth, out);
    if (!done) return Below(Step(name, is_list, i), done.error());
  }
  if (is_list) out.push_back(']');
  return {};
}

// The children of an element, which stand in the order of the standard.
class Children {
 public:
  Children(pugi::xml_node parent, const XmlScope& scope, Type type)
      : next_(parent.first_child()), scope_(scope), type_(type) {}

  // The next name with its elements. False at the end.
  Result<bool> Next(std::string& name, std::optional<Property>& property, Group& group) {
    group.clear();
    if (auto good = SkipBetween(); !good) return good.error();
    if (!next_) return false;
    name = XmlScope(next_, &scope_).Name();
    property = type_.FindProperty(name);
    if (!property || property->element.IsXmlAttribute()) return Unknown(name);
    if (auto good = Advance(property->element); !good) return Below(name, good.error());
    while (next_ && XmlScope(next_, &scope_).Name() == name) {
      const bool is_xhtml = property->type.Name() == "xhtml";
      if (XmlScope(next_, &scope_).Namespace() != (is_xhtml ? kXhtmlNamespace : kFhirNamespace)) {
        return Below(name, Wrong("is in another namespace"));
      }
      if (!group.empty() && !property->element.IsList()) {
        return Below(name, Wrong("may stand only once"));
      }
      group.push_back(next_);
      next_ = next_.next_sibling();
      if (auto good = SkipBetween(); !good) return good.error();
    }
    return true;
  }

 private:
  Result<> SkipBetween() {
    while (next_ && next_.type() != pugi::node_element) {
      if (next_.type() != pugi::node_comment && HasContent(next_.value())) {
        return Wrong("text between elements");
      }
      next_ = next_.next_sibling();
    }
    return {};
  }

  // To `element`, which must stand behind those before.
  Result<> Advance(Element element) {
    for (std::size_t i = order_; i < type_.ElementCount(); ++i) {
      if (type_.ElementAt(i) == element) {
        order_ = i + 1;
        return {};
      }
    }
    return Wrong("stands behind an element that FHIR R4 has after it, or twice");
  }

  pugi::xml_node next_;
  const XmlScope& scope_;  // outlives this: it is made for one call
  Type type_;
  std::size_t order_ = 0;  // elements that are behind us
};

// What stands in the element, as members of an object at `depth`.
Result<> AppendMembers(pugi::xml_node element, const XmlScope& scope, Type type, int depth,
                       std::string& out) {
  if (auto done = AppendAttributes(element, scope, type, out); !done) return done;
  Children children(element, scope, type);
  std::string name;
  std::optional<Property> property;
  Group group;
  while (true) {
    const auto found = children.Next(name, property, group);
    if (!found) return found.error();
    if (!*found) return {};
    if (auto good = CheckDepth(depth + (property->element.IsList() ? 1 : 0)); !good) {
      return Below(name, good.error());
    }
    const auto done = property->type.IsPrimitive()
                          ? AppendPrimitives(name, *property, group, scope, depth, out)
                          : AppendObjects(name, *property, group, scope, depth, out);
    if (!done) return done;
  }
}

}  // namespace

Result<std::string> ToJson(std::string_view xml) {
  if (auto good = CheckXml(xml); !good) return good.error();
  pugi::xml_document document;
  const auto read = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments,
      pugi::encoding_utf8);
  if (!read) return Error{Code::kMalformed, "XML", "not XML"};
  std::string out;
  out.reserve(xml.size());
  if (auto done = AppendResource(document.document_element(), nullptr, 1, out); !done) {
    return done.error();
  }
  return out;
}

}  // namespace wardbridge::fhir
