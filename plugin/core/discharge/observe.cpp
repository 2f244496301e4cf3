#include "core/discharge/observe.h"

#include <optional>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/discharge/observation_source.h"
#include "core/discharge/observe_details.h"
#include "core/discharge/observe_value.h"
#include "core/discharge/observe_words.h"
#include "core/discharge/vital_codes.h"

namespace wardbridge::discharge {
namespace {

using model::Reading;
using model::ReadingStatus;
using model::Vital;

// Walks over the segments of one message. Not movable: its parts know each other.
class Reader {
 public:
  explicit Reader(const ObservationSource& source)
      : source_(source),
        remarks_(observed_.warnings),
        words_(source, remarks_, observed_.texts),
        is_result_(UpperAscii(Trim(source.message.Get("MSH", 9).Component(1).Text())) == "ORU") {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Observed Run() {
    for (std::size_t i = 0; i < source_.message.SegmentCount(); ++i) {
      Read(source_.message.At(i));
    }
    return std::move(observed_);
  }

 private:
  void Read(const hl7::Segment& segment) {
    const std::string_view id = segment.Id();
    if (id == "ORC") {
      orc_time_ = source_.TimeOf(segment.Field(9));
    } else if (id == "PID") {
      LeaveObx();
      // Notes of the patient in other messages speak of anything.
      if (is_result_) words_.OpenPatient();
    } else if (id == "OBR") {
      OpenOrder(segment);
    } else if (id == "OBX") {
      remarks_.NextObx();
      LeaveObx();
      words_.Close();
      in_obx_ = true;
      ReadObx(segment);
    } else if (id == "NTE") {
      ReadNote(segment);
    } else if (id == "PRT" && in_obx_) {
      ReadParticipation(segment);
    }
  }

  void LeaveObx() {
    in_obx_ = false;
    text_.reset();
    first_reading_ = observed_.readings.size();
  }

  void OpenOrder(const hl7::Segment& obr) {
    LeaveObx();
    order_.filler = obr.Field(3).Text();
    order_.service = obr.Field(4);
    order_.time = source_.TimeOf(obr.Field(7));
    if (!order_.time) order_.time = orc_time_;
    orc_time_.reset();
    if (is_result_) words_.OpenOrder(order_);
  }

  void ReadObx(const hl7::Segment& obx) {
    if (const auto code = VitalOf(obx.Field(3), source_.feed)) {
      ReadVital(obx, *code);
    } else if (const LocalText* row = TextRowOf(obx.Field(3), source_.feed)) {
      text_ = words_.ReadObx(obx, order_, *row);
    }
  }

  void ReadVital(const hl7::Segment& obx, const VitalCode& code) {
    const std::optional<Timestamp> time = source_.TimeOf(obx, order_);
    if (!time) {
      remarks_.OfObx(14, "reading.no-time",
                     "neither OBX-14 nor OBR-7 nor ORC-9 holds a time of day");
      return;
    }
    const auto status = StatusOf(obx, remarks_);
    if (!status) return;
    Reading reading = Begin(*time, *status);
    ReadFlagAndDevice(obx, reading);
    if (code.is_pressure) {
      ReadPair(obx, std::move(reading));
      return;
    }
    reading.vital = code.vital;
    reading.code = code.snomed;
    reading.key = source_.KeyOfObx(obx, order_, *time);
    if (*status != ReadingStatus::kWithdrawn) {
      if (!ReadValue(obx, code, source_.feed, remarks_, reading)) return;
      ReadLimits(obx, source_.feed, reading);
    }
    Take(obx, std::move(reading));
  }

  // Limits of a pair would not say which of the two they mean.
  void ReadPair(const hl7::Segment& obx, Reading reading) {
    Reading diastolic = reading;
    Reading& systolic = reading;
    systolic.vital = Vital::kSystolic;
    diastolic.vital = Vital::kDiastolic;
    for (Reading* one : {&systolic, &diastolic}) {
      one->code = DefaultSnomed(one->vital);
      one->key = source_.KeyOfObx(obx, order_, one->time, std::string(Name(one->vital)));
    }
    if (reading.status != ReadingStatus::kWithdrawn &&
        !ReadPressures(obx, source_.feed, remarks_, systolic, diastolic)) {
      return;
    }
    Take(obx, std::move(systolic));
    Take(obx, std::move(diastolic));
  }

  [[nodiscard]] Reading Begin(Timestamp time, ReadingStatus status) const {
    Reading reading;
    reading.source = source_.feed.name;
    reading.time = time;
    reading.received = source_.received;
    reading.stated = source_.stated;
    reading.message = source_.inbox_id;
    reading.status = status;
    // A filler number that a supplier uses for a whole stay must not make one set of many days
    // (decision 0008).
    if (!order_.filler.empty()) {
      const Timestamp of_order = order_.time.value_or(time);
      reading.set = KeyOf({source_.sender, order_.filler, std::to_string(of_order.UnixMs())});
    }
    return reading;
  }

  void Take(const hl7::Segment& obx, Reading reading) {
    observed_.readings.push_back(std::move(reading));
    observed_.segments.push_back(obx.Index());
  }

  void ReadNote(const hl7::Segment& nte) {
    if (!in_obx_) {
      words_.ReadNote(nte);
      return;
    }
    const std::string words = WholeText(nte.Field(3));
    if (words.empty()) return;
    if (text_) words_.AddRemark(*text_, words);
    for (std::size_t i = first_reading_; i < observed_.readings.size(); ++i) {
      std::string note = observed_.readings[i].note.Reveal();
      if (!note.empty()) note += '\n';
      note += words;
      observed_.readings[i].note = Phi<std::string>(std::move(note));
    }
  }

  // The device of a reading (PRT-10) and the responsible observer of a text (HL7 table 0912: RO).
  void ReadParticipation(const hl7::Segment& prt) {
    const std::string device = DeviceName(prt.Field(10));
    for (std::size_t i = first_reading_; i < observed_.readings.size(); ++i) {
      if (observed_.readings[i].device.empty()) observed_.readings[i].device = device;
    }
    if (!text_ || UpperAscii(Trim(prt.Field(4).Text())) != "RO") return;
    Phi<std::string>& author = observed_.texts[*text_].author;
    if (author.Reveal().empty()) author = Phi<std::string>(PersonName(prt.Field(5)));
  }

  const ObservationSource& source_;  // outlives this
  Observed observed_;
  Remarks remarks_;
  WordReader words_;
  bool is_result_;
  Order order_;
  std::optional<Timestamp> orc_time_;
  bool in_obx_ = false;
  std::size_t first_reading_ = 0;    // of the OBX in hand
  std::optional<std::size_t> text_;  // of the OBX in hand
};

}  // namespace

Observed ReadObservations(const hl7::Message& message, const FeedOptions& feed,
                          const hl7::ZoneRules& zone, Timestamp received, std::int64_t inbox_id) {
  const ObservationSource source(message, feed, zone, received, inbox_id);
  return Reader(source).Run();
}

}  // namespace wardbridge::discharge
