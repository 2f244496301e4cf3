#include "edge/channel/operation_outcome.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace wardbridge::channel {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestBody = 256U << 10U;
constexpr std::size_t kMostIssues = 20;
constexpr std::size_t kMostShown = 5;
constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kLongestPlace = 200;
constexpr int kMostDigits = 3;  // between letters: an index, never a number or date of a person

constexpr std::array<std::string_view, 4> kSeverities = {"fatal", "error", "warning",
                                                         "information"};
constexpr std::array<std::string_view, 6> kTransient = {"transient", "lock-error", "timeout",
                                                        "throttled", "incomplete", "exception"};
constexpr std::array<std::string_view, 10> kPermanent = {
    "invalid",       "structure",     "required",  "value",    "invariant",
    "not-supported", "business-rule", "duplicate", "security", "forbidden"};

template <std::size_t N>
bool IsAmong(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether `text` is made of letters, `others` and few digits between two letters only: no number of
// a person fits, in groups ("943-476-591-9") as little as in one.
bool IsPlain(std::string_view text, std::string_view others, std::size_t longest) {
  if (text.empty() || text.size() > longest) return false;
  int digits = 0;
  for (const char c : text) {
    if (IsLetter(c)) digits = 0;
    if (IsDigit(c) && ++digits > kMostDigits) return false;
    if (!IsLetterOrDigit(c) && others.find(c) == std::string_view::npos) return false;
  }
  return true;
}

std::string StringAt(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The first of `list` that may be shown.
std::string PlaceIn(const json& issue, const char* key) {
  const auto list = issue.find(key);
  if (list == issue.end() || !list->is_array()) return "";
  for (const json& item : *list) {
    if (!item.is_string()) continue;
    const auto& text = item.get_ref<const std::string&>();
    if (IsPlain(text, "._[]()/:-", kLongestPlace)) return text;
  }
  return "";
}

std::string DetailOf(const json& issue) {
  const auto details = issue.find("details");
  if (details == issue.end() || !details->is_object()) return "";
  const auto codings = details->find("coding");
  if (codings == details->end() || !codings->is_array()) return "";
  for (const json& coding : *codings) {
    if (!coding.is_object()) continue;
    std::string code = StringAt(coding, "code");
    if (IsPlain(code, "_-", kLongestWord)) return code;
  }
  return "";
}

OutcomeIssue ReadIssue(const json& issue) {
  OutcomeIssue read;
  read.severity = StringAt(issue, "severity");
  if (!IsAmong(kSeverities, read.severity)) read.severity = "error";
  read.code = StringAt(issue, "code");
  if (!IsPlain(read.code, "-", kLongestWord)) read.code = "unknown";
  read.place = PlaceIn(issue, "expression");
  if (read.place.empty()) read.place = PlaceIn(issue, "location");
  read.detail = DetailOf(issue);
  return read;
}

bool IsError(const OutcomeIssue& issue) {
  return issue.severity == "fatal" || issue.severity == "error";
}

}  // namespace

bool OperationOutcome::HasError() const {
  return std::any_of(issues.begin(), issues.end(), IsError);
}

Leaning OperationOutcome::Leans(int status) const {
  Leaning leaning = Leaning::kNone;
  for (const OutcomeIssue& issue : issues) {
    if (!IsError(issue)) continue;
    if (IsAmong(kPermanent, issue.code)) return Leaning::kPermanent;
    const bool counts = issue.code != "exception" || status >= 500;
    if (counts && IsAmong(kTransient, issue.code)) leaning = Leaning::kTransient;
  }
  return leaning;
}

std::string OperationOutcome::Text() const {
  std::string text;
  std::size_t shown = 0;
  for (const OutcomeIssue& issue : issues) {
    if (shown++ == kMostShown) break;
    if (!text.empty()) text += "; ";
    text += issue.severity + " " + issue.code;
    if (!issue.place.empty()) text += " at " + issue.place;
    if (!issue.detail.empty()) text += " (" + issue.detail + ")";
  }
  return text;
}

std::optional<OperationOutcome> ReadOperationOutcome(std::string_view body) {
  if (body.size() > kLongestBody) return std::nullopt;
  const json tree = json::parse(body, nullptr, false);
  if (!tree.is_object() || StringAt(tree, "resourceType") != "OperationOutcome") {
    return std::nullopt;
  }
  OperationOutcome outcome;
  const auto issues = tree.find("issue");
  if (issues == tree.end() || !issues->is_array()) return outcome;
  for (const json& issue : *issues) {
    if (outcome.issues.size() == kMostIssues) break;
    if (issue.is_object()) outcome.issues.push_back(ReadIssue(issue));
  }
  return outcome;
}

}  // namespace wardbridge::channel
