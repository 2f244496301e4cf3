#include "core/discharge/test_identity.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/text.h"
#include "core/hl7/identifiers.h"
#include "core/hl7/message.h"
#include "model/nhs_number.h"

namespace wardbridge::discharge {
namespace {

using hl7::Delimiters;
using hl7::Element;
using hl7::Segment;

// One stretch of the message that is replaced. Edits do not overlap.
struct Edit {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::string text;
};

bool Fits(std::string_view pattern, std::string_view value) {
  return pattern == "*" || UpperAscii(Trim(pattern)) == UpperAscii(Trim(value));
}

const TestIdentity* FindRow(const hl7::Message& message, const std::vector<TestIdentity>& rows) {
  const std::string sender = message.Get("MSH", 4).Component(1).Text();
  const std::string control_id = message.Get("MSH", 10).Text();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const TestIdentity& candidate) {
    return Fits(candidate.sender, sender) &&
           (candidate.control_id == "*" || Trim(candidate.control_id) == Trim(control_id));
  });
  return row == rows.end() ? nullptr : &*row;
}

// `text` as a component's content: delimiters become escape sequences, or go where the message has
// no escape.
std::string Escaped(std::string_view text, const Delimiters& delimiters) {
  const std::array<std::pair<char, char>, 5> letters = {{{delimiters.escape, 'E'},
                                                         {delimiters.field, 'F'},
                                                         {delimiters.component, 'S'},
                                                         {delimiters.subcomponent, 'T'},
                                                         {delimiters.repetition, 'R'}}};
  std::string escaped;
  for (const char c : text) {
    const auto* const letter = std::find_if(letters.begin(), letters.end(),
                                            [&](const auto& pair) { return pair.first == c; });
    if (c == '\r' || c == '\n') continue;
    if (letter == letters.end()) {
      escaped.push_back(c);
    } else if (delimiters.escape != '\0') {
      escaped.append({delimiters.escape, letter->second, delimiters.escape});
    }
  }
  return escaped;
}

std::size_t OffsetOf(const hl7::Message& message, std::string_view raw) {
  return static_cast<std::size_t>(raw.data() - message.Bytes().data());
}

Edit Over(const Element& element, std::string text) {
  return {element.Offset(), element.Raw().size(), std::move(text)};
}

// Sets a field of a segment, which may end before it.
Edit SetField(const Segment& segment, std::size_t number, const Delimiters& delimiters,
              std::string text) {
  if (number <= segment.FieldCount()) return Over(segment.Field(number), std::move(text));
  const std::string_view raw = segment.Raw();
  const std::size_t end = OffsetOf(*segment.message(), raw) + raw.size();
  return {end, 0, std::string(number - segment.FieldCount(), delimiters.field) + text};
}

// PID-3 with the number first, and the repetitions that are something else behind it.
std::string Identifiers(const Segment& pid, const Delimiters& delimiters, std::string_view number) {
  std::string text(number);
  text.append(3, delimiters.component).append("NHS");
  text.append(1, delimiters.component).append("NH");
  if (delimiters.repetition == '\0') return text;
  for (const Element& cx : pid.Field(3).Repetitions()) {
    if (!cx.HasValue() || hl7::ClaimsNhsNumber(cx)) continue;
    text.push_back(delimiters.repetition);
    text.append(cx.Raw());
  }
  return text;
}

bool HoldsNhsNumber(const Element& cx) {
  if (!cx.Component(1).HasValue()) return false;
  return hl7::ClaimsNhsNumber(cx) || model::NhsNumber::Parse(cx.Component(1).Text()).has_value();
}

void EditPatient(const Segment& pid, const Delimiters& delimiters, const TestIdentity& row,
                 std::vector<Edit>& edits) {
  edits.push_back(SetField(pid, 3, delimiters, Identifiers(pid, delimiters, row.nhs_number)));
  for (const std::size_t number : {2U, 4U, 19U}) {
    for (const Element& cx : pid.Field(number).Repetitions()) {
      if (HoldsNhsNumber(cx)) edits.push_back(Over(cx.Component(1), row.nhs_number));
    }
  }
}

void EditVisit(const Segment& pv1, const Delimiters& delimiters, const TestIdentity& row,
               std::vector<Edit>& edits) {
  const std::string ward = Escaped(row.ward, delimiters);
  const Element location = pv1.Field(3);
  const Element room = location.Repetition(1).Component(2);
  const std::string with_point(1, delimiters.component);
  if (!location.HasValue()) {
    edits.push_back(SetField(pv1, 3, delimiters, with_point + ward));
  } else if (room.presence() != hl7::Presence::kMissing) {
    edits.push_back(Over(room, ward));
  } else {
    const std::string_view first = location.Repetition(1).Raw();
    edits.push_back({OffsetOf(*pv1.message(), first) + first.size(), 0, with_point + ward});
  }
}

std::string Apply(std::string_view bytes, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t from = 0;
  for (const Edit& edit : edits) {
    out.append(bytes.substr(from, edit.begin - from)).append(edit.text);
    from = edit.begin + edit.length;
  }
  return out.append(bytes.substr(from));
}

}  // namespace

std::string ApplyTestIdentity(std::string_view message, const std::vector<TestIdentity>& rows) {
  const auto parsed = hl7::Message::Parse(std::string(message));
  const TestIdentity* row = parsed ? FindRow(*parsed, rows) : nullptr;
  if (row == nullptr) return std::string(message);
  std::vector<Edit> edits;
  if (!row->nhs_number.empty()) {
    for (const Segment& pid : parsed->All("PID")) {
      EditPatient(pid, parsed->delimiters(), *row, edits);
    }
  }
  if (!row->ward.empty()) {
    for (const Segment& pv1 : parsed->All("PV1")) {
      EditVisit(pv1, parsed->delimiters(), *row, edits);
    }
  }
  return Apply(message, std::move(edits));
}

}  // namespace wardbridge::discharge
