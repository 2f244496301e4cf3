#include "pipeline/past.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "pipeline/prepare.h"

namespace wardbridge::pipeline {
namespace {

// The messages in which the readings came, those that are still there.
Result<std::vector<discharge::StoredMessage>> MeasuredBy(
    store::Rows& rows, const std::vector<model::Reading>& readings) {
  std::set<std::int64_t> ids;
  for (const model::Reading& reading : readings) ids.insert(reading.message);
  std::vector<discharge::StoredMessage> measured;
  for (const std::int64_t id : ids) {
    auto found = rows.Messages({id});
    if (!found) return found.error();
    for (store::InboxRow& row : *found) {
      if (row.bytes.empty()) continue;  // removed when its time was over
      measured.push_back(
          {row.id, row.type.substr(row.type.find('^') + 1), row.feed, std::move(row.bytes)});
    }
  }
  return measured;
}

}  // namespace

Result<std::optional<PastSummary>> LoadPast(store::Rows& rows, const std::string& stay_key,
                                            int revision) {
  auto stay = rows.FindStay(stay_key);
  if (!stay) return stay.error();
  auto row = rows.FindSummary(stay_key, revision);
  if (!row) return row.error();
  if (!*stay || !*row) return std::optional<PastSummary>();
  PastSummary past;
  past.row = std::move(**row);
  DueStay due;
  due.request.stay = discharge::StayAsOf(**stay, past.row.built);
  due.request.revision = revision;
  due.request.due = past.row.due;
  auto replaces = ReplacedBy(rows, stay_key, revision);
  if (!replaces) return replaces.error();
  due.request.replaces = *replaces;
  if (auto loaded = LoadEvidence(rows, due, past.row.built); !loaded) return loaded.error();
  past.request.assemble = std::move(due.request);
  auto measured = MeasuredBy(rows, past.request.assemble.readings);
  if (!measured) return measured.error();
  past.request.measured = std::move(*measured);
  return std::optional<PastSummary>(std::move(past));
}

}  // namespace wardbridge::pipeline
