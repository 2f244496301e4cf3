#include "core/discharge/observe.h"

#include <optional>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/clinical/news2.h"
#include "core/discharge/units.h"
#include "core/discharge/vital_codes.h"

namespace wardbridge::discharge {
namespace {

using model::Decimal;
using model::Issue;
using model::Reading;
using model::ReadingStatus;
using model::Vital;

// What the OBX of one OBR share.
struct Order {
  std::string filler;             // OBR-3
  std::optional<Timestamp> time;  // OBR-7, else ORC-9
  std::optional<Timestamp> orc_time;
};

class Reader {
 public:
  Reader(const hl7::Message& message, const FeedOptions& feed, const hl7::ZoneRules& zone,
         Timestamp received, std::int64_t inbox_id)
      : message_(message),
        feed_(feed),
        zone_(zone),
        received_(received),
        inbox_id_(inbox_id),
        sender_(message.Get("MSH", 3).Text() + "|" + message.Get("MSH", 4).Text()),
        stated_(TimeOf(message.Get("MSH", 7))) {}

  Observed Run() {
    for (std::size_t i = 0; i < message_.SegmentCount(); ++i) {
      const hl7::Segment segment = message_.At(i);
      if (segment.Id() == "ORC") {
        order_.orc_time = TimeOf(segment.Field(9));
      } else if (segment.Id() == "OBR") {
        OpenOrder(segment);
      } else if (segment.Id() == "OBX") {
        ++obx_;
        ReadObx(segment);
      }
    }
    return std::move(observed_);
  }

 private:
  [[nodiscard]] std::optional<Timestamp> TimeOf(const hl7::Element& field) const {
    if (!field.HasValue()) return std::nullopt;
    const auto parsed = hl7::ParseDateTime(field, feed_.lenient_dates);
    if (!parsed || !parsed->HasTime()) return std::nullopt;
    return hl7::ToInstant(*parsed, zone_).time;
  }

  void OpenOrder(const hl7::Segment& obr) {
    order_.filler = obr.Field(3).Text();
    order_.time = TimeOf(obr.Field(7));
    if (!order_.time) order_.time = order_.orc_time;
    order_.orc_time.reset();
  }

  void Warn(std::size_t field, std::string code, std::string text) {
    observed_.warnings.push_back({Issue::Severity::kWarning, std::move(code),
                                  "OBX[" + std::to_string(obx_) + "]-" + std::to_string(field),
                                  std::move(text), ""});
  }

  void ReadObx(const hl7::Segment& obx) {
    const auto code = VitalOf(obx.Field(3), feed_);
    if (!code) return;
    std::optional<Timestamp> time = TimeOf(obx.Field(14));
    if (!time) time = order_.time;
    if (!time) {
      Warn(14, "reading.no-time", "neither OBX-14 nor OBR-7 nor ORC-9 holds a time of day");
      return;
    }
    Reading reading;
    reading.source = feed_.name;
    reading.vital = code->vital;
    reading.code = code->snomed;
    reading.time = *time;
    reading.received = received_;
    reading.stated = stated_;
    reading.message = inbox_id_;
    reading.key = KeyOf({sender_, order_.filler, obx.Field(3).Component(1).Text(),
                         obx.Field(4).Text(), std::to_string(time->UnixMs())});
    // A filler number that a supplier uses for a whole stay must not make one set of many days
    // (decision 0008).
    if (!order_.filler.empty()) {
      const Timestamp of_order = order_.time.value_or(*time);
      reading.set = KeyOf({sender_, order_.filler, std::to_string(of_order.UnixMs())});
    }
    const std::string status = UpperAscii(Trim(obx.Field(11).Text()));
    if (!SetStatus(status, reading)) return;
    const bool withdrawn = reading.status == ReadingStatus::kWithdrawn;
    if (!withdrawn && !ReadValue(obx, *code, reading)) return;
    observed_.readings.push_back(std::move(reading));
    observed_.segments.push_back(obx.Index());
  }

  bool SetStatus(const std::string& status, Reading& reading) {
    if (status.empty() || status == "F") {
      reading.status = ReadingStatus::kFinal;
    } else if (status == "C") {
      reading.status = ReadingStatus::kCorrected;
    } else if (status == "P") {
      reading.status = ReadingStatus::kPreliminary;
    } else if (status == "D" || status == "W") {
      reading.status = ReadingStatus::kWithdrawn;
    } else {
      Warn(11, "reading.status", "a status other than F, C, P, D and W is not used");
      return false;
    }
    return true;
  }

