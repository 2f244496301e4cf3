#include "core/mapping/run.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "base/base64.h"
#include "base/digest.h"

namespace wardbridge::mapping {

void Expression::Each(Run& run, Values& items) const {
  const Value value = Evaluate(run);
  if (value.IsPresent()) items.push_back(value);
}

Outcome OutcomeOf(const Value& value) {
  if (value.kind == Kind::kNull) return Outcome::kNull;
  return value.kind == Kind::kFailed ? Outcome::kFailed : Outcome::kMissing;
}

bool Run::IsExhausted(std::size_t written_bytes) {
  constexpr std::size_t kMostItems = 2'000'000;
  constexpr std::size_t kMostBytes = 256U << 20U;
  if (exhausted_ || (items_ <= kMostItems && written_bytes <= kMostBytes)) return exhausted_;
  exhausted_ = true;
  Raise(Policy::kError, "mapping.limit", {}, "too much to go through or to write for one Bundle");
  return true;
}

Run::OuterScope::OuterScope(Run& run, int levels)
    : run_(run),
      innermost_(run.innermost_),
      item_(run.item),
      reading_(run.reading),
      total_(run.total),
      score_(run.score) {
  for (int i = 0; i < levels && run.innermost_ != nullptr; ++i) {
    const ItemScope& scope = *run.innermost_;
    run.item = scope.item_;
    run.reading = scope.reading_;
    run.total = scope.total_;
    run.score = scope.score_;
    run.innermost_ = scope.outer_;
  }
}

Run::OuterScope::~OuterScope() {
  run_.innermost_ = innermost_;
  run_.item = item_;
  run_.reading = reading_;
  run_.total = total_;
  run_.score = score_;
}

std::string_view Run::DateTimeOf(Timestamp time) {
  if (last_time_ != time) {
    last_time_ = time;
    last_time_text_ = arena.Keep(FormatDateTime(time, zone));
  }
  return last_time_text_;
}

std::string_view Run::Uuid5Of(std::string_view name) {
  IdBook::Entry& entry = ids_.At(name);
  if (entry.id.empty()) {
    entry.name = name;
    char* const id = arena.Take(kUuidTextSize);
    WriteUuid5(name, std::span<char, kUuidTextSize>(id, kUuidTextSize));
    entry.id = {id, kUuidTextSize};
  }
  return entry.id;
}

std::string_view Run::MakeText(const Value& value) {
  switch (value.kind) {
    case Kind::kText:
    case Kind::kNumber:
    case Kind::kDate:
    case Kind::kDateTime:
    case Kind::kInstant:
      return value.text();
    case Kind::kInteger: {
      std::array<char, 24> digits{};
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.integer());
      return arena.Keep({digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
    }
    case Kind::kBoolean:
      return value.integer() != 0 ? "true" : "false";
    case Kind::kTime:
      return DateTimeOf(Timestamp::FromUnixMs(value.integer()));
    case Kind::kBytes:
      return arena.Keep(Base64(value.text()));
    case Kind::kElement:
      return TextOf(value.element());
    case Kind::kRow:
      return value.row().target;
    default:
      return {};
  }
}

std::string_view Run::TextOf(const hl7::Element& element) {
  const std::optional<std::string_view> plain = element.PlainText();
  return plain ? *plain : arena.Keep(element.Text());
}

Value Run::Fail(std::string_view code, std::string_view place, std::string_view what) {
  Raise(policy_, code, place, what);
  return Value::Failed();
}

void Run::Raise(Policy policy, std::string_view code, std::string_view place,
                std::string_view what) {
  if (policy == Policy::kOmit) return;
  model::Issue issue;
  issue.severity =
      policy == Policy::kError ? model::Issue::Severity::kError : model::Issue::Severity::kWarning;
  issue.code = code;
  issue.path = place;
  if (rule_ != nullptr) {
    if (issue.path.empty()) issue.path = rule_->name;
    issue.text = rule_->name + ": ";
    issue.rule = rule_->place;
  }
  issue.text += what;
  std::vector<model::Issue>& issues = output_.issues;
  if (std::find(issues.begin(), issues.end(), issue) == issues.end()) {
    issues.push_back(std::move(issue));
  }
}

void Run::NoteUnmapped(const std::string& table, std::string_view code) {
  model::UnmappedCode unmapped{table, std::string(code)};
  std::vector<model::UnmappedCode>& noted = output_.unmapped;
  if (std::find(noted.begin(), noted.end(), unmapped) == noted.end()) {
    noted.push_back(std::move(unmapped));
  }
}

}  // namespace wardbridge::mapping
