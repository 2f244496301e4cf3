#include "core/discharge/observe_details.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "core/discharge/observe_value.h"
#include "core/discharge/units.h"

namespace wardbridge::discharge {
namespace {

using model::Decimal;
using model::Reading;

constexpr std::size_t kMostFlag = 20;  // longer than every code of table 0078
constexpr std::size_t kMostDevice = 64;
constexpr std::size_t kMostName = 120;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kEnDash = "\xE2\x80\x93";

struct Limits {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
};

//   range = ( ">" | ">=" ) number | ( "<" | "<=" ) number | number "-" number
Limits LimitsIn(std::string_view text) {
  text = Trim(text);
  if (text.empty()) return {};
  const char first = text.front();
  if (first == '<' || first == '>') {
    text.remove_prefix(text.substr(1).starts_with('=') ? 2 : 1);
    const auto number = Decimal::Parse(Trim(text));
    return first == '>' ? Limits{number, std::nullopt} : Limits{std::nullopt, number};
  }
  std::size_t dash = text.find('-', 1);  // what begins the text would be a sign
  std::size_t width = 1;
  if (dash == text.npos) {
    dash = text.find(kEnDash);
    width = kEnDash.size();
  }
  if (dash == text.npos) return {};
  const auto low = Decimal::Parse(Trim(text.substr(0, dash)));
  const auto high = Decimal::Parse(Trim(text.substr(dash + width)));
  if (!low || !high || *high < *low) return {};
  return {low, high};
}

}  // namespace

std::string Bounded(std::string_view text, std::size_t most_bytes) {
  text = Trim(text);
  if (text.size() <= most_bytes) return std::string(text);
  std::size_t end = most_bytes - kEllipsis.size();
  while (end > 0 && !StartsCharacter(text[end])) --end;
  return std::string(Trim(text.substr(0, end))) + std::string(kEllipsis);
}

std::string TextOfCoded(const hl7::Element& coded) {
  // CWE: text, alternate text, original text, then the code.
  for (const std::size_t component :
       {std::size_t{2}, std::size_t{5}, std::size_t{9}, std::size_t{1}}) {
    std::string text = coded.Component(component).Text();
    if (!Trim(text).empty()) return text;
  }
  return {};
}

std::string DeviceName(const hl7::Element& equipment) {
  const hl7::Element name = equipment.Component(2);
  return Bounded(name.HasValue() ? name.Text() : equipment.Component(1).Text(), kMostDevice);
}

std::string PersonName(const hl7::Element& person) {
  std::string name;
  for (const std::string& part : {person.Component(6).Text(), person.Component(3).Text(),
                                  person.Component(2).Subcomponent(1).Text()}) {
    if (Trim(part).empty()) continue;
    if (!name.empty()) name += " ";
    name += Trim(part);
  }
  if (name.empty()) name = person.Component(1).Text();
  return Bounded(name, kMostName);
}

void ReadFlagAndDevice(const hl7::Segment& obx, Reading& reading) {
  const std::string flag(Trim(obx.Field(8).Repetition(1).Text()));
  if (flag.size() <= kMostFlag) reading.flag = flag;
  reading.device = DeviceName(obx.Field(18));
}

void ReadLimits(const hl7::Segment& obx, const FeedOptions& feed, Reading& reading) {
  const auto [low, high] = LimitsIn(obx.Field(7).Text());
  const std::string unit = UnitOfObx(obx, feed, reading.vital);
  if (low) reading.low = Convert(reading.vital, *low, unit, feed.local_units);
  if (high) reading.high = Convert(reading.vital, *high, unit, feed.local_units);
}

}  // namespace wardbridge::discharge
