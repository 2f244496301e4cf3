#include "core/hl7/view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/hl7/message_index.h"

namespace wardbridge::hl7 {

namespace {

// Segments about the person, not about the visit.
bool IsOfPerson(std::string_view segment) {
  constexpr std::array<std::string_view, 7> kOfPerson = {"PID", "PD1", "NK1", "GT1",
                                                         "IN1", "ZU3", "ZU8"};
  return std::find(kOfPerson.begin(), kOfPerson.end(), segment) != kOfPerson.end();
}

bool Speaks(const ViewPart& part, std::string_view segment) {
  return !part.of_visit_only || !IsOfPerson(segment);
}

}  // namespace

View::View(std::vector<ViewPart> parts) : parts_(std::move(parts)) {}

Element View::Field(std::string_view segment, std::size_t field) const {
  if (IsRepeating(segment)) {
    const std::vector<Segment> group = Group(segment);
    return group.empty() ? Element() : group.front().Field(field);
  }
  return SingleField(segment, field);
}

Element View::SingleField(std::string_view segment, std::size_t field) const {
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    if (!Speaks(*part, segment)) continue;
    const Element element = part->message->Get(segment, field);
    const Presence presence = element.presence();
    if (presence == Presence::kValue || presence == Presence::kNull) return element;
  }
  return {};
}

std::vector<Segment> View::Group(std::string_view segment) const {
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    if (!Speaks(*part, segment)) continue;
    std::vector<Segment> group = part->message->All(segment);
    if (!group.empty()) return group;
  }
  return {};
}

bool View::IsRepeating(std::string_view segment) {
  constexpr std::array kRepeating = {PackId("NK1"), PackId("AL1"), PackId("DG1"), PackId("PR1"),
                                     PackId("OBX"), PackId("OBR"), PackId("NTE"), PackId("IN1"),
                                     PackId("ROL"), PackId("GT1")};
  return std::find(kRepeating.begin(), kRepeating.end(), PackId(segment)) != kRepeating.end();
}

const Message* View::Event(std::string_view trigger) const {
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    if (part->trigger == trigger) return part->message.get();
  }
  return nullptr;
}

const ViewPart* View::OriginOf(const Element& element) const {
  const Message* const message = element.message();
  if (message == nullptr) return nullptr;
  for (const ViewPart& part : parts_) {
    if (part.message.get() == message) return &part;
  }
  return nullptr;
}

}  // namespace wardbridge::hl7
