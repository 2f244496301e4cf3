// What a formula gives while a program runs, and what the compiler knows about it before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/hl7/message.h"
#include "core/mapping/table.h"
#include "model/reading.h"
#include "model/score.h"

namespace wardbridge::mapping {

// What kind of thing a formula is about, known when it is compiled.
enum class Type : std::uint8_t {
  kText,     // any scalar: text, number, date, time
  kBoolean,  // true or false
  kElement,  // a field, a repetition, a component of a message
  kSegment,
  kRow,      // of a table
  kReading,  // model::Reading
  kTotal,    // model::ObservationSet that has a total
  kScore,    // model::SubScore
};

enum class Kind : std::uint8_t {
  kMissing,  // absent or empty: keep what you have
  kNull,     // "": delete
  kFailed,   // there was something, but it could not be understood; an Issue may have been raised
  kText,
  kNumber,  // `text` is a legal JSON number
  kInteger,
  kBoolean,
  kDate,      // `text` is a FHIR date
  kDateTime,  // `text` is a FHIR dateTime
  kInstant,   // `text` is a FHIR instant
  kTime,      // `integer` is milliseconds since 1970; written as a dateTime with the pack's zone
  kBytes,     // `text` is bytes, written as base64
  kElement,
  kSegment,
  kRow,
  kReading,
  kTotal,
  kScore,
};

// A value. Views and pointers are into the inputs of the run, the compiled program or the run's
// arena, which all outlive it.
struct Value {
  Kind kind = Kind::kMissing;
  std::uint32_t ordinal = 0;  // of an item of a list: its place there, from 0
  std::int64_t integer = 0;
  std::string_view text;
  hl7::Element element;
  hl7::Segment segment;
  const Row* row = nullptr;
  const model::Reading* reading = nullptr;
  const model::ObservationSet* set = nullptr;  // of a total; of a score, the set it is of
  const model::SubScore* score = nullptr;

  [[nodiscard]] bool IsPresent() const { return kind > Kind::kFailed; }

  [[nodiscard]] static Value Failed() {
    Value value;
    value.kind = Kind::kFailed;
    return value;
  }
  // Text of `kind`; an empty one is missing.
  [[nodiscard]] static Value Text(std::string_view text, Kind kind = Kind::kText) {
    Value value;
    if (text.empty()) return value;
    value.kind = kind;
    value.text = text;
    return value;
  }
  [[nodiscard]] static Value Integer(std::int64_t number, Kind kind = Kind::kInteger) {
    Value value;
    value.kind = kind;
    value.integer = number;
    return value;
  }
  [[nodiscard]] static Value Boolean(bool truth) { return Integer(truth ? 1 : 0, Kind::kBoolean); }
  [[nodiscard]] static Value Of(const hl7::Element& element, std::size_t ordinal = 0) {
    Value value;
    value.ordinal = static_cast<std::uint32_t>(ordinal);
    const hl7::Presence presence = element.presence();
    if (presence == hl7::Presence::kNull) value.kind = Kind::kNull;
    if (presence != hl7::Presence::kValue) return value;
    value.kind = Kind::kElement;
    value.element = element;
    return value;
  }
  [[nodiscard]] static Value Of(const hl7::Segment& segment) {
    Value value;
    if (!segment) return value;
    value.kind = Kind::kSegment;
    value.segment = segment;
    value.ordinal = static_cast<std::uint32_t>(segment.Index());
    return value;
  }
};

// The items of a list.
using Values = std::vector<Value>;

}  // namespace wardbridge::mapping
