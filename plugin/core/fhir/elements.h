// What FHIR R4 (4.0.1) says about the elements of every type: their order, how often, of which
// types, with which codes. The table is made by generate_elements and needs no set-up; everything
// here is a view into it, cheap to copy, never invalid, thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/fhir/code_set.h"

namespace wardbridge::fhir {

namespace table {
struct TypeRow;
struct ElementRow;
}  // namespace table

class Element;
struct Property;

// A resource, a data type, a primitive, or the type of an element that has elements of its own
// ("Patient.contact").
class Type {
 public:
  enum class Kind : std::uint8_t { kPrimitive, kData, kPart, kResource };
  enum class JsonKind : std::uint8_t { kString, kNumber, kBoolean };  // of a primitive

  explicit Type(const table::TypeRow& row) : row_(&row) {}

  // "Patient", "dateTime", "Bundle.entry.request".
  [[nodiscard]] static std::optional<Type> Find(std::string_view name);
  // All of them, sorted by name.
  [[nodiscard]] static std::size_t Count();
  [[nodiscard]] static Type Nth(std::size_t index);

  [[nodiscard]] std::string_view Name() const;
  [[nodiscard]] Kind GetKind() const;
  [[nodiscard]] bool IsPrimitive() const { return GetKind() == Kind::kPrimitive; }
  [[nodiscard]] bool IsResource() const { return GetKind() == Kind::kResource; }
  // Of a primitive; xhtml is a text, too.
  [[nodiscard]] JsonKind Json() const;
  // Resource, DomainResource, Element, BackboneElement: there is nothing that is only this.
  // Bundle.entry.resource and contained have the type Resource: any resource.
  [[nodiscard]] bool IsAbstract() const;
  // Whether it is that type or stands below it: an Age is a Quantity, a code is a string.
  [[nodiscard]] bool Is(std::string_view name) const;

  // The elements in the order of the standard, which is that of XML: inherited ones first (id,
  // extension ...). Primitives have id and extension, what `_name` holds in JSON; xhtml has none.
  [[nodiscard]] std::size_t ElementCount() const;
  [[nodiscard]] Element ElementAt(std::size_t index) const;

  // What stands under a name in JSON, "birthDate" or "valueQuantity". Not for "value[x]",
  // "_birthDate" or "resourceType".
  [[nodiscard]] std::optional<Property> FindProperty(std::string_view name) const;
  // The element of a name, "value" of value[x].
  [[nodiscard]] std::optional<Element> FindElement(std::string_view name) const;

  friend bool operator==(Type left, Type right) { return left.row_ == right.row_; }

 private:
  const table::TypeRow* row_;
};

class Element {
 public:
  explicit Element(const table::ElementRow& row) : row_(&row) {}

  [[nodiscard]] std::string_view Name() const;  // "birthDate"; "value" of value[x]
  [[nodiscard]] bool IsChoice() const;          // value[x]: its names end in the name of the type
  [[nodiscard]] bool IsList() const;            // may stand more than once; an array in JSON
  [[nodiscard]] bool IsRequired() const;        // R4 wants it in every instance
  [[nodiscard]] bool IsXmlAttribute() const;    // id of what is no resource, url of an extension

  // The types it can have: one, several of a choice. What is defined elsewhere in the resource
  // has the type from there (Bundle.entry.link: Bundle.link).
  [[nodiscard]] std::size_t TypeCount() const;
  [[nodiscard]] Type TypeAt(std::size_t index) const;

  // The types of resources a Reference may point to; none are named: to all.
  [[nodiscard]] std::size_t TargetCount() const;
  [[nodiscard]] Type TargetAt(std::size_t index) const;

  [[nodiscard]] std::optional<CodeSet> Codes() const;

  friend bool operator==(Element left, Element right) { return left.row_ == right.row_; }

 private:
  const table::ElementRow* row_;
};

// An element with the one of its types that a name in JSON says.
struct Property {
  Element element;
  Type type;
};

}  // namespace wardbridge::fhir
