// The code of oxygen saturation in a Bundle that is made, exchanged for the one a receiver wants.
#include <cstddef>

#include "base/json_spans.h"
#include "core/discharge/discharge.h"
#include "core/discharge/vital_codes.h"

namespace wardbridge::discharge {
namespace {

constexpr std::string_view kSnomed = "\"http://snomed.info/sct\"";

struct Coding {
  std::string_view code;  // these two as JSON text
  std::string_view display;
};
constexpr Coding kFindingCoding{"\"447755005\"", "\"Finding of oxygen saturation\""};
constexpr Coding kObservableCoding{"\"103228002\"", "\"Hemoglobin saturation with oxygen\""};

// `code` as JSON text.
bool IsSpo2(std::string_view code) {
  constexpr std::size_t kQuotes = 2;
  return code.size() > kQuotes &&
         VitalOfSnomed(code.substr(1, code.size() - kQuotes)) == model::Vital::kOxygenSaturation;
}

Result<std::string> ChangeCoding(std::string_view coding, const Coding& wanted) {
  const auto members = MembersOf(coding);
  if (!members) return members.error();
  if (Find(*members, "system") != kSnomed || !IsSpo2(Find(*members, "code"))) {
    return std::string(coding);
  }
  const Result<std::string> coded = WithMember(coding, "code", wanted.code);
  if (!coded) return coded.error();
  return WithMember(*coded, "display", wanted.display);
}

Result<std::string> ChangeResource(std::string_view resource, const Coding& wanted) {
  const auto members = MembersOf(resource);
  if (!members) return members.error();
  if (Find(*members, "resourceType") != "\"Observation\"") return std::string(resource);
  return InMember(resource, "code", [&wanted](std::string_view code) {
    return InMember(code, "coding", [&wanted](std::string_view codings) {
      return EachItem(codings,
                      [&wanted](std::string_view coding) { return ChangeCoding(coding, wanted); });
    });
  });
}

}  // namespace

Result<std::string> WithSpo2Code(std::string_view bundle, Spo2Code wanted) {
  if (wanted == Spo2Code::kAsMapped) return std::string(bundle);
  const Coding& coding = wanted == Spo2Code::kFinding ? kFindingCoding : kObservableCoding;
  const auto members = MembersOf(bundle);
  if (!members) return members.error();
  const Result<std::string> entries =
      EachItem(Find(*members, "entry"), [&coding](std::string_view entry) {
        return InMember(entry, "resource", [&coding](std::string_view resource) {
          return ChangeResource(resource, coding);
        });
      });
  if (!entries) return entries.error();
  return WithMember(bundle, "entry", *entries);
}

}  // namespace wardbridge::discharge
