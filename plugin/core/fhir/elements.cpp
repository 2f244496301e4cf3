#include "core/fhir/elements.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace wardbridge::fhir {
namespace table {

constexpr std::uint16_t kNone = 0xFFFF;

struct TypeRow {
  std::string_view name;
  std::uint16_t base = kNone;  // among kTypes
  std::uint16_t first = 0;     // among kElements
  std::uint16_t count = 0;
  Type::Kind kind = Type::Kind::kData;
  Type::JsonKind json = Type::JsonKind::kString;
  bool abstract = false;
};

struct ElementRow {
  std::string_view name;
  std::uint16_t types = 0;  // a list of kTypeLists
  std::uint8_t flags = 0;
  std::uint16_t targets = 0;  // a list of kTypeLists
  std::uint16_t codes = kNone;
};

namespace {

using std::string_view_literals::operator""sv;
using enum Type::Kind;
using enum Type::JsonKind;

enum Flag : std::uint8_t { kL = 1, kR = 2, kC = 4, kA = 8 };

#include "core/fhir/elements.inc"

// kTypeLists holds each list behind its length.
Type TypeOfList(std::size_t list, std::size_t index) {
  return Type(kTypes[kTypeLists[list + 1 + index]]);
}

std::span<const ElementRow> ElementsOf(const TypeRow& row) {
  return std::span(kElements).subspan(row.first, row.count);
}

// Whether `name` is "value" and the type's name with a capital: "valueQuantity", "valueDateTime".
bool IsChoiceName(std::string_view name, std::string_view element, std::string_view type) {
  return name.size() == element.size() + type.size() && name.starts_with(element) &&
         IsUpper(name[element.size()]) &&
         UpperAscii(name.substr(element.size(), 1)) == UpperAscii(type.substr(0, 1)) &&
         name.substr(element.size() + 1) == type.substr(1);
}

}  // namespace
}  // namespace table

using table::ElementRow;
using table::kNone;

std::optional<Type> Type::Find(std::string_view name) {
  const auto found = std::lower_bound(
      table::kTypes.begin(), table::kTypes.end(), name,
      [](const table::TypeRow& row, std::string_view wanted) { return row.name < wanted; });
  if (found == table::kTypes.end() || found->name != name) return {};
  return Type(*found);
}

std::size_t Type::Count() { return table::kTypes.size(); }
Type Type::Nth(std::size_t index) { return Type(table::kTypes[index]); }

std::string_view Type::Name() const { return row_->name; }
Type::Kind Type::GetKind() const { return row_->kind; }
Type::JsonKind Type::Json() const { return row_->json; }
bool Type::IsAbstract() const { return row_->abstract; }

bool Type::Is(std::string_view name) const {
  const table::TypeRow* row = row_;
  while (row->name != name && row->base != kNone) row = &table::kTypes[row->base];
  return row->name == name;
}

std::size_t Type::ElementCount() const { return row_->count; }
Element Type::ElementAt(std::size_t index) const {
  return Element(table::kElements[row_->first + index]);
}

std::optional<Element> Type::FindElement(std::string_view name) const {
  const auto elements = table::ElementsOf(*row_);
  const auto order = std::span(table::kByName).subspan(row_->first, row_->count);
  const auto found = std::lower_bound(
      order.begin(), order.end(), name,
      [&](std::uint8_t at, std::string_view wanted) { return elements[at].name < wanted; });
  if (found == order.end() || elements[*found].name != name) return {};
  return Element(elements[*found]);
}

std::optional<Property> Type::FindProperty(std::string_view name) const {
  const std::optional<Element> element = FindElement(name);
  if (element && !element->IsChoice()) return Property{*element, element->TypeAt(0)};
  for (const ElementRow& row : table::ElementsOf(*row_)) {
    const Element choice(row);
    if (!choice.IsChoice() || !name.starts_with(row.name)) continue;
    for (std::size_t i = 0; i < choice.TypeCount(); ++i) {
      if (table::IsChoiceName(name, row.name, choice.TypeAt(i).Name())) {
        return Property{choice, choice.TypeAt(i)};
      }
    }
  }
  return {};
}

std::string_view Element::Name() const { return row_->name; }
bool Element::IsChoice() const { return (row_->flags & table::kC) != 0; }
bool Element::IsList() const { return (row_->flags & table::kL) != 0; }
bool Element::IsRequired() const { return (row_->flags & table::kR) != 0; }
bool Element::IsXmlAttribute() const { return (row_->flags & table::kA) != 0; }

std::size_t Element::TypeCount() const { return table::kTypeLists[row_->types]; }
Type Element::TypeAt(std::size_t index) const { return table::TypeOfList(row_->types, index); }
std::size_t Element::TargetCount() const { return table::kTypeLists[row_->targets]; }
Type Element::TargetAt(std::size_t index) const { return table::TypeOfList(row_->targets, index); }

std::optional<CodeSet> Element::Codes() const {
  if (row_->codes == kNone) return {};
  return CodeSet(table::kCodeSets[row_->codes]);
}

}  // namespace wardbridge::fhir
