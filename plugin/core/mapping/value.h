// What a formula gives while a program runs, and what the compiler knows about it before.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <boost/container/small_vector.hpp>

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

// A value: what kind it is, its place in a list, and what that kind holds; whoever asks for what
// another kind holds is wrong (an assert). Small, because values are made and copied all the time.
// Views and pointers are into the inputs of the run, the compiled program or the run's arena, which
// all outlive it.
struct Value {
  Kind kind = Kind::kMissing;
  std::uint32_t ordinal = 0;  // of an item of a list: its place there, from 0

  Value() : integer_(0) {}

  [[nodiscard]] bool IsPresent() const { return kind > Kind::kFailed; }

  [[nodiscard]] std::string_view text() const {
    assert(kind == Kind::kText || kind == Kind::kNumber || kind == Kind::kBytes ||
           (kind >= Kind::kDate && kind <= Kind::kInstant));
    return text_;
  }
  [[nodiscard]] std::int64_t integer() const {
    assert(kind == Kind::kInteger || kind == Kind::kBoolean || kind == Kind::kTime);
    return integer_;
  }
  [[nodiscard]] const hl7::Element& element() const {
    assert(kind == Kind::kElement);
    return element_;
  }
  [[nodiscard]] const hl7::Segment& segment() const {
    assert(kind == Kind::kSegment);
    return segment_;
  }
  [[nodiscard]] const Row& row() const {
    assert(kind == Kind::kRow);
    return *row_;
  }
  [[nodiscard]] const model::Reading& reading() const {
    assert(kind == Kind::kReading);
    return *reading_;
  }
  // Of a total; of a score, the set it is of.
  [[nodiscard]] const model::ObservationSet& set() const {
    assert(kind == Kind::kTotal || kind == Kind::kScore);
    return *scored_.set;
  }
  [[nodiscard]] const model::SubScore& score() const {
    assert(kind == Kind::kScore);
    return *scored_.score;
  }

  [[nodiscard]] static Value Failed() { return {Kind::kFailed, 0}; }
  [[nodiscard]] static Value Null() { return {Kind::kNull, 0}; }
  // Text of `kind`; an empty one is missing.
  [[nodiscard]] static Value Text(std::string_view text, Kind kind = Kind::kText) {
    return text.empty() ? Value() : Value(kind, text);
  }
  [[nodiscard]] static Value Integer(std::int64_t number, Kind kind = Kind::kInteger) {
    return {kind, number};
  }
  [[nodiscard]] static Value Boolean(bool truth) { return Integer(truth ? 1 : 0, Kind::kBoolean); }
  [[nodiscard]] static Value Of(const hl7::Element& element, std::size_t ordinal = 0) {
    const hl7::Presence presence = element.presence();
    Value value = presence == hl7::Presence::kValue  ? Value(element)
                  : presence == hl7::Presence::kNull ? Null()
                                                     : Value();
    value.ordinal = static_cast<std::uint32_t>(ordinal);
    return value;
  }
  [[nodiscard]] static Value Of(const hl7::Segment& segment) {
    return segment ? Value(segment) : Value();
  }
  // A row that gives no code is missing.
  [[nodiscard]] static Value Of(const Row& row) {
    return row.target.empty() ? Value() : Value(row);
  }
  [[nodiscard]] static Value Of(const model::Reading& reading, std::size_t ordinal) {
    return {reading, ordinal};
  }
  [[nodiscard]] static Value OfTotal(const model::ObservationSet& set, std::size_t ordinal) {
    return {Kind::kTotal, {&set, nullptr}, ordinal};
  }
  [[nodiscard]] static Value OfScore(const model::ObservationSet& set, const model::SubScore& score,
                                     std::size_t ordinal) {
    return {Kind::kScore, {&set, &score}, ordinal};
  }

 private:
  struct Scored {
    const model::ObservationSet* set;
    const model::SubScore* score;  // null of a total
  };

  Value(Kind of, std::int64_t number) : kind(of), integer_(number) {}
  Value(Kind of, std::string_view text) : kind(of), text_(text) {}
  explicit Value(const hl7::Element& element) : kind(Kind::kElement), element_(element) {}
  explicit Value(const hl7::Segment& segment)
      : kind(Kind::kSegment),
        ordinal(static_cast<std::uint32_t>(segment.Index())),
        segment_(segment) {}
  explicit Value(const Row& row) : kind(Kind::kRow), row_(&row) {}
  Value(const model::Reading& reading, std::size_t place)
      : kind(Kind::kReading), ordinal(static_cast<std::uint32_t>(place)), reading_(&reading) {}
  Value(Kind of, Scored scored, std::size_t place)
      : kind(of), ordinal(static_cast<std::uint32_t>(place)), scored_(scored) {}

  union {
    std::int64_t integer_;
    std::string_view text_;
    hl7::Element element_;
    hl7::Segment segment_;
    const Row* row_;
    const model::Reading* reading_;
    Scored scored_;
  };
};
static_assert(std::is_trivially_copyable_v<Value>);

// The items of a list: mostly the one or two repetitions of a field, which take no memory of their
// own.
using Values = boost::container::small_vector<Value, 4>;

}  // namespace wardbridge::mapping
