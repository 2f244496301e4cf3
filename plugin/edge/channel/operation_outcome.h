// What a FHIR server says about a request: OperationOutcome (FHIR R4), as far as it may be shown.
// Inside of edge/channel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge::channel {

// One issue. Free text (diagnostics, details.text) is never read: servers quote what they were sent
// (docs/decisions/0010-words-of-a-fhir-server.md).
struct OutcomeIssue {
  std::string severity;  // "fatal", "error", "warning", "information"
  std::string code;      // "invalid": IssueType
  std::string place;     // of expression or location, when it is a plain path; else ""
  std::string detail;    // details.coding.code, when it is a plain word; else ""
};

// Which way the issue codes point (spec/destinations section 1).
enum class Leaning { kNone, kTransient, kPermanent };

struct OperationOutcome {
  std::vector<OutcomeIssue> issues;

  [[nodiscard]] bool HasError() const;  // severity fatal or error
  // Of the issues with an error: permanent when one is, else transient when one is. "exception"
  // counts as transient with a 5xx only.
  [[nodiscard]] Leaning Leans(int status) const;
  // "error invalid at Patient.birthDate (INVALID_DATE); ...", at most five; "" when there is none.
  [[nodiscard]] std::string Text() const;
};

// Nothing when `body` is no OperationOutcome. Total: any bytes, any size.
[[nodiscard]] std::optional<OperationOutcome> ReadOperationOutcome(std::string_view body);

}  // namespace wardbridge::channel
