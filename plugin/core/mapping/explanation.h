// Where every part of a Bundle came from, what nobody read, and what wrote nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/phi.h"
#include "core/hl7/view.h"

namespace wardbridge::mapping {

struct CompiledPack;
class Trace;

// A value of a message: its message (inbox id), its place there, its bytes.
struct ExplainedField {
  std::int64_t message = 0;
  std::string place;      // "PID-5[2].1"
  std::size_t begin = 0;  // from the first byte of the message, up to but not including `end`
  std::size_t end = 0;
  Phi<std::string> text;  // as sent
};

// One thing that a line looked at.
struct ExplainedSource {
  enum class Kind : std::uint8_t {
    kField,     // `field`
    kJoined,    // `name`: "stay.end", "reading.value"
    kTable,     // `name` of the table, `row` where its row stands; "": no row
    kResource,  // `name` of the rule of the resource that is referred to
  };
  Kind kind = Kind::kField;
  bool condition = false;  // it only decided whether something is written
  ExplainedField field;
  std::string name;
  std::string row;                    // "tables/sex.csv:3"
  std::vector<std::string> readings;  // keys, of kJoined: those the value is of
  std::string set;                    // key of the observation set, likewise
};

// How a part of the Bundle came to be what it is.
enum class OriginKind : std::uint8_t {
  kFormula,  // of a formula
  kText,     // a text of the pack
  kDefault,  // of `default`
  kRule,     // what holds others, and what every resource has: its type, its id, its profile
};
[[nodiscard]] std::string_view Name(OriginKind kind);  // "formula"

struct Origin {
  std::string pointer;  // RFC 6901; "" is the whole Bundle
  std::string rule;     // "patient.identifier.nhs.value"
  std::string place;    // "mappings/uk-virtual-ward/patient.yaml:12"
  OriginKind kind = OriginKind::kRule;
  std::vector<ExplainedSource> sources;
};

// A value of which no rule wrote anything.
struct UnreadField {
  enum class Reader : std::uint8_t {
    kNobody,
    kRules,    // rules looked at it: it only decided, or could not be used
    kProduct,  // read for the stay, the readings or the document
    kNewer,    // a newer message has the field, or the segments, and that is the one that counts
  };
  ExplainedField field;
  Reader reader = Reader::kNobody;
};
[[nodiscard]] std::string_view Name(UnreadField::Reader reader);  // "nobody"

// A rule that wrote nothing at all.
struct SilentRule {
  std::string rule;
  std::string place;
  std::string reason;     // "nothing in PID-29"
  std::size_t times = 0;  // how often it was tried
};

// Holds patient data: `text` of fields.
struct Explanation {
  std::vector<Origin> origins;      // one for each pointer, in the order of the Bundle
  std::vector<UnreadField> unread;  // in the order of the messages
  std::vector<SilentRule> silent;
};

// Explains a Bundle that was written with `trace` from messages of `view`.
[[nodiscard]] Explanation Explain(const Trace& trace, const CompiledPack& pack,
                                  const hl7::View& view, std::string_view bundle);

// The values of `message` that are in none of `read`, the bytes that were read.
[[nodiscard]] std::vector<ExplainedField> NotIn(
    const std::vector<std::pair<std::size_t, std::size_t>>& read, const hl7::Message& message,
    std::int64_t inbox_id);

}  // namespace wardbridge::mapping
