// ToXml: FHIR JSON to FHIR XML.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/fhir/elements.h"
#include "core/fhir/node.h"
#include "core/fhir/resource_names.h"
#include "core/fhir/xhtml.h"
#include "core/fhir/xml.h"
#include "core/fhir/xml_text.h"

namespace wardbridge::fhir {
namespace {

// What an object has under one name: "given" and "_given".
struct Slot {
  std::size_t order = 0;  // of the element in its type
  std::string_view name;
  Property property;
  Node value;
  Node extra;  // id and extensions of primitives
};

bool IsNull(const Node& node) {
  return node && !node.IsObject() && !node.IsArray() && !node.IsString() && !node.IsNumber() &&
         !node.IsBoolean();
}

std::size_t OrderOf(Type type, Element element) {
  std::size_t order = 0;
  while (!(type.ElementAt(order) == element)) ++order;
  return order;
}

Slot& SlotFor(std::vector<Slot>& slots, std::string_view name, Type type,
              const Property& property) {
  for (Slot& slot : slots) {
    if (slot.name == name) return slot;
  }
  return slots.emplace_back(Slot{OrderOf(type, property.element), name, property, {}, {}});
}

// The members of `object`, of the type `type`, in the order of the standard.
Result<std::vector<Slot>> SlotsOf(const Node& object, Type type) {
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < object.Size(); ++i) {
    const std::string_view key = object.KeyAt(i);
    const Node value = object.ValueAt(i);
    if (key == "resourceType" && type.IsResource()) continue;
    const bool is_extra = key.starts_with('_');
    const std::string_view name = key.substr(is_extra ? 1 : 0);
    const auto property = type.FindProperty(name);
    const bool may_have_extra = property && property->type.IsPrimitive() &&
                                property->type.ElementCount() > 0 &&
                                !property->element.IsXmlAttribute();
    if (!property || (is_extra && !may_have_extra)) return Unknown(key);
    if (IsNull(value)) return Below(ElementName(key), Wrong("null stands in arrays only"));
    Slot& slot = SlotFor(slots, name, type, *property);
    (is_extra ? slot.extra : slot.value) = value;
  }
  std::sort(slots.begin(), slots.end(),
            [](const Slot& a, const Slot& b) { return a.order < b.order; });
  for (std::size_t i = 1; i < slots.size(); ++i) {
    if (slots[i - 1].order == slots[i].order) {
      return Below(slots[i].name, Wrong("there is a value of another type already"));
    }
  }
  return slots;
}

// Text that may stand in XML.
Result<> CheckText(std::string_view text) {
  if (!HasContent(text)) return Wrong("a value must not be empty");
  if (!IsXmlText(text)) return Wrong("a control character, which XML cannot hold");
  return {};
}

// One document. One use, one thread.
class XmlWriter {
 public:
  Result<> Resource(const Node& resource, bool is_root) {
    if (!resource.IsObject()) return Wrong("a resource is an object");
    const Node named = resource["resourceType"];
    if (!named.IsString()) return Wrong("a resource needs its resourceType");
    const auto type = Type::Find(named.View());
    if (!type || !type->IsResource() || type->IsAbstract()) {
      return Below("resourceType", Wrong("FHIR R4 has no such resource"));
    }
    const auto slots = SlotsOf(resource, *type);
    if (!slots) return slots.error();
    out_.append("<").append(type->Name());
    if (is_root) out_.append(" xmlns=\"").append(kFhirNamespace).append("\"");
    return Content(type->Name(), *slots);
  }

  [[nodiscard]] std::string Take() { return std::move(out_); }

 private:
  // What follows the tag's attributes, of which those of `slots` are none any more.
  Result<> Content(std::string_view name, const std::vector<Slot>& slots) {
    const std::size_t start = out_.size();
    out_.push_back('>');
    for (const Slot& slot : slots) {
      if (slot.property.element.IsXmlAttribute()) continue;
      const auto done = slot.property.element.IsList() ? List(slot) : Single(slot);
      if (!done) return done;
    }
    if (out_.size() == start + 1) {
      out_.insert(start, 1, '/');
    } else {
      out_.append("</").append(name).append(">");
    }
    return {};
  }

  Result<> Attributes(const std::vector<Slot>& slots) {
    for (const Slot& slot : slots) {
      if (!slot.property.element.IsXmlAttribute()) continue;
      if (!slot.value.IsString()) return Below(slot.name, Wrong("must be a string"));
      if (auto good = CheckText(slot.value.View()); !good) return Below(slot.name, good.error());
      Attribute(slot.name, slot.value.View());
    }
    return {};
  }

