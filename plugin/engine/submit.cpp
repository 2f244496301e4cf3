#include "engine/submit.h"

#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "edge/store/post_request.h"
#include "pipeline/operate.h"
#include "pipeline/prepare.h"

namespace wardbridge::engine {
namespace {

constexpr Millis kPollInterval{100};

using SteadyClock = std::chrono::steady_clock;

std::vector<std::string> DestinationsOf(const Config& config) {
  std::vector<std::string> names;
  for (const DestinationConfig& destination : config.destinations)
    names.push_back(destination.name);
  return names;
}

std::vector<pipeline::Recipient> RecipientsOf(const Config& config) {
  std::vector<pipeline::Recipient> recipients;
  for (const DestinationConfig& destination : config.destinations) {
    recipients.push_back({destination.name, destination.Form()});
  }
  return recipients;
}

// Makes the summaries that the request has made due; their deliveries leave when a host runs.
Result<> MakeDue(const Loaded& loaded, store::Store& store, const std::string& target) {
  const auto stays =
      store::Find(store, [&](store::Rows& rows) { return rows.StaysByReference(target); });
  if (!stays) return stays.error();
  for (const model::Stay& stay : *stays) {
    const Timestamp now = SystemClock().Now();
    auto built = pipeline::LoadAndBuild(store, *loaded.program, stay.key, now);
    if (!built) return built.error();
    if (!*built) continue;
    const auto saved = store::ChangeNow(store, [&](store::Rows& rows) {
      return pipeline::SaveBuilt(rows, **built, RecipientsOf(loaded.config), now);
    });
    if (!saved) return saved.error();
  }
  return {};
}

Result<Submitted> ApplyAlone(const Loaded& loaded, store::Store& store,
                             store::OperatorRequest request) {
  auto submitted = store::ChangeNow(store, [&](store::Rows& rows) -> Result<Submitted> {
    auto id = rows.AddRequest(request);
    if (!id) return id.error();
    request.id = *id;
    auto decided = pipeline::ApplyRequest(rows, *loaded.program, request,
                                          DestinationsOf(loaded.config), SystemClock().Now());
    if (!decided) return decided.error();
    return Submitted{decided->applied, decided->detail};
  });
  if (!submitted) return submitted;
  const bool makes_summary = request.operation == "send" || request.operation == "retry";
  if (submitted->applied && makes_summary) {
    if (auto made = MakeDue(loaded, store, request.target); !made) return made.error();
  }
  return submitted;
}

Result<Submitted> AwaitHost(const Config& config, std::int64_t id, Millis timeout) {
  auto store = OpenStore(config, false);
  if (!store) return store.error();
  const auto end = SteadyClock::now() + timeout;
  while (true) {
    const auto found =
        store::Find(**store, [id](store::Rows& rows) { return rows.FindRequest(id); });
    if (!found) return found.error();
    const std::optional<store::OperatorRequest>& request = *found;
    if (request && request->closed) return Submitted{request->applied, request->detail};
    if (SteadyClock::now() >= end) {
      return Error{Code::kTimeout, "request " + std::to_string(id),
                   "the running host has not answered yet; it will still apply it"};
    }
    std::this_thread::sleep_for(kPollInterval);
  }
}

std::string Describe(const model::Stay& stay, const std::optional<store::SummaryRow>& last) {
  if (stay.due || !last) return "";
  const std::string revision = "revision " + std::to_string(last->revision);
  if (!stay.set_aside) return revision + " is what destinations get";
  std::string text = revision + " was set aside:";
  for (const model::Issue& issue : last->issues) {
    if (issue.severity == model::Issue::Severity::kError) text += "\n  " + IssueText(issue);
  }
  return text;
}

}  // namespace

Result<Submitted> Submit(const Loaded& loaded, store::OperatorRequest request, Millis timeout) {
  request.asked = SystemClock().Now();
  auto own = OpenStore(loaded.config, true);
  if (own) return ApplyAlone(loaded, **own, std::move(request));
  if (own.error().code != Code::kBusy) return own.error();
  const auto id = store::PostRequest(loaded.config.store_path, request);
  if (!id) return id.error();
  return AwaitHost(loaded.config, *id, timeout);
}

Result<std::string> AwaitSummary(const Loaded& loaded, const std::string& target, Millis timeout) {
  auto store = OpenStore(loaded.config, false);
  if (!store) return store.error();
  const auto end = SteadyClock::now() + timeout;
  while (true) {
    auto text = store::Find(**store, [&](store::Rows& rows) -> Result<std::string> {
      auto stays = rows.StaysByReference(target);
      if (!stays) return stays.error();
      if (stays->size() != 1) return std::string();
      auto last = rows.LastSummary(stays->front().key);
      if (!last) return last.error();
      return Describe(stays->front(), *last);
    });
    if (!text || !text->empty() || SteadyClock::now() >= end) return text;
    std::this_thread::sleep_for(kPollInterval);
  }
}

}  // namespace wardbridge::engine
