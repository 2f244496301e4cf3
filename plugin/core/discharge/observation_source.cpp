#include "core/discharge/observation_source.h"

#include <utility>

#include "base/digest.h"
#include "base/text.h"

namespace wardbridge::discharge {

using model::ReadingStatus;

ObservationSource::ObservationSource(const hl7::Message& of, const FeedOptions& by,
                                     const hl7::ZoneRules& zone, Timestamp at, std::int64_t id)
    : message(of),
      feed(by),
      received(at),
      inbox_id(id),
      sender(of.Get("MSH", 3).Text() + "|" + of.Get("MSH", 4).Text()),
      zone_(zone) {
  stated = TimeOf(of.Get("MSH", 7));
}

std::optional<Timestamp> ObservationSource::TimeOf(const hl7::Element& field) const {
  if (!field.HasValue()) return std::nullopt;
  const auto parsed = hl7::ParseDateTime(field, feed.lenient_dates);
  if (!parsed || !parsed->HasTime()) return std::nullopt;
  return hl7::ToInstant(*parsed, zone_).time;
}

std::optional<Timestamp> ObservationSource::TimeOf(const hl7::Segment& obx,
                                                   const Order& order) const {
  const std::optional<Timestamp> own = TimeOf(obx.Field(14));
  return own ? own : order.time;
}

std::string ObservationSource::KeyOfObx(const hl7::Segment& obx, const Order& order, Timestamp time,
                                        const std::string& part) const {
  const std::string code = obx.Field(3).Component(1).Text();
  const std::string sub_id = obx.Field(4).Text();
  const std::string at = std::to_string(time.UnixMs());
  if (part.empty()) return KeyOf({sender, order.filler, code, sub_id, at});
  return KeyOf({sender, order.filler, code, sub_id, at, part});
}

void Remarks::OfObx(std::size_t field, std::string code, std::string text) {
  Of("OBX[" + std::to_string(obx_) + "]-" + std::to_string(field), std::move(code),
     std::move(text));
}

void Remarks::Of(std::string path, std::string code, std::string text) {
  issues_.push_back(
      {model::Issue::Severity::kWarning, std::move(code), std::move(path), std::move(text), ""});
}

std::optional<ReadingStatus> StatusOf(const hl7::Segment& obx, Remarks& remarks) {
  const std::string status = UpperAscii(Trim(obx.Field(11).Text()));
  if (status.empty() || status == "F") return ReadingStatus::kFinal;
  if (status == "C") return ReadingStatus::kCorrected;
  if (status == "P") return ReadingStatus::kPreliminary;
  if (status == "D" || status == "W") return ReadingStatus::kWithdrawn;
  remarks.OfObx(11, "reading.status", "a status other than F, C, P, D and W is not used");
  return std::nullopt;
}

}  // namespace wardbridge::discharge
