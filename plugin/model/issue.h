// A fault of the data: something about a message, a stay or a summary that a person may have to
// look at.
#pragma once

#include <string>
#include <vector>

namespace wardbridge::model {

// Never holds a value from a message: `path` names a place ("PV1-45",
// "Bundle.entry[2].resource.period.end"), `text` says in plain English what is wrong there.
struct Issue {
  enum class Severity {
    kInformation,  // worth a line in the record
    kWarning,      // the summary goes out, and says so
    kError,        // the summary is set aside, or the stay waits for a person
  };
  Severity severity = Severity::kWarning;
  std::string code;  // stable, for alert rules: "news2-total", "nhs-number.missing"
  std::string path;
  std::string text;
  std::string rule;  // "mappings/uk-virtual-ward/patient.yaml:12" where a mapping rule raised it;
                     // may be empty

  friend bool operator==(const Issue&, const Issue&) = default;
};

[[nodiscard]] inline bool HasErrors(const std::vector<Issue>& issues) {
  for (const Issue& issue : issues) {
    if (issue.severity == Issue::Severity::kError) return true;
  }
  return false;
}

// Their codes in one line for people: "nhs-number.missing, date.malformed".
[[nodiscard]] inline std::string CodesOf(const std::vector<Issue>& issues) {
  std::string text;
  for (const Issue& issue : issues) text += (text.empty() ? "" : ", ") + issue.code;
  return text;
}

}  // namespace wardbridge::model
