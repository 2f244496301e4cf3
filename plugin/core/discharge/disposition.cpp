#include "core/discharge/disposition.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

// Table 0113 as UKCore-DischargeDestinationEngland has it.
constexpr std::array<std::string_view, 21> kDestinations = {
    "19", "29", "30", "37", "38", "48", "49", "50", "51", "52", "53",
    "54", "65", "66", "79", "84", "85", "87", "88", "98", "99"};

bool IsDestination(std::string_view code) {
  return std::find(kDestinations.begin(), kDestinations.end(), code) != kDestinations.end();
}

bool IsOneDigit(std::string_view code) {
  return code.size() == 1 && code[0] >= '0' && code[0] <= '9';
}

std::string Clean(const hl7::Element& field) { return UpperAscii(Trim(field.Component(1).Text())); }

// "01" is 1; "00" is 0; a destination never begins with a zero.
std::string WithoutLeadingZeros(std::string code) {
  const bool digits = !code.empty() && code.find_first_not_of("0123456789") == std::string::npos;
  while (digits && code.size() > 1 && code.front() == '0') code.erase(0, 1);
  return code;
}

}  // namespace

Disposition ReadDisposition(const hl7::Message& message, DispositionLayout layout,
                            const std::string& patient_class, std::vector<model::Issue>& warnings) {
  std::string method = WithoutLeadingZeros(Clean(message.Get("PV1", 36)));
  std::string destination = WithoutLeadingZeros(Clean(message.Get("PV1", 37)));
  const bool looks_swapped =
      IsDestination(method) && (destination.empty() || IsOneDigit(destination));
  if (looks_swapped && layout != DispositionLayout::kStandard) {
    std::swap(method, destination);
    if (layout == DispositionLayout::kAuto) {
      warnings.push_back({model::Issue::Severity::kInformation, "disposition.swapped", "PV1-36",
                          "holds a discharge destination: taken as PV1-37", ""});
    }
  }
  if (patient_class == "E") method.clear();
  return {std::move(method), std::move(destination)};
}

bool SaysDeath(const Disposition& disposition) {
  return disposition.method == "4" || disposition.method == "5" || disposition.destination == "79";
}

}  // namespace wardbridge::discharge
