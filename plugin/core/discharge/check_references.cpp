#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/discharge/check_rules.h"

namespace wardbridge::discharge {
namespace {

// data-model section 9.
struct LinkKind {
  std::string_view element;
  std::string_view type;
  std::string_view other_type;  // "" none
};
constexpr std::array kLinkKinds = {LinkKind{"Encounter.subject", "Patient", ""},
                                   LinkKind{"Encounter.serviceProvider", "Organization", ""},
                                   LinkKind{"DocumentReference.subject", "Patient", ""},
                                   LinkKind{"DocumentReference.custodian", "Organization", ""},
                                   LinkKind{"DocumentReference.author", "Organization", ""},
                                   LinkKind{"DocumentReference.context.encounter", "Encounter", ""},
                                   LinkKind{"Observation.subject", "Patient", ""},
                                   LinkKind{"Observation.encounter", "Encounter", ""},
                                   LinkKind{"Observation.performer", "Patient", "Organization"},
                                   LinkKind{"Observation.hasMember", "Observation", ""},
                                   LinkKind{"Observation.derivedFrom", "Observation", ""},
                                   LinkKind{"Patient.managingOrganization", "Organization", ""},
                                   LinkKind{"Patient.generalPractitioner", "Organization", ""}};

using Graph = std::vector<std::vector<std::size_t>>;

enum class Direction { kForward, kBackward, kBoth };

Graph GraphOf(const CheckedBundle& bundle, Direction direction) {
  Graph graph(bundle.Entries().size());
  for (const CheckedLink& link : bundle.Links()) {
    if (!link.to) continue;
    if (direction != Direction::kBackward) graph[link.from].push_back(*link.to);
    if (direction != Direction::kForward) graph[*link.to].push_back(link.from);
  }
  return graph;
}

// Entries that nothing points to leave one after the other (Kahn); what stays lies on a circle or
// behind one.
std::vector<bool> OnOrBehindCircle(const Graph& graph) {
  std::vector<std::size_t> incoming(graph.size(), 0);
  for (const auto& targets : graph) {
    for (const std::size_t to : targets) ++incoming[to];
  }
  std::vector<bool> stays(graph.size(), true);
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (incoming[i] == 0) free.push_back(i);
  }
  while (!free.empty()) {
    const std::size_t from = free.back();
    free.pop_back();
    stays[from] = false;
    for (const std::size_t to : graph[from]) {
      if (--incoming[to] == 0) free.push_back(to);
    }
  }
  return stays;
}

}  // namespace

void CheckReferencesResolve(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedLink& link : bundle.Links()) {
    if (!link.to) report.Error(link.path, "is not the fullUrl of exactly one entry");
  }
}

void CheckReferenceTypes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedLink& link : bundle.Links()) {
    const auto* const kind =
        std::find_if(kLinkKinds.begin(), kLinkKinds.end(),
                     [&](const LinkKind& k) { return k.element == link.element; });
    if (!link.to || kind == kLinkKinds.end()) continue;
    const std::string& type = bundle.Entries()[*link.to].type;
    if (type != kind->type && type != kind->other_type) {
      report.Error(link.path, "leads to the wrong type of resource");
    }
  }
}

void CheckNoCycle(const CheckedBundle& bundle, CheckReport& report) {
  const std::vector<bool> behind = OnOrBehindCircle(GraphOf(bundle, Direction::kForward));
  const std::vector<bool> before = OnOrBehindCircle(GraphOf(bundle, Direction::kBackward));
  for (const CheckedEntry& entry : bundle.Entries()) {
    if (!behind[entry.index] || !before[entry.index]) continue;
    report.Error(entry.path, "references lead in a circle");
    return;  // one circle, one fault
  }
}

void CheckConnected(const CheckedBundle& bundle, CheckReport& report) {
  const std::vector<const CheckedEntry*> patients = bundle.Of("Patient");
  if (patients.empty()) return;
  const Graph graph = GraphOf(bundle, Direction::kBoth);
  std::vector<bool> reached(graph.size(), false);
  std::vector<std::size_t> open = {patients.front()->index};
  reached[open.front()] = true;
  while (!open.empty()) {
    const std::size_t from = open.back();
    open.pop_back();
    for (const std::size_t to : graph[from]) {
      if (reached[to]) continue;
      reached[to] = true;
      open.push_back(to);
    }
  }
  for (const CheckedEntry& entry : bundle.Entries()) {
    if (!reached[entry.index]) {
      report.Error(entry.path, "no reference connects it with the Patient");
    }
  }
}

}  // namespace wardbridge::discharge
