// What must hold of the verdict on any answer of a FHIR server, and the form in which the fuzzer
// writes an answer. Used by the fuzzer and by a plain test over its seeds.
//
//   input    = question LF status line { header LF } LF body
//   question = "create" | "update" | "find" | "transaction", with " cut" when the body was cut
//
// Whatever is not of this form still makes an answer: every input does.
#pragma once

#include <cstdlib>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "edge/channel/fhir_answer.h"

namespace wardbridge::channel::fuzz {

inline constexpr const char* kRequestId = "0f8fad5b-d9cb-469f-a165-70867728950e";
// 6 November 1994, 08:40 GMT: near the date of RFC 9110's examples, so that seeds can say it.
inline constexpr std::int64_t kNowMs = 784'111'200'000;

struct Asked {
  FhirQuestion question = FhirQuestion::kCreate;
  net::HttpAnswer answer;
};

inline std::string_view TakeLine(std::string_view& input) {
  const std::size_t end = input.find('\n');
  const std::string_view line = input.substr(0, end);
  input = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
  return line;
}

inline int StatusOf(std::string_view line) {
  constexpr long long kMost = 1'000;
  if (const auto number = ParseDigits(line.substr(0, 18))) return static_cast<int>(*number % kMost);
  int status = 0;
  for (const char c : line) status = (status * 31 + static_cast<unsigned char>(c)) % kMost;
  return status;
}

inline Asked ReadAsked(std::string_view input) {
  Asked asked;
  const std::string_view question = TakeLine(input);
  if (question.starts_with("update")) asked.question = FhirQuestion::kUpdate;
  if (question.starts_with("find")) asked.question = FhirQuestion::kUpdateByIdentifier;
  if (question.starts_with("transaction")) asked.question = FhirQuestion::kTransaction;
  asked.answer.is_cut = question.ends_with(" cut");
  asked.answer.status = StatusOf(TakeLine(input));
  for (auto line = TakeLine(input); !line.empty(); line = TakeLine(input)) {
    const std::size_t colon = line.find(':');
    const auto value = colon == std::string_view::npos ? "" : Trim(line.substr(colon + 1));
    asked.answer.headers.emplace_back(line.substr(0, colon), value);
  }
  asked.answer.body = input;
  return asked;
}

// Ends the run with the property's own words.
inline void Must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

inline bool IsPrintable(std::string_view text) {
  return text.find_first_not_of(
             " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
             "abcdefghijklmnopqrstuvwxyz{|}~") == std::string_view::npos;
}

// Digits of `text` that no letter separates, so that "943-476-591-9" counts ten.
inline int MostDigits(std::string_view text) {
  int most = 0;
  int digits = 0;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter) digits = 0;
    if (c >= '0' && c <= '9') most = std::max(most, ++digits);
  }
  return most;
}

// docs/decisions/0010: severity, code, a plain path, a plain word; nothing else of the body.
inline void LookAtIssue(const std::string& text) {
  static const std::regex kIssue(
      R"((fatal|error|warning|information) ([A-Za-z0-9-]{1,64}))"
      R"(( at [A-Za-z0-9._\[\]()/:-]{1,200})?( \([A-Za-z0-9_-]{1,64}\))?)");
  std::smatch parts;
  Must(std::regex_match(text, parts, kIssue), "an issue is shown by severity, code, place, word");
  for (std::size_t i = 2; i < parts.size(); ++i) {
    Must(MostDigits(parts[i].str()) <= 3, "no number of a person is shown");
  }
}

// detail = "HTTP " status [ "; " issue { "; " issue } ] "; X-Request-ID " id [ "; " words of ours ]
inline void LookAtDetail(std::string detail, int status) {
  constexpr std::size_t kLongest = 2'048;
  Must(detail.size() <= kLongest, "the detail is bounded");
  Must(IsPrintable(detail), "the detail is printable ASCII");
  const std::string start = "HTTP " + std::to_string(status);
  const std::string end = std::string("; X-Request-ID ") + kRequestId;
  for (const char* ours : {"; the answer is no FHIR JSON",
                           "; the answer does not say that every resource was stored"}) {
    if (detail.ends_with(ours)) detail.resize(detail.size() - std::string_view(ours).size());
  }
  Must(detail.starts_with(start) && detail.ends_with(end), "the detail has status and request id");
  Must(detail.size() >= start.size() + end.size(), "status and request id stand side by side");
  detail = detail.substr(start.size(), detail.size() - start.size() - end.size());
  int issues = 0;
  while (!detail.empty()) {
    Must(detail.starts_with("; "), "issues are separated");
    const std::size_t next = detail.find("; ", 2);
    LookAtIssue(detail.substr(2, next == std::string::npos ? next : next - 2));
    detail.erase(0, next);
    ++issues;
  }
  Must(issues <= 5, "at most five issues are shown");
}

// Ids of the server's own making, and never one that changes the path it is put into.
inline void LookAtEvidence(const model::Outcome& outcome, FhirQuestion question) {
  static const std::regex kBundle(
      R"(Bundle/([A-Za-z0-9.-]{1,64})(/_history/[A-Za-z0-9.-]{1,64})?)");
  static const std::regex kStored(
      R"([0-9]+ resources(, DocumentReference/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?)?)");
  const std::string& evidence = outcome.evidence;
  const std::string id = BundleIdOf(evidence);
  Must(id != "." && id != "..", "an id is no step in a path");
  if (evidence.empty()) return;
  Must(outcome.kind == model::Outcome::Kind::kDelivered, "only what was delivered has evidence");
  if (question == FhirQuestion::kTransaction) {
    Must(std::regex_match(evidence, kStored), "a transaction's evidence is a count and a place");
  } else {
    std::smatch parts;
    Must(std::regex_match(evidence, parts, kBundle), "a Bundle's evidence is its place");
    Must(parts[1] == id, "the id can be read back");
  }
}

