#include "engine/player.h"

#include <algorithm>
#include <utility>

#include "engine/offline_common.h"
#include "pipeline/intake.h"
#include "pipeline/timetable.h"

namespace wardbridge::engine {

Result<std::unique_ptr<Player>> Player::Make(const discharge::Program& program, std::string feed,
                                             Timestamp start, Sink sink,
                                             std::optional<Millis> daily_at, Heard heard) {
  store::Options options;
  options.path = ":memory:";
  auto store = store::Store::Open(options);
  if (!store) return store.error();
  std::unique_ptr<Player> player(
      new Player(program, std::move(feed), start, std::move(sink), daily_at, std::move(heard)));
  player->store_ = std::move(*store);
  return player;
}

void Player::Note(std::string reason) {
  played_.failed = true;
  played_.reasons.push_back(std::move(reason));
}

Result<> Player::Take(const std::string& message, Timestamp at, const std::string& name) {
  if (auto fired = FireUntil(at); !fired) return fired;
  now_ = std::max(now_, at);
  return TakeNow(message, name);
}

Result<> Player::TakeNow(const std::string& message, const std::string& name) {
  if (heard_) heard_(name, now_);
  for (const discharge::Received& received :
       program_.Receive(message, feed_, hl7::AckMode::kOriginal, now_, "CONVERT")) {
    ++played_.messages;
    switch (received.verdict) {
      case discharge::Verdict::kFragment:
        Note(name + ": unreadable: " + received.reason);
        break;
      case discharge::Verdict::kRefuse:
        Note(name + ": refused: " + received.reason);
        break;
      default:
        if (auto stored = Store(received, name); !stored) return stored;
    }
  }
  return {};
}

Result<> Player::TakeReadings(const std::string& content, const std::string& name) {
  if (heard_) heard_(name, now_);
  const discharge::ReceivedReadings received = program_.ReceiveReadings(content, feed_, now_);
  for (const model::Issue& issue : received.problems) {
    if (issue.severity == model::Issue::Severity::kError) {
      Note(name + ": not used: " + IssueText(issue));
    }
  }
  if (received.parts.empty()) Note(name + ": unreadable: " + received.reason);
  for (const discharge::Received& part : received.parts) {
    ++played_.messages;
    if (auto stored = Store(part, name); !stored) return stored;
  }
  return {};
}

Result<> Player::Store(const discharge::Received& received, const std::string& name) {
  const store::InboxRow row = pipeline::MakeRow(feed_, received, now_);
  const auto appended =
      store::ChangeNow(*store_, [&](store::Rows& rows) { return rows.AppendInbox(row); });
  if (!appended) return appended.error();
  if (appended->duplicate) {
    ++played_.duplicates;
    return {};
  }
  if (received.verdict == discharge::Verdict::kIgnore) {
    ++played_.ignored;
    return {};
  }
  return Project(appended->id, name);
}

Result<> Player::Project(std::int64_t inbox_id, const std::string& name) {
  const auto applied =
      store::ChangeNow(*store_, [&](store::Rows& rows) -> Result<pipeline::Applied> {
        auto stored = rows.Messages({inbox_id});
        if (!stored) return stored.error();
        const pipeline::Projected projected = pipeline::InterpretRow(program_, stored->front());
        for (const model::Event& event : projected.meaning.events) {
          if (event.readings.empty() && event.texts.empty()) continue;
          Evidence& evidence = evidence_by_patient_[model::PatientKeys(event.patient)];
          evidence.readings += event.readings.size();
          evidence.texts += event.texts.size();
        }
        pipeline::Applied into;
        if (auto done = pipeline::ApplyProjected(rows, program_, projected, now_, into); !done)
          return done.error();
        return into;
      });
  if (!applied) return applied.error();
  if (applied->ignored) ++played_.ignored;
  for (const model::Issue& issue : applied->quarantine)
    Note(name + ": quarantined: " + IssueText(issue));
  for (const auto& held : applied->held) {
    for (const model::Issue& issue : held.reasons) {
      Note(name + ": stay " + held.reference + " held: " + IssueText(issue));
    }
  }
  return {};
}

// Fires timers in the order of their time, those at `limit` too; without a limit until none is
// left.
Result<> Player::FireUntil(std::optional<Timestamp> limit) {
  struct Timer {
    std::optional<Timestamp> next;
    std::vector<std::string> due;
  };
  while (true) {
    const auto timer = store::Find(*store_, [&](store::Rows& rows) -> Result<Timer> {
      auto next = rows.NextDue();
      if (!next) return next.error();
      if (!*next || (limit && **next > *limit)) return Timer{*next, {}};
      auto due = rows.DueStays(**next, 1);
      if (!due) return due.error();
      return Timer{*next, std::move(*due)};
    });
    if (!timer) return timer.error();
    const auto& [next, due] = *timer;
    if (next && daily_at_) {
      const auto fired = FireDaily(*next, limit);
      if (!fired) return fired.error();
      if (*fired) continue;
    }
    if (due.empty()) return {};
    now_ = std::max(now_, *next);
    if (auto made = Prepare(due.front()); !made) return made;
  }
}

Result<bool> Player::FireDaily(Timestamp next, std::optional<Timestamp> limit) {
  const Timestamp daily = pipeline::NextDaily(*daily_at_, now_);
  if (daily >= next || (limit && daily > *limit)) return false;
  now_ = daily;
  const auto brought = store::ChangeNow(
      *store_, [this](store::Rows& rows) { return pipeline::BringForward(rows, now_); });
  if (!brought) return brought.error();
  return true;
}

Result<> Player::Prepare(const std::string& stay_key) {
  auto made = pipeline::LoadAndBuild(*store_, program_, stay_key, now_);
  if (!made) return made.error();
  if (!*made) return Error{Code::kInternal, "timer", "a stay was due and then was not"};
  const pipeline::Built& built = **made;
  const auto saved = store::ChangeNow(
      *store_, [&](store::Rows& rows) { return pipeline::SaveBuilt(rows, built, {}, now_); });
  if (!saved) return saved.error();
  if (!*saved) return Error{Code::kInternal, "timer", "a stay changed while its summary was made"};
  if (built.kind == pipeline::Built::Kind::kReady) {
    ++played_.bundles;
    sink_(built.row, *store_);
  } else if (built.kind == pipeline::Built::Kind::kSetAside) {
    for (const model::Issue& issue : built.row.issues) {
      if (issue.severity != model::Issue::Severity::kError) continue;
      Note("stay " + model::StayReference(stay_key) + " set aside: " + IssueText(issue));
    }
  }
  return {};
}

Result<> Player::RunOut() { return FireUntil(std::nullopt); }

Result<Played> Player::Finish() {
  for (const auto& patient : evidence_by_patient_) {
    const auto stays = store::Find(
        *store_, [&patient](store::Rows& rows) { return rows.StaysOfPatient(patient.first); });
    if (!stays) return stays.error();
    if (!stays->empty()) continue;
    played_.readings_without_stay += patient.second.readings;
    played_.texts_without_stay += patient.second.texts;
  }
  return played_;
}

}  // namespace wardbridge::engine