  void Attribute(std::string_view name, std::string_view value) {
    out_.append(" ").append(name).append("=\"");
    AppendXmlAttribute(value, out_);
    out_.push_back('"');
  }

  Result<> List(const Slot& slot) {
    const std::string extra_name = "_" + std::string(slot.name);
    if (slot.value && !slot.value.IsArray()) return Below(slot.name, Wrong("must be an array"));
    if (slot.extra && !slot.extra.IsArray()) return Below(extra_name, Wrong("must be an array"));
    const std::size_t count = std::max(slot.value.Size(), slot.extra.Size());
    if (count == 0) return Below(slot.name, Wrong("an array must not be empty"));
    for (std::size_t i = 0; i < count; ++i) {
      const Node value = slot.value.At(i);
      const Node extra = slot.extra.At(i);
      const Slot item{slot.order, slot.name, slot.property, IsNull(value) ? Node() : value,
                      IsNull(extra) ? Node() : extra};
      const std::string step = "/" + std::to_string(i);
      if (auto done = Item(item, step); !done) return done;
    }
    return {};
  }

  Result<> Single(const Slot& slot) {
    if (slot.value.IsArray()) return Below(slot.name, Wrong("must not be an array"));
    return Item(slot, "");
  }

  // One element; `step` is its place in an array.
  Result<> Item(const Slot& item, const std::string& step) {
    const Type type = item.property.type;
    if (type.IsPrimitive() && item.extra) {
      if (auto done = Extended(item, step); !done) return done;
      return {};
    }
    const auto done = type.IsPrimitive()  ? Primitive(item)
                      : type.IsResource() ? Nested(item)
                                          : Complex(item);
    if (!done) return Below(std::string(item.name) + step, done.error());
    return {};
  }

  Result<> Nested(const Slot& item) {
    out_.append("<").append(item.name).append(">");
    if (auto done = Resource(item.value, false); !done) return done;
    out_.append("</").append(item.name).append(">");
    return {};
  }

  Result<> Complex(const Slot& item) {
    if (!item.value.IsObject()) return Wrong("must be an object");
    if (item.value.Size() == 0) return Wrong("an object must not be empty");
    const auto slots = SlotsOf(item.value, item.property.type);
    if (!slots) return slots.error();
    out_.append("<").append(item.name);
    if (auto done = Attributes(*slots); !done) return done;
    return Content(item.name, *slots);
  }

  Result<> Primitive(const Slot& item) {
    if (item.property.type.Name() == "xhtml") {
      if (!item.value.IsString()) return Wrong("must be a string");
      return AppendXhtml(item.value.View(), out_);
    }
    out_.append("<").append(item.name);
    if (auto done = Value(item); !done) return done;
    out_.append("/>");
    return {};
  }

  // A primitive with an id or extensions, and perhaps a value.
  Result<> Extended(const Slot& item, const std::string& step) {
    const std::string extra_name = "_" + std::string(item.name) + step;
    if (!item.extra.IsObject()) return Below(extra_name, Wrong("must be an object"));
    if (item.extra.Size() == 0) return Below(extra_name, Wrong("an object must not be empty"));
    const auto slots = SlotsOf(item.extra, item.property.type);
    if (!slots) return Below(extra_name, slots.error());
    out_.append("<").append(item.name);
    if (auto done = Attributes(*slots); !done) return Below(extra_name, done.error());
    if (item.value) {
      const auto done = Value(item);
      if (!done) return Below(std::string(item.name) + step, done.error());
    }
    if (auto done = Content(item.name, *slots); !done) return Below(extra_name, done.error());
    return {};
  }

  Result<> Value(const Slot& item) {
    switch (item.property.type.Json()) {
      case Type::JsonKind::kNumber:
        if (!item.value.IsNumber()) return Wrong("must be a number");
        Attribute("value", item.value.NumberText());
        return {};
      case Type::JsonKind::kBoolean: {
        const auto value = item.value.Boolean();
        if (!value) return Wrong("must be true or false");
        Attribute("value", *value ? "true" : "false");
        return {};
      }
      case Type::JsonKind::kString:
        if (!item.value.IsString()) return Wrong("must be a string");
        if (auto good = CheckText(item.value.View()); !good) return good;
        Attribute("value", item.value.View());
        return {};
    }
    return {};
  }

  std::string out_;
};

}  // namespace

Result<std::string> ToXml(std::string_view json) {
  const auto resource = Node::Parse(json);
  if (!resource) return resource.error();
  XmlWriter writer;
  if (auto done = writer.Resource(*resource, true); !done) return done.error();
  return writer.Take();
}

}  // namespace wardbridge::fhir
