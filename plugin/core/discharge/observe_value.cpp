#include "core/discharge/observe_value.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "core/clinical/news2.h"
#include "core/discharge/units.h"

namespace wardbridge::discharge {
namespace {

using model::Decimal;
using model::Reading;
using model::Vital;

std::string TypeOf(const hl7::Segment& obx) { return UpperAscii(Trim(obx.Field(2).Text())); }

bool IsPlainText(const std::string& type) { return type == "ST" || type == "TX"; }

// The last repetition of OBX-5; nothing when the field is null.
std::optional<hl7::Element> LastValue(const hl7::Segment& obx, Remarks& remarks) {
  const hl7::Element field = obx.Field(5);
  if (field.presence() == hl7::Presence::kNull) return std::nullopt;
  if (field.RepetitionCount() > 1) {
    remarks.OfObx(5, "reading.repetitions", "several values: the last one is used");
  }
  return field.Repetition(field.RepetitionCount());
}

bool ReadOxygen(const hl7::Element& value, const VitalCode& code, Remarks& remarks,
                Reading& reading) {
  reading.on_oxygen = code.on_oxygen ? code.on_oxygen : OxygenOf(value);
  if (!reading.on_oxygen) {
    if (value.HasValue()) {
      remarks.OfObx(5, "reading.answer", "not an answer about air or oxygen");
    }
    return false;
  }
  if (*reading.on_oxygen) reading.flow = Decimal::Parse(value.Text());
  if (reading.code.empty()) reading.code = *reading.on_oxygen ? "371825009" : "722742002";
  return true;
}

bool ReadConsciousness(const hl7::Element& value, const FeedOptions& feed, Remarks& remarks,
                       Reading& reading) {
  if (!value.HasValue()) return false;
  reading.acvpu = AcvpuOf(value, feed);
  if (!reading.acvpu) remarks.OfObx(5, "reading.answer", "not an ACVPU answer");
  return reading.acvpu.has_value();
}

bool ReadScale(const hl7::Element& value, Remarks& remarks, Reading& reading) {
  if (!value.HasValue()) return false;
  const auto scale = Decimal::Parse(value.Text());
  if (!scale || (*scale != Decimal::FromScaled(1, 0) && *scale != Decimal::FromScaled(2, 0))) {
    remarks.OfObx(5, "reading.scale", "an SpO2 scale is 1 or 2");
    return false;
  }
  reading.spo2_scale = static_cast<int>(scale->RoundTo(0));
  return true;
}

// SN: comparator ^ number ^ separator ^ number. Ranges and ratios are no single value.
std::optional<Decimal> ReadStructured(const hl7::Element& value, Reading& reading) {
  if (value.Component(3).HasValue()) return std::nullopt;
  const std::string comparator(Trim(value.Component(1).Text()));
  if (comparator == "<" || comparator == ">" || comparator == "<=" || comparator == ">=") {
    reading.comparator = comparator;
  } else if (!comparator.empty() && comparator != "=") {
    return std::nullopt;
  }
  return Decimal::Parse(value.Component(2).Text());
}

// A number as stated into the vital's unit.
bool TakeNumber(const hl7::Segment& obx, const Decimal& number, const FeedOptions& feed,
                Remarks& remarks, Reading& reading) {
  const auto converted =
      Convert(reading.vital, number, UnitOfObx(obx, feed, reading.vital), feed.local_units);
  if (!converted) {
    remarks.OfObx(6, "reading.unit", "the unit is missing or does not belong to this reading");
    return false;
  }
  reading.value = converted;
  reading.plausible = clinical::IsPlausible(reading.vital, *converted);
  return true;
}

void SayImplausible(Remarks& remarks) {
  remarks.OfObx(5, "reading.implausible", "outside human range: kept, not scored and not sent");
}

bool ReadNumber(const hl7::Segment& obx, const hl7::Element& value, const FeedOptions& feed,
                Remarks& remarks, Reading& reading) {
  const std::string type = TypeOf(obx);
  std::optional<Decimal> number;
  if (type == "SN") {
    number = ReadStructured(value, reading);
  } else if (type == "NM" || IsPlainText(type)) {
    number = Decimal::Parse(value.Text());
  }
  if (!number) {
    if (value.HasValue()) {
      remarks.OfObx(5, "reading.value", "not a number of type NM, SN, ST or TX");
    }
    return false;
  }
  if (!TakeNumber(obx, *number, feed, remarks, reading)) return false;
  if (!reading.plausible) {
    SayImplausible(remarks);
  } else if (!reading.comparator.empty()) {
    remarks.OfObx(5, "reading.comparator", "only above or below a value: kept, not scored");
  }
  return true;
}

// "120/80", or ^120^/^80.
std::optional<std::pair<Decimal, Decimal>> PairOf(const hl7::Element& value,
                                                  const std::string& type) {
  std::optional<Decimal> first;
  std::optional<Decimal> second;
  if (type == "SN") {
    if (value.Component(1).HasValue() || Trim(value.Component(3).Text()) != "/") return {};
    first = Decimal::Parse(value.Component(2).Text());
    second = Decimal::Parse(value.Component(4).Text());
  } else if (IsPlainText(type)) {
    const std::string text = value.Text();
    const std::vector<std::string_view> parts = Split(text, '/');
    if (parts.size() != 2) return {};
    first = Decimal::Parse(Trim(parts[0]));
    second = Decimal::Parse(Trim(parts[1]));
  }
  if (!first || !second) return {};
  return std::pair{*first, *second};
}

}  // namespace

std::string UnitOfObx(const hl7::Segment& obx, const FeedOptions& feed, Vital vital) {
  std::string unit = obx.Field(6).Component(1).Text();
  if (!unit.empty()) return unit;
  const auto fallback = feed.default_units.find(vital);
  return fallback == feed.default_units.end() ? unit : fallback->second;
}

bool ReadValue(const hl7::Segment& obx, const VitalCode& code, const FeedOptions& feed,
               Remarks& remarks, Reading& reading) {
  const auto value = LastValue(obx, remarks);
  if (!value) return false;
  switch (code.vital) {
    case Vital::kAirOrOxygen:
      return ReadOxygen(*value, code, remarks, reading);
    case Vital::kConsciousness:
      return ReadConsciousness(*value, feed, remarks, reading);
    case Vital::kSpo2Scale:
      return ReadScale(*value, remarks, reading);
    default:
      return ReadNumber(obx, *value, feed, remarks, reading);
  }
}

bool ReadPressures(const hl7::Segment& obx, const FeedOptions& feed, Remarks& remarks,
                   Reading& systolic, Reading& diastolic) {
  const auto value = LastValue(obx, remarks);
  if (!value) return false;
  const auto pair = PairOf(*value, TypeOf(obx));
  if (!pair) {
    if (value->HasValue()) {
      remarks.OfObx(5, "reading.value", "not two numbers with a slash between them");
    }
    return false;
  }
  if (!TakeNumber(obx, pair->first, feed, remarks, systolic)) return false;
  if (!TakeNumber(obx, pair->second, feed, remarks, diastolic)) return false;
  // The lower one first: one of them is wrong, and nobody knows which.
  if (*systolic.value < *diastolic.value) systolic.plausible = diastolic.plausible = false;
  if (!systolic.plausible || !diastolic.plausible) SayImplausible(remarks);
  return true;
}

}  // namespace wardbridge::discharge
