#include "base/json_spans.h"

#include <cstddef>
#include <optional>

namespace wardbridge {
namespace {

Error Malformed() { return {Code::kMalformed, "json", "not the JSON that was expected"}; }

// Walks over one level of a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  // Takes `wanted` after blanks.
  bool Take(char wanted) {
    SkipBlanks();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] bool AtEnd() {
    SkipBlanks();
    return at_ == text_.size();
  }

  // A string with its quotes.
  std::optional<std::string_view> String() {
    SkipBlanks();
    const std::size_t start = at_;
    if (!SkipString()) return std::nullopt;
    return text_.substr(start, at_ - start);
  }

  // A whole value: a string, a container up to its bracket, or a number or word up to what ends it.
  std::optional<std::string_view> Value() {
    SkipBlanks();
    const std::size_t start = at_;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (!SkipString()) return std::nullopt;
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (c == '}' || c == ']') {
        if (depth == 0) break;
        --depth;
        ++at_;
      } else if (depth > 0 || (c != ',' && !IsBlank(c))) {
        ++at_;
        continue;
      }
      if (depth == 0) break;
    }
    if (depth > 0 || at_ == start) return std::nullopt;
    return text_.substr(start, at_ - start);
  }

 private:
  static bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }

  bool SkipString() {
    if (at_ >= text_.size() || text_[at_] != '"') return false;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '"') {
        at_ = i + 1;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<JsonMember>> MembersOf(std::string_view text) {
  Cursor cursor(text);
  std::vector<JsonMember> members;
  if (!cursor.Take('{')) return Malformed();
  if (!cursor.Take('}')) {
    do {
      const auto key = cursor.String();
      if (!key || !cursor.Take(':')) return Malformed();
      const auto value = cursor.Value();
      if (!value) return Malformed();
      members.push_back({key->substr(1, key->size() - 2), *value});
    } while (cursor.Take(','));
    if (!cursor.Take('}')) return Malformed();
  }
  if (!cursor.AtEnd()) return Malformed();
  return members;
}

Result<std::vector<std::string_view>> ItemsOf(std::string_view text) {
  Cursor cursor(text);
  std::vector<std::string_view> items;
  if (!cursor.Take('[')) return Malformed();
  if (!cursor.Take(']')) {
    do {
      const auto value = cursor.Value();
      if (!value) return Malformed();
      items.push_back(*value);
    } while (cursor.Take(','));
    if (!cursor.Take(']')) return Malformed();
  }
  if (!cursor.AtEnd()) return Malformed();
  return items;
}

std::string_view Find(const std::vector<JsonMember>& members, std::string_view key) {
  for (const JsonMember& member : members) {
    if (member.key == key) return member.value;
  }
  return {};
}

Result<std::string> WithMember(std::string_view text, std::string_view key,
                               std::string_view value) {
  const auto members = MembersOf(text);
  if (!members) return members.error();
  std::string out = "{";
  out.reserve(text.size() + key.size() + value.size() + 8);
  const auto append = [&out](std::string_view name, std::string_view content) {
    if (out.size() > 1) out.push_back(',');
    out.append("\"").append(name).append("\":").append(content);
  };
  if (!value.empty() && Find(*members, key).empty()) append(key, value);
  for (const JsonMember& member : *members) {
    if (member.key != key) {
      append(member.key, member.value);
    } else if (!value.empty()) {
      append(key, value);
    }
  }
  out.push_back('}');
  return out;
}

std::string PointerStep(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

std::string PointerStep(std::size_t index) { return "/" + std::to_string(index); }

namespace {

Result<> AddPlaces(const std::string& pointer, std::string_view value, int depth,
                   std::vector<JsonPlace>& places) {
  constexpr int kDeepest = 200;
  places.push_back({pointer, value});
  if (depth > kDeepest || value.empty()) return {};
  if (value.front() == '{') {
    const auto members = MembersOf(value);
    if (!members) return members.error();
    for (const JsonMember& member : *members) {
      const auto added =
          AddPlaces(pointer + PointerStep(member.key), member.value, depth + 1, places);
      if (!added) return added;
    }
  } else if (value.front() == '[') {
    const auto items = ItemsOf(value);
    if (!items) return items.error();
    for (std::size_t i = 0; i < items->size(); ++i) {
      const auto added = AddPlaces(pointer + PointerStep(i), (*items)[i], depth + 1, places);
      if (!added) return added;
    }
  }
  return {};
}

}  // namespace

Result<std::vector<JsonPlace>> PlacesOf(std::string_view text) {
  std::vector<JsonPlace> places;
  if (auto added = AddPlaces("", text, 0, places); !added) return added.error();
  return places;
}

}  // namespace wardbridge
