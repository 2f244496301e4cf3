#include "core/discharge/stay_book.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "base/text.h"
#include "core/discharge/answers.h"
#include "core/discharge/state_table.h"
#include "core/discharge/stay_fold.h"
#include "core/discharge/stay_identity.h"
#include "core/discharge/stay_readings.h"
#include "core/discharge/stay_timer.h"

namespace wardbridge::discharge {
namespace {

using model::AppliedMessage;
using model::Event;
using model::EventKind;
using model::Issue;
using model::Stay;

Issue Problem(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""};
}

// An event as it is kept beside its stays.
std::shared_ptr<const Event> Kept(const Event& event) {
  Event kept = event;
  kept.readings.clear();
  kept.texts.clear();
  return std::make_shared<const Event>(std::move(kept));
}

void Insert(const AppliedMessage& message, std::vector<AppliedMessage>& messages) {
  const auto same = [&](const AppliedMessage& other) { return other.inbox_id == message.inbox_id; };
  std::erase_if(messages, same);  // read again, it may say something else
  const auto place =
      std::upper_bound(messages.begin(), messages.end(), message,
                       [](const auto& a, const auto& b) { return a.version < b.version; });
  messages.insert(place, message);
}

// What was told of a stay, with what is known of it beside its messages.
Stay WithTold(const Stay& before, Stay told) {
  told.key = before.key;
  told.spell_key = before.spell_key;
  told.ordinal = before.ordinal;
  told.feed = before.feed;
  told.state = before.state;
  told.set_aside = before.set_aside;
  told.first_discharge = before.first_discharge;
  told.due = before.due;
  told.revision = before.revision;
  told.withdrawn = before.withdrawn;
  told.answered = before.answered;
  told.given_up = before.given_up;
  told.answers = before.answers;
  told.generation = before.generation;
  return told;
}

// The stays of one spell, by ordinal.
using Spell = std::vector<Stay>;

// Mostly the last stay of a spell has all; not where it was found never to have been.
std::vector<AppliedMessage> MessagesOf(const Spell& spell) {
  if (spell.empty()) return {};
  std::vector<AppliedMessage> messages = spell.back().messages;
  for (const Stay& stay : spell) {
    for (const AppliedMessage& message : stay.messages) {
      const bool known = std::find(messages.begin(), messages.end(), message) != messages.end();
      if (!known) Insert(message, messages);
    }
  }
  return messages;
}

class Book {
 public:
  Book(const Event& event, const Known& known, const Options& options, Trace* trace)
      : event_(event),
        known_(known),
        options_(options),
        trace_(trace),
        message_{event.inbox_id, event.trigger, event.version, Kept(event)} {}

  BookChange Run() {
    switch (event_.kind) {
      case EventKind::kMeasured:
        change_ = TakeReadings(event_, known_, options_, trace_);
        break;
      case EventKind::kPersonUpdated:
      case EventKind::kPatientMerged:
        OfPerson();
        break;
      case EventKind::kVisitMoved:
        VisitMoved();
        break;
      default:
        OfVisit();
        break;
    }
    for (const Stay& stay : change_.stays) TellStay(stay);
    return std::move(change_);
  }

 private:
  void TellEvent(const std::string& input, const std::string& verdict) {
    Tell(trace_, [&] { return TraceStep{"stay.event", event_.trigger, input, verdict}; });
  }

  void TellKnown(const Spell& spell) {
    Tell(trace_, [&] {
      const Stay* last = spell.empty() ? nullptr : &spell.back();
      return TraceStep{"stay.known", last == nullptr ? "" : last->Reference(),
                       "stays of the spell: " + std::to_string(spell.size()),
                       last == nullptr
                           ? "new"
                           : std::string(model::Name(last->state)) +
                                 ", messages before: " + std::to_string(last->messages.size())};
    });
  }

  void TellStay(const Stay& stay) {
    Tell(trace_, [&] {
      std::string input = stay.ward ? "ward " + Visible(stay.ward->code) : "on no virtual ward";
      if (stay.ward) input += ", " + Stated(stay.start) + " to " + Stated(stay.end);
      std::string verdict(model::Name(stay.state));
      if (stay.due) {
        verdict +=
            (stay.WithdrawalIsDue() ? ", withdrawal due " : ", summary due ") + Stated(stay.due);
      }
      for (const Issue& reason : stay.quarantine) verdict += ", held " + reason.code;
      return TraceStep{"stay", stay.Reference(), std::move(input), std::move(verdict)};
    });
  }

