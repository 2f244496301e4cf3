#include "core/mapping/segments.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace wardbridge::mapping {
namespace {

using std::string_view_literals::operator""sv;

struct SegmentRow {
  std::string_view id;
  std::uint16_t first = 0;  // among kFieldShapes
  std::uint16_t count = 0;
};

#include "core/mapping/segments.inc"

const SegmentRow* FindSegment(std::string_view id) {
  const auto* found = std::lower_bound(
      kSegments.begin(), kSegments.end(), id,
      [](const SegmentRow& row, std::string_view wanted) { return row.id < wanted; });
  return found == kSegments.end() || found->id != id ? nullptr : found;
}

std::string Counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// "PID-3.4.1" as the numbers behind the segment.
std::vector<std::size_t> NumbersOf(std::string_view place) {
  std::vector<std::size_t> numbers;
  for (const std::string_view part : Split(place, '.')) {
    numbers.push_back(static_cast<std::size_t>(ParseDigits(part).value_or(0)));
  }
  return numbers;
}

// The numbers: field, component, subcomponent.
std::string FaultIn(const SegmentRow& segment, const std::vector<std::size_t>& numbers) {
  const std::string field = std::string(segment.id) + "-" + std::to_string(numbers[0]);
  if (numbers[0] > segment.count) {
    const bool open = kShapes[kFieldShapes[segment.first + segment.count - 1U]].empty();
    return open ? std::string()
                : std::string(segment.id) + " has " + Counted(segment.count, "field") +
                      " in HL7 v2, no " + field;
  }
  const std::string_view shape = kShapes[kFieldShapes[segment.first + numbers[0] - 1]];
  if (shape.empty() || numbers.size() < 2) return {};
  const std::vector<std::string_view> components = Split(shape, ' ');
  if (numbers[1] > components.size()) {
    return field + " has " + Counted(components.size(), "component") + " in HL7 v2, no " + field +
           "." + std::to_string(numbers[1]);
  }
  if (numbers.size() < 3 || numbers[1] == 0) return {};
  const auto most = static_cast<std::size_t>(ParseDigits(components[numbers[1] - 1]).value_or(0));
  if (numbers[2] <= most) return {};
  const std::string component = field + "." + std::to_string(numbers[1]);
  return component + " has " + Counted(most, "subcomponent") + " in HL7 v2, no " + component + "." +
         std::to_string(numbers[2]);
}

}  // namespace

bool IsSegmentId(std::string_view id) {
  return id.size() == 3 && (id[0] == 'Z' || FindSegment(id) != nullptr);
}

std::string SuggestSegmentId(std::string_view id) {
  std::vector<std::string> ids;
  for (const SegmentRow& row : kSegments) ids.emplace_back(row.id);
  return Suggestion(id, ids);
}

std::string FieldFault(std::string_view place) {
  const std::size_t hyphen = place.rfind('-');
  if (hyphen == std::string_view::npos || hyphen < 3) return {};
  const SegmentRow* segment = FindSegment(place.substr(hyphen - 3, 3));
  const std::vector<std::size_t> numbers = NumbersOf(place.substr(hyphen + 1));
  return segment == nullptr || numbers[0] == 0 ? std::string() : FaultIn(*segment, numbers);
}

}  // namespace wardbridge::mapping
