// What the readings and words of one message share: who sent it, its order, its clock, and what is
// doubtful about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/options.h"
#include "core/hl7/date_time.h"
#include "core/hl7/message.h"
#include "model/issue.h"
#include "model/reading.h"

namespace wardbridge::discharge {

// What the OBX of one OBR share.
struct Order {
  std::string filler;             // OBR-3
  std::optional<Timestamp> time;  // OBR-7, else ORC-9
  hl7::Element service;           // OBR-4, read where it is needed
};

// One message with the settings of its feed. All references must outlive it: it lives during one
// call.
class ObservationSource {
 public:
  ObservationSource(const hl7::Message& message, const FeedOptions& feed,
                    const hl7::ZoneRules& zone, Timestamp received, std::int64_t inbox_id);

  // A field's time; nothing when it is missing, no date, or without a time of day.
  [[nodiscard]] std::optional<Timestamp> TimeOf(const hl7::Element& field) const;
  // OBX-14, else the order's.
  [[nodiscard]] std::optional<Timestamp> TimeOf(const hl7::Segment& obx, const Order& order) const;

  // What identifies an OBX at its sender: a correction has the same key. `part` tells apart what
  // one OBX says twice.
  [[nodiscard]] std::string KeyOfObx(const hl7::Segment& obx, const Order& order, Timestamp time,
                                     const std::string& part = "") const;

  const hl7::Message& message;
  const FeedOptions& feed;
  Timestamp received;
  std::int64_t inbox_id;
  // Who sent it, in the message's own words: a feed's name in our configuration may change, and a
  // replay may come by another feed, but ids must not.
  std::string sender;
  std::optional<Timestamp> stated;  // MSH-7

 private:
  const hl7::ZoneRules& zone_;
};

// Warnings about the segments of a message: places, never values.
class Remarks {
 public:
  // `issues` must outlive this.
  explicit Remarks(std::vector<model::Issue>& issues) : issues_(issues) {}

  void NextObx() { ++obx_; }
  // About a field of the OBX in hand: "OBX[3]-6".
  void OfObx(std::size_t field, std::string code, std::string text);
  void Of(std::string path, std::string code, std::string text);

 private:
  std::vector<model::Issue>& issues_;
  std::size_t obx_ = 0;
};

// OBX-11; nothing, and a warning, when it is none that is used.
[[nodiscard]] std::optional<model::ReadingStatus> StatusOf(const hl7::Segment& obx,
                                                           Remarks& remarks);

}  // namespace wardbridge::discharge
