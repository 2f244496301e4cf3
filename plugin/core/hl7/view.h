// The merged view of a stay: for each field the newest message that values it, for repeating
// segments the newest message that has them as a group (spec/adt-life-cycle section 3;
// mapping-language "what a path reads").
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/hl7/message.h"

namespace wardbridge::hl7 {

// One message of the view. `message` is shared because views are made again and again from the same
// messages.
struct ViewPart {
  std::shared_ptr<const Message> message;
  std::string trigger;        // "A03"
  std::int64_t inbox_id = 0;  // origin, for explanations
  std::string feed;
  bool of_visit_only = false;  // what it says of the person is not used: PID, PD1, NK1 and the like
};

// Owns shares of its messages. Never changes after it is made: thread-safe.
class View {
 public:
  // `parts` in the order their content counts: oldest version first.
  explicit View(std::vector<ViewPart> parts);

  // The field of a single segment (PID, PV1, PV2, PD1, EVN, MSH, any Z segment and the rest that do
  // not repeat): from the newest part where it is kValue or kNull; kMissing when none. A null that
  // is newest wins ("delete").
  [[nodiscard]] Element Field(std::string_view segment, std::size_t field) const;
  // The same, of a segment that is known not to repeat.
  [[nodiscard]] Element SingleField(std::string_view segment, std::size_t field) const;

  // All segments of a repeating id (NK1, AL1, DG1, PR1, OBX, OBR, NTE, IN1, ROL, GT1) of the newest
  // part that has any.
  [[nodiscard]] std::vector<Segment> Group(std::string_view segment) const;
  [[nodiscard]] static bool IsRepeating(std::string_view segment);

  // The newest message of a trigger ("A03"), or null.
  [[nodiscard]] const Message* Event(std::string_view trigger) const;

  [[nodiscard]] const std::vector<ViewPart>& parts() const { return parts_; }
  // The part an element of this view came from, or null.
  [[nodiscard]] const ViewPart* OriginOf(const Element& element) const;

 private:
  std::vector<ViewPart> parts_;
};

}  // namespace wardbridge::hl7