  // A28 and A31 speak of all stays of the patient, a merge of those of both numbers.
  void OfPerson() {
    const bool merge = event_.kind == EventKind::kPatientMerged;
    if (merge && ClosesLoop()) {
      change_.quarantine.push_back(
          Problem("merge.loop", "MRG-1", "the patient it merges into was merged into this one"));
      return TellEvent("a merge of patients", "no: it would close a loop of merges");
    }
    if (merge && IsDoubtful()) {
      return TellEvent("a merge of patients", "no: held " + change_.quarantine.front().code);
    }
    change_.remember_person = true;
    std::map<std::string, Spell> spells;
    for (const Stay& stay : known_.patient) spells[stay.spell_key].push_back(stay);
    const bool names_visit = !event_.visit.spell_keys.empty() && !known_.spell.empty();
    if (names_visit && !merge) spells.try_emplace(known_.spell.front().spell_key, known_.spell);
    TellEvent(merge ? "a merge of patients" : "the person",
              "yes: kept for the patient, stays: " + std::to_string(spells.size()));
    for (auto& [key, spell] : spells) {
      std::sort(spell.begin(), spell.end(),
                [](const Stay& a, const Stay& b) { return a.ordinal < b.ordinal; });
      Retell(key, spell);
    }
  }

  // A merge that does not say clearly who becomes whom; its message is quarantined.
  bool IsDoubtful() {
    for (const Issue& hold : event_.holds) {
      if (hold.code.starts_with("merge.")) change_.quarantine.push_back(hold);
    }
    return !change_.quarantine.empty();
  }

  // Merges chain to their end; one that leads back to its own beginning is refused.
  [[nodiscard]] bool ClosesLoop() const {
    const std::vector<std::string> goal = model::PatientKeys(event_.merged);
    std::vector<std::string> reached = model::PatientKeys(event_.patient);
    for (std::size_t round = 0; round <= known_.person.size(); ++round) {
      if (SharesKey(goal, reached)) return true;
      for (const AppliedMessage& kept : known_.person) {
        const bool merge = kept.event && kept.event->kind == EventKind::kPatientMerged;
        if (!merge || kept.inbox_id == event_.inbox_id) continue;
        if (!SharesKey(model::PatientKeys(kept.event->merged), reached)) continue;
        for (std::string& key : model::PatientKeys(kept.event->patient)) {
          if (std::find(reached.begin(), reached.end(), key) == reached.end()) {
            reached.push_back(std::move(key));
          }
        }
      }
    }
    return false;
  }

  void VisitMoved() {
    if (!known_.spell.empty() && !known_.rival.empty()) return TwoVisits();
    const auto& now = event_.visit.spell_keys;
    const auto& before = event_.merged_spell_keys;
    if (now.empty() && before.empty() && known_.spell.empty()) return NoVisit();
    std::string key;
    if (!known_.spell.empty()) {
      key = known_.spell.front().spell_key;
    } else {
      key = now.empty() ? before.front() : now.front();
    }
    for (const auto* keys : {&now, &before}) {
      for (const std::string& other : *keys) {
        if (other != key) change_.aliases.emplace_back(other, key);
      }
    }
    TellKnown(known_.spell);
    Retell(key, known_.spell);
  }

  // Which of the two stays is the right one is for a person to say.
  void TwoVisits() {
    TellEvent("a visit that becomes another known one", "no: both are held");
    for (const Spell* spell : {&known_.spell, &known_.rival}) {
      Stay stay = spell->back();
      Insert(message_, stay.messages);
      AddOnce(Problem("visit.two-known", "MRG-5",
                      "two known visits become one: which stay is the right one?"),
              stay.quarantine);
      change_.stays.push_back(std::move(stay));
    }
  }

  void NoVisit() {
    const bool unhandled = event_.kind == EventKind::kUnhandled;
    change_.quarantine.push_back(
        unhandled ? Problem("event.unhandled", "MSH-9",
                            "event " + event_.trigger + " is not handled by this version")
                  : Problem("visit.missing", "PV1-19",
                            "neither visit number, episode nor local number with admission time is "
                            "stated"));
    TellEvent("nothing names the visit", "no: the message is quarantined");
  }

  void OfVisit() {
    const bool named = !event_.visit.spell_keys.empty() || !known_.spell.empty();
    if (!named && event_.kind == EventKind::kUnhandled && !known_.patient.empty()) {
      std::map<std::string, Spell> spells;
      for (const Stay& stay : known_.patient) spells[stay.spell_key].push_back(stay);
      for (const auto& [key, spell] : spells) Retell(key, spell);
      return;
    }
    if (!named) return NoVisit();
    TellKnown(known_.spell);
    const std::string& key =
        known_.spell.empty() ? event_.visit.spell_keys.front() : known_.spell.front().spell_key;
    Retell(key, known_.spell);
  }

