#include "core/mapping/result_type.h"

#include <algorithm>
#include <iterator>

#include "core/mapping/joined.h"

namespace wardbridge::mapping {
namespace {

struct JoinedType {
  std::string_view name;
  std::string_view type;
};

// All others are texts.
constexpr JoinedType kJoined[] = {
    {"stay.start", kMoment},
    {"stay.end", kMoment},
    {"summary.revision", "integer"},
    {"summary.due", kMoment},
    {"document.bytes", "base64Binary"},
    {"document.sha1", "base64Binary"},
    {"document.size", "integer"},
    {"document.created", kMoment},
    {"reading.time", kMoment},
    {"reading.value", "decimal"},
    {"reading.flow", "decimal"},
    {"reading.spo2-scale", "integer"},
    {"total.time", kMoment},
    {"total.value", "integer"},
    {"score.time", kMoment},
    {"score.value", "integer"},
};

}  // namespace

std::string_view TypeOfJoined(const JoinedName& name) {
  if (name.type == Type::kBoolean) return "boolean";
  const auto* found = std::find_if(std::begin(kJoined), std::end(kJoined),
                                   [&](const JoinedType& one) { return one.name == name.name; });
  return found == std::end(kJoined) ? std::string_view("string") : found->type;
}

}  // namespace wardbridge::mapping