// The table of fhir_answer.h, by kind.
inline void LookAtKind(const Asked& asked, const FhirVerdict& verdict) {
  using Kind = model::Outcome::Kind;
  const int status = asked.answer.status;
  const Kind kind = verdict.outcome.kind;
  const bool is_update = asked.question == FhirQuestion::kUpdate ||
                         asked.question == FhirQuestion::kUpdateByIdentifier;
  const bool is_good = status == 200 || status == 201 || (status == 204 && is_update);
  Must(kind != Kind::kDelivered || is_good, "only 200, 201 and 204 to an update deliver");
  const bool in_doubt = (status > 201 && status < 300 && !is_good) || status < 200 || status >= 600;
  Must(!in_doubt || kind == Kind::kInDoubt, "what nobody knows is in doubt");
  const bool is_held = (status >= 300 && status < 400) || status == 401 || status == 403;
  Must(!is_held || kind == Kind::kConfiguration, "a redirection and a missing right hold");
  const bool is_busy = status == 408 || status == 425 || status == 429 || status == 503;
  Must(!is_busy || kind == Kind::kTransient, "a busy server is asked again");
  const bool is_failure = status >= 400 && status < 600 && !is_held;
  Must(!is_failure || kind == Kind::kTransient || kind == Kind::kPermanent,
       "a refusal is transient or permanent");
  Must((verdict.next == FhirNext::kRenewToken) == (status == 401), "401 alone renews the token");
  Must((verdict.next == FhirNext::kRepeat) == (status == 409 || status == 412),
       "409 and 412 alone are asked once more");
  const bool is_gone = (status == 404 || status == 410) && asked.question == FhirQuestion::kUpdate;
  Must((verdict.next == FhirNext::kAskByIdentifier) == is_gone,
       "an id that is gone is looked for by its identifier");
}

inline void LookAtOutcome(const model::Outcome& outcome) {
  constexpr std::int64_t kDayMs = 86'400'000;
  const bool is_transient = outcome.kind == model::Outcome::Kind::kTransient;
  Must(outcome.code.starts_with("fhir.") && outcome.code.size() < 40, "the code is of the channel");
  if (outcome.retry_after) {
    Must(is_transient, "only what is tried again has a time for it");
    Must(outcome.retry_after->count() > 0 && outcome.retry_after->count() <= kDayMs,
         "the time is within a day");
  }
  Must(!outcome.server_error || is_transient, "a server error is tried again");
}

inline bool IsSame(const FhirVerdict& a, const FhirVerdict& b) {
  return a.next == b.next && a.outcome.kind == b.outcome.kind && a.outcome.code == b.outcome.code &&
         a.outcome.detail == b.outcome.detail && a.outcome.evidence == b.outcome.evidence &&
         a.outcome.retry_after == b.outcome.retry_after &&
         a.outcome.server_error == b.outcome.server_error;
}

// The body with other free text in each issue of an OperationOutcome; nothing when it is none.
inline std::optional<std::string> WithOtherWords(const std::string& body) {
  constexpr std::size_t kLongest = 128U << 10U;
  if (body.size() > kLongest) return std::nullopt;
  auto tree = nlohmann::json::parse(body, nullptr, false);
  if (!tree.is_object()) return std::nullopt;
  const auto issues = tree.find("issue");
  if (issues == tree.end() || !issues->is_array()) return std::nullopt;
  tree["text"] = {{"div", "<div>SPECIMEN, Zaphod 999 000 0018</div>"}};
  for (auto& issue : *issues) {
    if (!issue.is_object()) continue;
    issue["diagnostics"] = "SPECIMEN, Zaphod 999 000 0018";
    const auto details = issue.find("details");
    if (details == issue.end() || !details->is_object()) continue;
    (*details)["text"] = "SPECIMEN, Zaphod 999 000 0018";
    const auto codings = details->find("coding");
    if (codings == details->end() || !codings->is_array()) continue;
    for (auto& coding : *codings) {
      if (coding.is_object()) coding["display"] = "SPECIMEN, Zaphod 999 000 0018";
    }
  }
  return tree.dump();
}

// Judges the answer that the input stands for and holds the verdict against all of the above.
inline FhirVerdict RunAnswer(std::string_view input) {
  Asked asked = ReadAsked(input);
  const Timestamp now = Timestamp::FromUnixMs(kNowMs);
  const FhirVerdict verdict = Judge(asked.question, asked.answer, kRequestId, now);
  LookAtKind(asked, verdict);
  LookAtOutcome(verdict.outcome);
  LookAtDetail(verdict.outcome.detail, asked.answer.status);
  LookAtEvidence(verdict.outcome, asked.question);
  Must(IsSame(verdict, Judge(asked.question, asked.answer, kRequestId, now)),
       "the same answer gets the same verdict");
  if (auto body = WithOtherWords(asked.answer.body)) {
    asked.answer.body = std::move(*body);
    Must(IsSame(verdict, Judge(asked.question, asked.answer, kRequestId, now)),
         "free text changes nothing");
  }
  return verdict;
}

}  // namespace wardbridge::channel::fuzz
