#include "core/discharge/stated_value.h"

#include <algorithm>

#include "base/text.h"
#include "core/clinical/news2.h"
#include "core/discharge/units.h"

namespace wardbridge::discharge {
namespace {

using model::Decimal;
using model::Reading;
using model::Vital;

std::string UnitOf(Vital vital, const StatedValue& value, const FeedOptions& feed) {
  if (!value.unit.empty()) return value.unit;
  const auto fallback = feed.default_units.find(vital);
  return fallback == feed.default_units.end() ? std::string() : fallback->second;
}

// By code or word.
std::optional<bool> OxygenSaid(const std::string& word) {
  const std::string upper = UpperAscii(word);
  if (upper == "AIR") return false;
  if (upper == "OXYGEN") return true;
  return OxygenOf(word);
}

// One value of a reading on its way in. All outlive it: it lives during one call.
class Taking {
 public:
  Taking(const StatedValue& value, const FeedOptions& feed, const std::string& place,
         Reading& reading, ToldProblems& problems)
      : value_(value), feed_(feed), place_(place), reading_(reading), problems_(problems) {}

  bool Oxygen(const VitalCode& code) {
    reading_.on_oxygen = code.on_oxygen;
    for (const std::string& word : value_.words) {
      if (!reading_.on_oxygen) reading_.on_oxygen = OxygenSaid(word);
    }
    if (!reading_.on_oxygen || (code.on_oxygen && Denies(*code.on_oxygen))) {
      return No("reading.answer", "not an answer about air or oxygen");
    }
    if (*reading_.on_oxygen && !value_.number.empty()) TakeFlow();
    if (reading_.code.empty()) reading_.code = *reading_.on_oxygen ? "371825009" : "722742002";
    return true;
  }

  bool Consciousness() {
    for (const std::string& word : value_.words) {
      reading_.acvpu = AcvpuOf(word, feed_);
      if (reading_.acvpu) return true;
    }
    return No("reading.answer", "not an ACVPU answer");
  }

  bool Scale() {
    std::optional<Decimal> scale = Number();
    if (!scale || (*scale != Decimal::FromScaled(1, 0) && *scale != Decimal::FromScaled(2, 0))) {
      return No("reading.scale", "an SpO2 scale is 1 or 2");
    }
    reading_.spo2_scale = static_cast<int>(scale->RoundTo(0));
    return true;
  }

  bool Measurement() {
    const std::optional<Decimal> number = Number();
    if (!number) return No("reading.value", "not a plain number of at most 15 digits");
    const std::string& comparator = value_.comparator;
    if (!comparator.empty() && comparator != "<" && comparator != "<=" && comparator != ">" &&
        comparator != ">=") {
      return No("reading.comparator", "a comparator other than <, <=, > and >=");
    }
    const auto converted =
        Convert(reading_.vital, *number, UnitOf(reading_.vital, value_, feed_), feed_.local_units);
    if (!converted) {
      return No("reading.unit", "the unit is missing or does not belong to this reading");
    }
    reading_.value = converted;
    reading_.comparator = comparator;
    reading_.plausible = clinical::IsPlausible(reading_.vital, *converted);
    if (!reading_.plausible) {
      problems_.Warn("reading.implausible", place_,
                     "outside human range: kept, not scored and not sent");
    } else if (!comparator.empty()) {
      problems_.Warn("reading.comparator", place_, "only above or below a value: kept, not scored");
    }
    return true;
  }

 private:
  bool No(const char* code, const char* text) {
    problems_.Refuse(code, place_, text);
    return false;
  }

  [[nodiscard]] std::optional<Decimal> Number() const {
    if (value_.number.empty()) return std::nullopt;
    return Decimal::Parse(value_.number);
  }

  // Whether the value says that the code's own statement is not so.
  [[nodiscard]] bool Denies(bool on_oxygen) const {
    if (value_.yes && !*value_.yes) return true;
    for (const std::string& word : value_.words) {
      const std::string upper = UpperAscii(word);
      if (upper == "NO" || upper == "N" || upper == "FALSE") return true;
      const auto said = OxygenSaid(word);
      if (said && *said != on_oxygen) return true;
    }
    const auto flow = Decimal::Parse(value_.number);
    return on_oxygen && flow && !(Decimal::FromScaled(0, 0) < *flow);
  }

  void TakeFlow() {
    const std::string unit = LowerAscii(value_.unit);
    if (unit == "l/min" || unit == "litres/min" || unit == "lpm") {
      reading_.flow = Decimal::Parse(value_.number);
    }
    if (!reading_.flow) {
      problems_.Warn("reading.flow", place_, "a flow of oxygen is a number of L/min: not used");
    }
  }

  const StatedValue& value_;
  const FeedOptions& feed_;
  const std::string& place_;
  Reading& reading_;
  ToldProblems& problems_;
};

}  // namespace

bool TakeValue(const VitalCode& code, const StatedValue& value, const FeedOptions& feed,
               const std::string& place, Reading& reading, ToldProblems& problems) {
  Taking taking(value, feed, place, reading, problems);
  switch (code.vital) {
    case Vital::kAirOrOxygen:
      return taking.Oxygen(code);
    case Vital::kConsciousness:
      return taking.Consciousness();
    case Vital::kSpo2Scale:
      return taking.Scale();
    default:
      return taking.Measurement();
  }
}

std::optional<Decimal> LimitOf(Vital vital, const StatedValue& value, const FeedOptions& feed) {
  const auto number = Decimal::Parse(value.number);
  if (!number || !value.comparator.empty()) return std::nullopt;
  return Convert(vital, *number, UnitOf(vital, value, feed), feed.local_units);
}

bool IsFlag(std::string_view code) {
  constexpr std::size_t kLongest = 8;
  return !code.empty() && code.size() <= kLongest &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return IsLetter(c) || c == '<' || c == '>' || c == '+' || c == '-' || c == '*';
         });
}

std::string Bounded(std::string text, const std::string& place, ToldProblems& problems) {
  constexpr std::size_t kLongest = 32U << 10U;
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && !StartsCharacter(text[end])) --end;
  text.resize(end);
  problems.Warn("text.cut", place, "longer than 32 KiB: the rest is left out");
  return text;
}

}  // namespace wardbridge::discharge
