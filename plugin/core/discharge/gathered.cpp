#include "core/discharge/gathered.h"

#include <map>
#include <string>
#include <utility>

namespace wardbridge::discharge {
namespace {

using model::Gathering;
using model::Issue;

// The one of a source that says most: the last that gave everything, else the last.
bool SaysMore(const Gathering& one, const Gathering& other, Timestamp end) {
  const auto rank = [end](const Gathering& gathering) {
    if (!gathering.is_complete) return 0;
    return gathering.until >= end ? 2 : 1;
  };
  if (rank(one) != rank(other)) return rank(one) > rank(other);
  return one.at >= other.at;
}

Issue Note(const char* code, const std::string& source, const std::string& text) {
  return {Issue::Severity::kWarning, code, "monitoring." + source, text, ""};
}

}  // namespace

std::vector<Issue> NotesOf(const std::vector<Gathering>& gatherings, Timestamp end) {
  std::map<std::string, const Gathering*> best;
  for (const Gathering& gathering : gatherings) {
    const Gathering*& known = best[gathering.source];
    if (known == nullptr || SaysMore(gathering, *known, end)) known = &gathering;
  }
  std::vector<Issue> notes;
  for (const auto& [source, gathering] : best) {
    if (gathering->is_complete && gathering->until >= end) {
      if (gathering->code == "fhir.no-patient") {
        notes.push_back(Note("source.no-patient", source,
                             "The source '" + source + "' has no record of the patient."));
      }
    } else if (gathering->is_complete || gathering->resources > 0) {
      notes.push_back(Note("source.partial", source,
                           "Not all readings of the source '" + source +
                               "' could be fetched: some may be missing here."));
    } else {
      notes.push_back(Note(
          "source.missing", source,
          "The source '" + source + "' did not answer: what was measured there is missing here."));
    }
  }
  return notes;
}

}  // namespace wardbridge::discharge
