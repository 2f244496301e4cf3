#include "core/discharge/disposition.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "core/discharge/discharge.h"

namespace wardbridge::discharge {
namespace {

// Table 0113 as UKCore-DischargeDestinationEngland has it.
constexpr std::array<std::string_view, 21> kDestinations = {
    "19", "29", "30", "37", "38", "48", "49", "50", "51", "52", "53",
    "54", "65", "66", "79", "84", "85", "87", "88", "98", "99"};

// Table 0112 as discharge methods: those of UKCore-DischargeMethodEngland, and 2 of older feeds.
constexpr std::array<std::string_view, 9> kMethods = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};

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

// The row of the feed's table for what stands in a field, which then states no code of its own.
const LocalDisposition* TakeWord(const FeedOptions& feed, std::string& stated) {
  const auto row = feed.local_dispositions.find(stated);
  if (row == feed.local_dispositions.end()) return nullptr;
  stated.clear();
  return &row->second;
}

// Codes are shown as they are; a text may say anything.
std::string Shown(const char* field, const std::string& stated) {
  constexpr std::size_t kLongestCode = 2;
  return Stated(field, stated.size() <= kLongestCode ? stated : "(a text)");
}

const char* Name(DispositionLayout layout) {
  switch (layout) {
    case DispositionLayout::kAuto:
      return "auto";
    case DispositionLayout::kSwapped:
      return "swapped";
    case DispositionLayout::kStandard:
      return "standard";
  }
  return "";
}

std::string VerdictOf(const Disposition& disposition, bool words, bool swapped) {
  std::string text = Shown("method", disposition.method);
  text += ", " + Shown("destination", disposition.destination);
  if (words) text += "; by the feed's table";
  if (swapped) text += "; exchanged";
  return text;
}

}  // namespace

std::vector<std::string> DischargeMethods() { return {kMethods.begin(), kMethods.end()}; }

std::vector<std::string> DischargeDestinations() {
  return {kDestinations.begin(), kDestinations.end()};
}

Disposition ReadDisposition(const hl7::Message& message, const FeedOptions& feed,
                            const std::string& patient_class, std::vector<model::Issue>& warnings,
                            Trace* trace) {
  const std::string first = Clean(message.Get("PV1", 36));
  const std::string second = Clean(message.Get("PV1", 37));
  Disposition disposition{first, second};
  const std::array<const LocalDisposition*, 2> words = {TakeWord(feed, disposition.method),
                                                        TakeWord(feed, disposition.destination)};
  disposition.method = WithoutLeadingZeros(std::move(disposition.method));
  disposition.destination = WithoutLeadingZeros(std::move(disposition.destination));
  const bool destination_first =
      IsDestination(disposition.method) || (words[0] != nullptr && !words[0]->destination.empty());
  const bool looks_swapped =
      destination_first && (disposition.destination.empty() || IsOneDigit(disposition.destination));
  const bool swapped = looks_swapped && feed.disposition_layout != DispositionLayout::kStandard;
  if (swapped) {
    std::swap(disposition.method, disposition.destination);
    if (feed.disposition_layout == DispositionLayout::kAuto) {
      warnings.push_back({model::Issue::Severity::kInformation, "disposition.swapped", "PV1-36",
                          "holds a discharge destination: taken as PV1-37", ""});
    }
  }
  for (const LocalDisposition* word : words) {
    if (word == nullptr) continue;
    if (!word->method.empty()) disposition.method = word->method;
    if (!word->destination.empty()) disposition.destination = word->destination;
  }
  if (patient_class == "E") disposition.method.clear();
  Tell(trace, [&] {
    return TraceStep{"disposition", "",
                     Shown("PV1-36", first) + ", " + Shown("PV1-37", second) +
                         ", disposition-layout " + Name(feed.disposition_layout),
                     VerdictOf(disposition, words[0] != nullptr || words[1] != nullptr, swapped)};
  });
  return disposition;
}

bool SaysDeath(const Disposition& disposition) {
  return disposition.method == "4" || disposition.method == "5" || disposition.destination == "79";
}

}  // namespace wardbridge::discharge
