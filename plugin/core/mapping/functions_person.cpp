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

// The components of a name, an address or a contact, found in one pass.
class Components {
 public:
  Components(Run& run, const Value& value) : run_(run) { value.element().Components(parts_); }

  // By its number, from 1.
  [[nodiscard]] const hl7::Element& At(std::size_t number) const { return parts_.at(number - 1); }
  [[nodiscard]] std::string_view Text(std::size_t number) const {
    return Trim(run_.TextOf(At(number)));
  }

 private:
  Run& run_;
  std::array<hl7::Element, 12> parts_;
};

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
void WriteGiven(const Components& name, JsonWriter& writer) {
  writer.Key("given");
  writer.BeginArray();
  writer.String(name.Text(2));
  for (const std::string_view other : Split(name.Text(3), ' ')) writer.String(other);
  writer.EndArray();
}

// human_name(x, use?): `use` is that of a name that does not state one that is known.
Outcome HumanName(Run& run, const Call&, Args args, JsonWriter& writer) {
  const Components name(run, args[0]);
  const std::string type = UpperAscii(name.Text(7));
  const JsonWriter::Mark mark = writer.Here();
  writer.BeginObject();
  std::string_view use = Translate(kNameUses, type);
  if (type.empty() && args[0].ordinal == 0) use = "official";
  if (use.empty() && args.size() > 1) use = run.TextOf(args[1]);
  writer.TextMember("use", use);
  const JsonWriter::Mark after_use = writer.Here();
  writer.TextMember("family", name.Text(1));
  WriteGiven(name, writer);
  const bool named = writer.Here().size != after_use.size;
  writer.Key("prefix");
  writer.BeginArray();
  writer.String(name.Text(5));
  writer.EndArray();
  writer.Key("suffix");
  writer.BeginArray();
  writer.String(name.Text(4));
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
std::string FirstLine(Run& run, const Components& address) {
  const hl7::Element& street = address.At(1);
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
  const Components address(run, args[0]);
  const std::string type = UpperAscii(address.Text(7));
  const std::string postcode = UpperAscii(address.Text(5));
  const JsonWriter::Mark mark = writer.Here();
  writer.BeginObject();
  writer.TextMember("use", Translate(kAddressUses, type));
  writer.TextMember("type", Translate(kAddressTypes, type));
  const JsonWriter::Mark after_use = writer.Here();
  writer.Key("line");
  writer.BeginArray();
  writer.String(FirstLine(run, address));
  writer.String(address.Text(2));
  writer.EndArray();
  writer.TextMember("city", address.Text(3));
  writer.TextMember("district", address.Text(4));
  writer.TextMember("postalCode", postcode);
  const bool placed = writer.Here().size != after_use.size;
  writer.TextMember("country", address.Text(6));
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
std::string TelephoneNumber(const Components& telecom) {
  std::string number(telecom.Text(1));
  if (number.empty()) number = telecom.Text(12);
  if (!number.empty() || telecom.Text(7).empty()) return number;
  const std::string_view country = telecom.Text(5);
  if (!country.empty() && country.front() != '+') number = '+';
  number += country;
  for (const std::size_t part : {std::size_t{6}, std::size_t{7}}) {
    const std::string_view text = telecom.Text(part);
    if (!text.empty() && !number.empty()) number += ' ';
    number += text;
  }
  const std::string_view extension = telecom.Text(8);
  if (!extension.empty()) number.append(" x").append(extension);
  return number;
}

// telecom(x, use?): `use` is that of a contact that does not state its own. FHIR cpt-2: a value has
// a system.
Outcome Telecom(Run& run, const Call&, Args args, JsonWriter& writer) {
  const Components telecom(run, args[0]);
  const std::string code = UpperAscii(telecom.Text(2));
  const std::string equipment = UpperAscii(telecom.Text(3));
  std::string value(telecom.Text(4));
  std::string_view system = "email";
  std::string_view use = Translate(kTelecomUses, code);
  if (use.empty() && code.empty() && args.size() > 1) use = run.TextOf(args[1]);
  const bool internet = code == "NET" || equipment == "INTERNET" || equipment == "X.400";
  if (!internet || value.empty()) {
    const std::string number = TelephoneNumber(telecom);
    if (!number.empty()) value = number;
    const bool mail = value.find('@') != std::string::npos;
    if (!mail) system = equipment == "FX" ? "fax" : equipment == "BP" ? "pager" : "phone";
    if (equipment == "CP" && !mail) use = "mobile";
  }
  if (value.empty()) return Outcome::kMissing;
  writer.BeginObject();
  writer.TextMember("system", system);
  writer.TextMember("value", value);
  writer.TextMember("use", use);
  writer.EndObject();
  return Outcome::kWritten;
}

constexpr Function kPersonFunctions[] = {
    {.name = "human_name", .signature = "ES?", .structure = HumanName, .type_name = "HumanName"},
    {.name = "address", .signature = "E", .structure = Address, .type_name = "Address"},
    {.name = "telecom", .signature = "ES?", .structure = Telecom, .type_name = "ContactPoint"},
};

}  // namespace

std::span<const Function> PersonFunctions() { return kPersonFunctions; }

}  // namespace wardbridge::mapping
