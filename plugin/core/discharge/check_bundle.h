// A Bundle as the rules of the check see it: entries with their paths, references and codings
// collected in one walk, Observations by what they mean. Inside of core/discharge only.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/check_codes.h"
#include "core/fhir/node.h"
#include "model/issue.h"

namespace wardbridge::discharge {

struct CheckedEntry {
  std::size_t index = 0;
  fhir::Node node;  // fullUrl, resource
  fhir::Node resource;
  std::string type;
  std::string path;  // "Bundle.entry[2].resource"
};

// A `reference` somewhere inside an entry.
struct CheckedLink {
  std::size_t from = 0;           // entry
  std::optional<std::size_t> to;  // the one entry with that fullUrl
  std::string path;               // "Bundle.entry[2].resource.subject.reference"
  std::string element;            // "Encounter.subject"
};

// A pair of system and code somewhere in the Bundle.
struct CheckedCode {
  std::string_view system;
  std::string_view code;
  std::string path;     // of the code
  std::string element;  // of the pair, without indexes: "Observation.valueQuantity"
};

struct CheckedObservation {
  const CheckedEntry* entry = nullptr;
  const CodeMeaning* meaning = nullptr;  // null: not on the allow-list
  std::optional<Timestamp> time;
  std::vector<std::size_t>
      members;  // observations (positions in Observations()) that hasMember leads to
  std::vector<std::size_t> sources;  // that derivedFrom leads to
  [[nodiscard]] bool Is(CodeMeaning::Level level) const {
    return meaning && meaning->level == level;
  }
};

// Immutable after it is made; keeps the document alive.
class CheckedBundle {
 public:
  explicit CheckedBundle(fhir::Node bundle);
  CheckedBundle(const CheckedBundle&) = delete;
  CheckedBundle& operator=(const CheckedBundle&) = delete;

  [[nodiscard]] const fhir::Node& Root() const { return root_; }
  [[nodiscard]] const std::vector<CheckedEntry>& Entries() const { return entries_; }
  [[nodiscard]] std::vector<const CheckedEntry*> Of(std::string_view type) const;
  [[nodiscard]] const std::vector<CheckedLink>& Links() const { return links_; }
  [[nodiscard]] const std::vector<CheckedCode>& Codes() const { return codes_; }
  [[nodiscard]] const std::vector<CheckedObservation>& Observations() const {
    return observations_;
  }

 private:
  void Collect(const fhir::Node& node, std::size_t entry, std::string& path);
  void CollectObservations();
  [[nodiscard]] std::vector<std::size_t> Targets(const fhir::Node& references) const;

  fhir::Node root_;
  std::vector<CheckedEntry> entries_;
  std::unordered_map<std::string, std::optional<std::size_t>>
      by_url_;  // nothing: the fullUrl is used twice
  std::vector<CheckedLink> links_;
  std::vector<CheckedCode> codes_;
  std::vector<CheckedObservation> observations_;
  std::unordered_map<std::size_t, std::size_t> observation_of_entry_;
};

// What a rule finds. One rule at a time: Begin names it.
class CheckReport {
 public:
  void Begin(std::string_view rule) { rule_ = rule; }
  void Error(std::string path, std::string text);
  void Warning(std::string path, std::string text);
  [[nodiscard]] std::vector<model::Issue> Take() { return std::move(issues_); }

 private:
  std::string_view rule_;
  std::vector<model::Issue> issues_;
};

// Calls `visit` for `node` and everything below it, parents first; `path` is that of `node` and is
// given back unchanged.
void WalkNodes(const fhir::Node& node, std::string& path,
               const std::function<void(const fhir::Node&, const std::string&)>& visit);

// Every node that `path` ("content.attachment.title") leads to, through arrays, with its own path.
struct FoundNode {
  fhir::Node node;
  std::string path;
};
[[nodiscard]] std::vector<FoundNode> Find(const fhir::Node& from, const std::string& from_path,
                                          std::string_view path);

// "Bundle.entry[2].resource.name[0].given" -> ".name.given", what follows the first `skip`
// characters.
[[nodiscard]] std::string WithoutIndexes(std::string_view path, std::size_t skip);

// Lower-case UUID with hyphens, of RFC 4122's variant.
[[nodiscard]] bool IsUuid(std::string_view text);

}  // namespace wardbridge::discharge
