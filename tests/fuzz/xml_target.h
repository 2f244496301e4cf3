// What must hold of ToXml and ToJson on any input: what one of them takes the other takes back, and
// it is the same resource. Used by the fuzzer and by a plain test over its seeds.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "core/fhir/node.h"
#include "core/fhir/xml.h"

namespace wardbridge::fhir::fuzz {

// Ends the run with the property's own words.
inline void Must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

// Not there, null, or a list of such: JSON pads the lists of values and of extensions with null.
inline bool IsNothing(const Node& node) {
  if (node.IsArray()) {
    const auto items = node.Items();
    return std::all_of(items.begin(), items.end(), IsNothing);
  }
  return !node.IsObject() && !node.IsString() && !node.IsNumber() && !node.IsBoolean();
}

// The same values in any order of keys; narratives may be written otherwise.
inline bool IsSame(const Node& a, const Node& b) {
  if (IsNothing(a) || IsNothing(b)) return IsNothing(a) && IsNothing(b);
  if (a.IsObject() && b.IsObject()) {
    std::set<std::string> keys;
    for (const Node& node : {a, b}) {
      for (const std::string& key : node.Keys()) keys.insert(key);
    }
    return std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
      const bool is_narrative = key == "div" && a[key].IsString() && b[key].IsString();
      return is_narrative || IsSame(a[key], b[key]);
    });
  }
  if (a.IsArray() && b.IsArray()) {
    const std::size_t size = std::max(a.Size(), b.Size());
    for (std::size_t i = 0; i < size; ++i) {
      if (!IsSame(a.At(i), b.At(i))) return false;
    }
    return true;
  }
  return a.IsString() == b.IsString() && a.View() == b.View() && a.NumberText() == b.NumberText() &&
         a.Boolean() == b.Boolean();
}

// A place is a path of names, or line and column; what is wrong is said in words of ours.
inline void LookAtError(const Error& error) {
  constexpr std::size_t kLongest = 8'192;
  constexpr std::string_view kPlace =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/[]?, ";
  Must(error.code == Code::kMalformed || error.code == Code::kUnsupported,
       "a refusal says malformed or unsupported");
  Must(error.where.find_first_not_of(kPlace) == std::string::npos, "a place holds names only");
  Must(error.where.size() < kLongest && !error.detail.empty(),
       "a refusal is short and has a reason");
}

// True when the input is a resource, in XML or in JSON.
inline bool RunXml(std::string_view input) {
  const auto json = ToJson(input);
  if (json) {
    const auto xml = ToXml(*json);
    Must(xml.has_value(), "what was made of XML can be made XML again");
    const auto again = ToJson(*xml);
    Must(again.has_value() && *again == *json, "and is the same JSON then, byte for byte");
  } else {
    LookAtError(json.error());
  }
  const auto xml = ToXml(input);
  if (xml) {
    const auto back = ToJson(*xml);
    Must(back.has_value(), "what was made of JSON can be made JSON again");
    const auto before = Node::Parse(input);
    const auto after = Node::Parse(*back);
    Must(before && after && IsSame(*before, *after), "and says the same then");
    const auto again = ToXml(*back);
    Must(again.has_value() && *again == *xml, "and is the same XML, byte for byte");
  } else {
    LookAtError(xml.error());
  }
  return json.has_value() || xml.has_value();
}

}  // namespace wardbridge::fhir::fuzz
