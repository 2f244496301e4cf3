// `wardbridge reconcile`: what came in and what became of it, now or on former days.
#include <ostream>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

nlohmann::ordered_json ToJson(const store::Reconciliation& account) {
  nlohmann::ordered_json json;
  json["since"] = FormatInstant(account.since);
  json["at"] = FormatInstant(account.at);
  json["missing"] = account.Missing();
  json["counts"] = nlohmann::ordered_json::array();
  for (const store::Tally& tally : account.tallies) {
    json["counts"].push_back({{"kind", tally.kind},
                              {"subject", tally.subject},
                              {"state", tally.state},
                              {"count", tally.rows}});
  }
  return json;
}

// "17 messages: 12 applied, 5 ignored"; of kinds with a subject a line for each.
void PrintKind(const store::Reconciliation& account, std::string_view kind, std::string_view words,
               std::ostream& out) {
  std::string subject;
  bool begun = false;
  for (const store::Tally& tally : account.tallies) {
    if (tally.kind != kind) continue;
    if (!begun || tally.subject != subject) {
      if (begun) out << '\n';
      subject = tally.subject;
      out << words << (subject.empty() ? "" : " " + subject) << ':';
      begun = true;
    }
    out << ' ' << tally.rows << ' ' << tally.state;
  }
  if (!begun) out << words << ": none";
  out << '\n';
}

void Print(const store::Reconciliation& account, std::ostream& out) {
  const bool is_first = account.since == Timestamp();
  out << "account:    " << (is_first ? "from the beginning" : FormatDateTime(account.since))
      << " to " << FormatDateTime(account.at) << '\n';
  PrintKind(account, "message", "messages", out);
  PrintKind(account, "stay", "discharges", out);
  PrintKind(account, "summary", "summaries", out);
  PrintKind(account, "delivery", "deliveries to", out);
  PrintKind(account, "standing", "not final at", out);
  PrintKind(account, "oldest", "oldest at", out);
  const std::int64_t missing = account.Missing();
  out << "balance:    " << (missing == 0 ? "ok" : std::to_string(missing) + " missing") << '\n';
}

Result<std::vector<store::Reconciliation>> FindAccounts(store::Rows& rows, std::size_t last) {
  if (last > 0) return rows.Reconciliations(last);
  auto now = rows.Reconcile(SystemClock().Now());
  if (!now) return now.error();
  return std::vector<store::Reconciliation>{std::move(*now)};
}

}  // namespace

int Reconcile(const ReconcileRequest& request, std::ostream& out, std::ostream& err) {
  const auto store = OpenForReading(request.config, request.brief, err);
  if (!store) return 1;
  const auto accounts = FindOrFail(
      *store, [&](store::Rows& rows) { return FindAccounts(rows, request.last); }, err);
  if (!accounts) return 1;
  bool balanced = true;
  for (const store::Reconciliation& account : *accounts) {
    balanced = balanced && account.Missing() == 0;
    if (request.json) {
      out << ToJson(account).dump() << '\n';
    } else {
      if (&account != &accounts->front()) out << '\n';
      Print(account, out);
    }
  }
  if (accounts->empty() && !request.json) out << "no day has been closed yet\n";
  return balanced ? 0 : 1;
}

}  // namespace wardbridge::engine
