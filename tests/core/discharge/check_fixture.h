// The good Bundle of the check's tests, and ways to spoil its text in one place.
#pragma once

#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "core/discharge/check.h"

namespace wardbridge::discharge::fixture {

// Numbers of the entries, as the last digits of their ids; kBundle stands for the Bundle's own
// elements.
enum : int {
  kBundle = 0,
  kPatient = 1,
  kTrust = 2,
  kStay = 3,
  kDocument = 4,
  kTotal = 10,
  kSaturationScore = 12,
  kSystolicScore = 14,
  kPulseScore = 15,
  kConsciousnessScore = 16,
  kSaturation = 22,
  kDiastolic = 24,
  kPulse = 25,
  kAcvpu = 26,
  kWarmth = 27,
  kScale2Score = 31,
  kSaturation2 = 41,
  kOxygen = 42
};

inline std::string ReadAll(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  BOOST_REQUIRE_MESSAGE(file.good(), "cannot read " << path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string Good() {
  return ReadAll(std::string(WARDBRIDGE_SOURCE_DIR) + "/tests/core/discharge/good_summary.json");
}

inline std::string Uuid(int number) {
  std::string digits = std::to_string(number);
  return "00000000-0000-5000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

inline std::string Reference(int number) {
  return R"({"reference":"urn:uuid:)" + Uuid(number) + "\"}";
}

// Where an entry begins and ends in the text.
struct Range {
  std::size_t begin;
  std::size_t end;
};
inline Range RangeOf(const std::string& bundle, int entry) {
  constexpr std::string_view kStart = "\n  {\"fullUrl\":";
  if (entry == kBundle) return {0, bundle.find(kStart)};
  const std::size_t begin = bundle.find(std::string(kStart) + "\"urn:uuid:" + Uuid(entry) + "\"");
  BOOST_REQUIRE_MESSAGE(begin != std::string::npos, "no entry " << entry);
  const std::size_t next = bundle.find(kStart, begin + 1);
  return {begin + 1, next == std::string::npos ? bundle.find("\n ]}") : next};
}

// The first `find` of an entry becomes `with`.
inline std::string Replaced(std::string bundle, int entry, std::string_view find,
                            std::string_view with) {
  const Range range = RangeOf(bundle, entry);
  const std::size_t at = bundle.find(find, range.begin);
  BOOST_REQUIRE_MESSAGE(at < range.end, "entry " << entry << " has no " << find);
  return bundle.replace(at, find.size(), with);
}

// A property, which stands on a line of its own, is taken away.
inline std::string Without(std::string bundle, int entry, const std::string& property) {
  const Range range = RangeOf(bundle, entry);
  const std::string indent = entry == kBundle ? "\n \"" : "\n    \"";
  const std::size_t at = bundle.find(indent + property + "\":", range.begin);
  BOOST_REQUIRE_MESSAGE(at < range.end, "entry " << entry << " has no property " << property);
  const std::size_t end = bundle.find('\n', at + 1);
  if (bundle.compare(end, indent.size(), indent) == 0) return bundle.erase(at, end - at);
  const std::size_t closing = bundle.rfind("}}", end);  // the last one: its entry ends on this line
  return bundle.erase(at - 1, closing - at + 1);
}

// One more entry, at the end.
inline std::string WithEntry(std::string bundle, const std::string& entry) {
  return bundle.insert(bundle.find("\n ]}"), ",\n  " + entry);
}

// The text of an entry, to be changed and added again.
inline std::string EntryText(const std::string& bundle, int entry) {
  const Range range = RangeOf(bundle, entry);
  std::string text = bundle.substr(range.begin, range.end - range.begin);
  if (text.ends_with(',')) text.pop_back();
  return text;
}

// Every Issue is of `rule`, and the first is of that severity at that place.
inline void ExpectOnly(const std::string& bundle, std::string_view rule,
                       model::Issue::Severity severity, std::string_view path) {
  const std::vector<model::Issue> issues = Check(bundle);
  BOOST_REQUIRE_MESSAGE(!issues.empty(), "no Issue");
  for (const model::Issue& issue : issues) {
    BOOST_TEST(issue.code == rule,
               "stray " << issue.code << " at " << issue.path << ": " << issue.text);
  }
  BOOST_TEST(issues.front().path == path);
  BOOST_TEST((issues.front().severity == severity));
}

}  // namespace wardbridge::discharge::fixture
