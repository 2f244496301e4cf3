// Names, addresses and telephone numbers (HL7 v2 XPN, XAD, XTN; spec/code-maps section 9).
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "core/mapping/functions.h"
#include "core/mapping/run.h"

namespace wardbridge::mapping {
namespace {

using Args = std::span<const Value>;
using fhir::JsonWriter;

struct Word {
  std::string_view from;
  std::string_view to;
};

template <std::size_t N>
std::string_view Translate(const std::array<Word, N>& words, std::string_view from) {
  const auto at =
      std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.from == from; });
  return at == words.end() ? std::string_view() : at->to;
}

std::string_view Component(Run& run, const Value& value, std::size_t number) {
  return Trim(run.TextOf(value.element.Component(number)));
}

void Member(JsonWriter& writer, std::string_view key, std::string_view text) {
  writer.Key(key);
  writer.String(text);
}

// Table 0200 and the words of UK feeds.
constexpr std::array<Word, 14> kNameUses = {{{"L", "official"},
                                             {"A", "nickname"},
                                             {"N", "nickname"},
                                             {"D", "usual"},
                                             {"PREFERRED", "usual"},
                                             {"PREVIOUS", "old"},
                                             {"PREVIOUS-BIRTH", "old"},
                                             {"PREVIOUS-MAIDEN", "maiden"},
                                             {"PREVIOUS-BACHELOR", "old"},
                                             {"B", "old"},
                                             {"M", "maiden"},
                                             {"S", "anonymous"},
                                             {"T", "temp"},
                                             {"R", "old"}}};

// XPN-2 is one given name, however many words it has; XPN-3 holds the others, between blanks.
void WriteGiven(Run& run, const Value& name, JsonWriter& writer) {
  writer.Key("given");
  writer.BeginArray();
  writer.String(Component(run, name, 2));
  for (const std::string_view other : Split(Component(run, name, 3), ' ')) writer.String(other);
  writer.EndArray();
}

// human_name(x, use?): `use` is that of a name that does not state one that is known.
Outcome HumanName(Run& run, const Call&, Args args, JsonWriter& writer) {
  const Value& name = args[0];
  const std::string type = UpperAscii(Component(run, name, 7));
  const JsonWriter::Mark mark = writer.Here();
  writer.BeginObject();
  std::string_view use = Translate(kNameUses, type);
  if (type.empty() && name.ordinal == 0) use = "official";
  if (use.empty() && args.size() > 1) use = run.TextOf(args[1]);
  Member(writer, "use", use);
  const JsonWriter::Mark after_use = writer.Here();
  Member(writer, "family", Component(run, name, 1));
  WriteGiven(run, name, writer);
  const bool named = writer.Here().size != after_use.size;
  writer.Key("prefix");
  writer.BeginArray();
  writer.String(Component(run, name, 5));
  writer.EndArray();
  writer.Key("suffix");
  writer.BeginArray();
  writer.String(Component(run, name, 4));
  writer.EndArray();
  if (!named) {
    writer.Return(mark);
    return Outcome::kMissing;
  }
  writer.EndObject();
  return Outcome::kWritten;
}

// Table 0190 and ITK's own.
constexpr std::array<Word, 7> kAddressUses = {{{"H", "home"},
                                               {"P", "home"},
                                               {"TMP", "temp"},
                                               {"C", "temp"},
                                               {"B", "work"},
                                               {"O", "work"},
                                               {"BA", "old"}}};
constexpr std::array<Word, 2> kAddressTypes = {{{"M", "postal"}, {"PST", "postal"}}};

// XAD-1 is a street address; where it has subcomponents without the first, house number and street
// make it up.
std::string FirstLine(Run& run, const Value& address) {
  const hl7::Element street = address.element.Component(1);
  std::string line(Trim(run.TextOf(street.Subcomponent(1))));
  if (!line.empty()) return line;
  for (const std::size_t part : {std::size_t{3}, std::size_t{2}}) {
    const std::string_view text = Trim(run.TextOf(street.Subcomponent(part)));
    if (!text.empty() && !line.empty()) line += ' ';
    line += text;
  }
  return line;
}