  // Puts the message among those of the spell and tells its stays anew.
  void Retell(const std::string& spell_key, const Spell& spell) {
    std::vector<AppliedMessage> messages = MessagesOf(spell);
    if (event_.kind != EventKind::kAnswered) Insert(message_, messages);
    AddPerson(messages);
    const std::vector<model::Answer> answers = AnswersOf(spell);
    std::vector<Settled> settled;
    settled.reserve(spell.size());
    for (const Stay& stay : spell) {
      settled.push_back({stay.HasStanding(), stay.answered, stay.given_up});
    }
    const std::vector<Track> tracks = Fold(messages, settled, answers, event_.inbox_id, trace_);
    for (std::size_t i = 0; i < std::max(tracks.size(), spell.size()); ++i) {
      const Stay before = i < spell.size() ? spell[i] : NewStay(spell_key, i);
      Stay stay = i < tracks.size() ? WithTold(before, tracks[i].stay) : before;
      const Phase phase = i < tracks.size() ? tracks[i].phase : Phase::kCancelled;
      const bool by_admission = i < tracks.size() && tracks[i].opened_by_admission;
      stay.answers = answers;
      Keep(before, stay);
      if (i + 1 == tracks.size()) HoldForBirthDate(stay);
      SetTimer(event_, {phase, by_admission}, before, options_, stay, trace_);
      TellCell(i < spell.size() ? &spell[i] : nullptr, stay);
      change_.stays.push_back(std::move(stay));
    }
  }

  // What is kept of the person whom a message of the spell names, and of whom that was merged with.
  void AddPerson(std::vector<AppliedMessage>& messages) const {
    std::vector<std::string> named;
    const auto name = [&named](const AppliedMessage& message) {
      for (const auto* ids : {&message.event->patient, &message.event->merged}) {
        for (std::string& key : model::PatientKeys(*ids)) named.push_back(std::move(key));
      }
    };
    std::for_each(messages.begin(), messages.end(), name);
    for (bool added = true; added;) {
      added = false;
      for (const AppliedMessage& kept : known_.person) {
        const bool known = std::find(messages.begin(), messages.end(), kept) != messages.end();
        if (known || !(SharesKey(named, model::PatientKeys(kept.event->merged)) ||
                       SharesKey(named, model::PatientKeys(kept.event->patient)))) {
          continue;
        }
        Insert(kept, messages);
        name(kept);
        added = true;
      }
    }
  }

  [[nodiscard]] Stay NewStay(const std::string& spell_key, std::size_t index) const {
    Stay stay;
    stay.spell_key = spell_key;
    stay.ordinal = static_cast<int>(index) + 1;
    stay.key = spell_key + "#" + std::to_string(stay.ordinal);
    stay.feed = event_.feed;
    return stay;
  }

  static void Keep(const Stay& before, Stay& stay) {
    for (const Issue& reason : before.quarantine) {
      if (IsKeptReason(reason)) AddOnce(reason, stay.quarantine);
    }
  }

  // The NHS number is known with another birth date in another spell (section 9).
  void HoldForBirthDate(Stay& stay) const {
    if (!HasOtherBirthDate(event_, stay, known_.patient)) return;
    AddOnce(Problem("patient.birth-date-conflict", "PID-7",
                    "the NHS number is known with another birth date"),
            stay.quarantine);
  }

  // The cell of the state table that this was.
  void TellCell(const Stay* before, const Stay& stay) {
    Tell(trace_, [&] {
      const TableState from = TableStateOf(before);
      std::string verdict = Name(from) + " to " + Name(TableStateOf(&stay));
      const bool elsewhere = event_.kind == EventKind::kDischarged && !stay.ward;
      if (elsewhere) verdict += ", no: kept for state tracking only";
      return TraceStep{"stay.event", event_.trigger, CellText(event_.kind, from),
                       std::move(verdict)};
    });
  }

  // All outlive this object: it lives during one call.
  const Event& event_;
  const Known& known_;
  const Options& options_;
  Trace* trace_;
  AppliedMessage message_;
  BookChange change_;
};

}  // namespace

Stay StayAsOf(const Stay& stay, Timestamp until) {
  std::vector<AppliedMessage> messages = stay.messages;
  const auto unknown = [](const AppliedMessage& message) { return message.event == nullptr; };
  if (std::any_of(messages.begin(), messages.end(), unknown)) return stay;
  std::erase_if(messages,
                [&](const AppliedMessage& message) { return message.event->received > until; });
  Stay then = stay;
  std::erase_if(then.answers, [&](const model::Answer& answer) { return answer.at > until; });
  const auto index = static_cast<std::size_t>(stay.ordinal) - 1;
  const std::vector<Track> tracks = Fold(messages, {}, then.answers, 0, nullptr);
  return index < tracks.size() ? WithTold(then, tracks[index].stay) : stay;
}

BookChange ApplyEvent(const Event& event, const Known& known, const Options& options,
                      Trace* trace) {
  return Book(event, known, options, trace).Run();
}

}  // namespace wardbridge::discharge
