// Where the members of a JSON text stand, for changing one of them and leaving every other byte as
// it is (numbers keep their digits). No tree is built and nothing is decoded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wardbridge {

// One member of an object. Views of the text that was read.
struct JsonMember {
  std::string_view key;    // as it stands between its quotes, escapes not decoded
  std::string_view value;  // from its first to its last character
};

// The members of the object `text` is (RFC 8259; blanks around it may be there), in their order.
// Errors: kMalformed when it is no object, or ends inside of one. What stands inside the values is
// only searched for its end: callers pass text that was made or checked elsewhere.
[[nodiscard]] Result<std::vector<JsonMember>> MembersOf(std::string_view text);

// The values of the array `text` is. Errors as above.
[[nodiscard]] Result<std::vector<std::string_view>> ItemsOf(std::string_view text);

// The value of the member `key`, "" when it is not there.
[[nodiscard]] std::string_view Find(const std::vector<JsonMember>& members, std::string_view key);

// The step of a JSON pointer to a member or an item (RFC 6901 section 3): "/name".
[[nodiscard]] std::string PointerStep(std::string_view key);
[[nodiscard]] std::string PointerStep(std::size_t index);

// A value and where it stands in its document.
struct JsonPlace {
  std::string pointer;     // RFC 6901; "" is the whole
  std::string_view value;  // a view of the text that was read
};
// Every value of `text`, each before those within it; 200 levels deep. Errors as MembersOf.
[[nodiscard]] Result<std::vector<JsonPlace>> PlacesOf(std::string_view text);

// The object `text` with the member `key` holding `value` (JSON text), or without that member when
// `value` is "". A new member is put first. Errors as MembersOf.
[[nodiscard]] Result<std::string> WithMember(std::string_view text, std::string_view key,
                                             std::string_view value);

// The array `text` with each item as `change(item)` makes it, a Result<std::string>. Errors as
// above, and those of `change`.
template <typename Change>
[[nodiscard]] Result<std::string> EachItem(std::string_view text, Change change) {
  const auto items = ItemsOf(text);
  if (!items) return items.error();
  std::string out = "[";
  out.reserve(text.size() + 64);
  for (const std::string_view item : *items) {
    const Result<std::string> changed = change(item);
    if (!changed) return changed.error();
    if (out.size() > 1) out.push_back(',');
    out.append(*changed);
  }
  out.push_back(']');
  return out;
}

// The object `text` with its member `key` as `change(value)` makes it; as it is without that
// member.
template <typename Change>
[[nodiscard]] Result<std::string> InMember(std::string_view text, std::string_view key,
                                           Change change) {
  const auto members = MembersOf(text);
  if (!members) return members.error();
  const std::string_view value = Find(*members, key);
  if (value.empty()) return std::string(text);
  const Result<std::string> changed = change(value);
  if (!changed) return changed.error();
  return WithMember(text, key, *changed);
}

}  // namespace wardbridge