Outcome Address(Run& run, const Call& call, Args args, JsonWriter& writer) {
  const Value& address = args[0];
  const std::string type = UpperAscii(Component(run, address, 7));
  const std::string postcode = UpperAscii(Component(run, address, 5));
  const JsonWriter::Mark mark = writer.Here();
  writer.BeginObject();
  Member(writer, "use", Translate(kAddressUses, type));
  Member(writer, "type", Translate(kAddressTypes, type));
  const JsonWriter::Mark after_use = writer.Here();
  writer.Key("line");
  writer.BeginArray();
  writer.String(FirstLine(run, address));
  writer.String(Component(run, address, 2));
  writer.EndArray();
  Member(writer, "city", Component(run, address, 3));
  Member(writer, "district", Component(run, address, 4));
  Member(writer, "postalCode", postcode);
  const bool placed = writer.Here().size != after_use.size;
  Member(writer, "country", Component(run, address, 6));
  if (!placed) {
    writer.Return(mark);
    return Outcome::kMissing;
  }
  writer.EndObject();
  if (postcode.empty()) {
    run.Raise(Policy::kWarn, "mapping.postcode", call.place, "an address without a postcode");
  }
  return Outcome::kWritten;
}

constexpr std::array<Word, 4> kTelecomUses = {
    {{"PRN", "home"}, {"ORN", "home"}, {"VHN", "temp"}, {"WPN", "work"}}};

// The number: XTN-1, or where that is empty the parts 5 to 8, or XTN-12 (v2.7).
std::string TelephoneNumber(Run& run, const Value& telecom) {
  std::string number(Component(run, telecom, 1));
  if (number.empty()) number = Component(run, telecom, 12);
  if (!number.empty() || Component(run, telecom, 7).empty()) return number;
  const std::string_view country = Component(run, telecom, 5);
  if (!country.empty() && country.front() != '+') number = '+';
  number += country;
  for (const std::size_t part : {std::size_t{6}, std::size_t{7}}) {
    const std::string_view text = Component(run, telecom, part);
    if (!text.empty() && !number.empty()) number += ' ';
    number += text;
  }
  const std::string_view extension = Component(run, telecom, 8);
  if (!extension.empty()) number.append(" x").append(extension);
  return number;
}

// telecom(x, use?): `use` is that of a contact that does not state its own. FHIR cpt-2: a value has
// a system.
Outcome Telecom(Run& run, const Call&, Args args, JsonWriter& writer) {
  const Value& telecom = args[0];
  const std::string code = UpperAscii(Component(run, telecom, 2));
  const std::string equipment = UpperAscii(Component(run, telecom, 3));
  std::string value(Component(run, telecom, 4));
  std::string_view system = "email";
  std::string_view use = Translate(kTelecomUses, code);
  if (use.empty() && code.empty() && args.size() > 1) use = run.TextOf(args[1]);
  const bool internet = code == "NET" || equipment == "INTERNET" || equipment == "X.400";
  if (!internet || value.empty()) {
    const std::string number = TelephoneNumber(run, telecom);
    if (!number.empty()) value = number;
    const bool mail = value.find('@') != std::string::npos;
    if (!mail) system = equipment == "FX" ? "fax" : equipment == "BP" ? "pager" : "phone";
    if (equipment == "CP" && !mail) use = "mobile";
  }
  if (value.empty()) return Outcome::kMissing;
  writer.BeginObject();
  Member(writer, "system", system);
  Member(writer, "value", value);
  Member(writer, "use", use);
  writer.EndObject();
  return Outcome::kWritten;
}

constexpr Function kFunctions[] = {
    {.name = "human_name", .signature = "ES?", .structure = HumanName, .type_name = "HumanName"},
    {.name = "address", .signature = "E", .structure = Address, .type_name = "Address"},
    {.name = "telecom", .signature = "ES?", .structure = Telecom, .type_name = "ContactPoint"},
};

}  // namespace

std::span<const Function> PersonFunctions() { return kFunctions; }

}  // namespace wardbridge::mapping