  bool ReadValue(const hl7::Segment& obx, const VitalCode& code, Reading& reading) {
    const hl7::Element field = obx.Field(5);
    if (field.presence() == hl7::Presence::kNull) return false;
    if (field.RepetitionCount() > 1) {
      Warn(5, "reading.repetitions", "several values: the last one is used");
    }
    const hl7::Element value = field.Repetition(field.RepetitionCount());
    switch (code.vital) {
      case Vital::kAirOrOxygen:
        return ReadOxygen(value, code, reading);
      case Vital::kConsciousness:
        return ReadConsciousness(value, reading);
      case Vital::kSpo2Scale:
        return ReadScale(value, reading);
      default:
        return ReadNumber(obx, value, reading);
    }
  }

  bool ReadOxygen(const hl7::Element& value, const VitalCode& code, Reading& reading) {
    reading.on_oxygen = code.on_oxygen ? code.on_oxygen : OxygenOf(value);
    if (!reading.on_oxygen) {
      if (value.HasValue()) Warn(5, "reading.answer", "not an answer about air or oxygen");
      return false;
    }
    if (*reading.on_oxygen) reading.flow = Decimal::Parse(value.Text());
    if (reading.code.empty()) reading.code = *reading.on_oxygen ? "371825009" : "722742002";
    return true;
  }

  bool ReadConsciousness(const hl7::Element& value, Reading& reading) {
    if (!value.HasValue()) return false;
    reading.acvpu = AcvpuOf(value, feed_);
    if (!reading.acvpu) Warn(5, "reading.answer", "not an ACVPU answer");
    return reading.acvpu.has_value();
  }

  bool ReadScale(const hl7::Element& value, Reading& reading) {
    if (!value.HasValue()) return false;
    const auto scale = Decimal::Parse(value.Text());
    if (!scale || (*scale != Decimal::FromScaled(1, 0) && *scale != Decimal::FromScaled(2, 0))) {
      Warn(5, "reading.scale", "an SpO2 scale is 1 or 2");
      return false;
    }
    reading.spo2_scale = static_cast<int>(scale->RoundTo(0));
    return true;
  }

  bool ReadNumber(const hl7::Segment& obx, const hl7::Element& value, Reading& reading) {
    const std::string type = UpperAscii(Trim(obx.Field(2).Text()));
    std::optional<Decimal> number;
    if (type == "SN") {
      number = ReadStructured(value, reading);
    } else if (type == "NM" || type == "ST" || type == "TX") {
      number = Decimal::Parse(value.Text());
    }
    if (!number) {
      if (value.HasValue()) Warn(5, "reading.value", "not a number of type NM, SN, ST or TX");
      return false;
    }
    std::string unit = obx.Field(6).Component(1).Text();
    if (unit.empty()) {
      const auto fallback = feed_.default_units.find(reading.vital);
      if (fallback != feed_.default_units.end()) unit = fallback->second;
    }
    const auto converted = Convert(reading.vital, *number, unit, feed_.local_units);
    if (!converted) {
      Warn(6, "reading.unit", "the unit is missing or does not belong to this reading");
      return false;
    }
    reading.value = converted;
    reading.plausible = clinical::IsPlausible(reading.vital, *converted);
    if (!reading.plausible) {
      Warn(5, "reading.implausible", "outside human range: kept, not scored and not sent");
    } else if (!reading.comparator.empty()) {
      Warn(5, "reading.comparator", "only above or below a value: kept, not scored");
    }
    return true;
  }

  // SN: comparator ^ number ^ separator ^ number. Ranges and ratios are no single value.
  static std::optional<Decimal> ReadStructured(const hl7::Element& value, Reading& reading) {
    if (value.Component(3).HasValue()) return std::nullopt;
    const std::string comparator(Trim(value.Component(1).Text()));
    if (comparator == "<" || comparator == ">" || comparator == "<=" || comparator == ">=") {
      reading.comparator = comparator;
    } else if (!comparator.empty() && comparator != "=") {
      return std::nullopt;
    }
    return Decimal::Parse(value.Component(2).Text());
  }

  // All outlive this reader: it lives during one call.
  const hl7::Message& message_;
  const FeedOptions& feed_;
  const hl7::ZoneRules& zone_;
  Timestamp received_;
  std::int64_t inbox_id_;
  // Who sent it, in the message's own words: a feed's name in our configuration may change, and a
  // replay may come by another feed, but ids must not.
  std::string sender_;
  std::optional<Timestamp> stated_;  // MSH-7
  Order order_;
  std::size_t obx_ = 0;
  Observed observed_;
};

}  // namespace

Observed ReadObservations(const hl7::Message& message, const FeedOptions& feed,
                          const hl7::ZoneRules& zone, Timestamp received, std::int64_t inbox_id) {
  return Reader(message, feed, zone, received, inbox_id).Run();
}

}  // namespace wardbridge::discharge
