#include "pipeline/resolve_stay.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/event.h"
#include "pipeline/project.h"

namespace wardbridge::pipeline {
namespace {

using discharge::Effect;
using model::Answer;
using model::Issue;
using model::Stay;
using model::StayState;

constexpr const char* kTwoKnown = "visit.two-known";

bool Has(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// A spell with the answer among those of the stay it is about.
struct Asked {
  discharge::Known known;
  std::string stay_key;
  Timestamp now;

  Stay& stay() {
    return *std::find_if(known.spell.begin(), known.spell.end(),
                         [&](const Stay& other) { return other.key == stay_key; });
  }
};

void Add(const GivenAnswer& given, Asked& asked) {
  Stay& stay = asked.stay();
  for (const std::string& code : given.codes) {
    stay.answers.push_back(
        {stay.ordinal, code, given.answer.word, stay.LastArrival(), asked.now, ""});
  }
  // Reasons that no message gives again would stay for ever.
  std::erase_if(stay.quarantine,
                [&](const Issue& reason) { return Has(given.codes, reason.code); });
}

// An answer that does not fit any more makes place for the one that was given now.
void RemoveFormer(const GivenAnswer& given, Asked& asked) {
  const int ordinal = asked.stay().ordinal;
  for (Stay& stay : asked.known.spell) {
    std::erase_if(stay.answers, [&](const Answer& answer) {
      return answer.ordinal == ordinal && answer.at != asked.now && Has(given.codes, answer.code);
    });
  }
}

discharge::BookChange Tell(const discharge::Program& program, const Asked& asked) {
  model::Event event;
  event.kind = model::EventKind::kAnswered;
  event.trigger = "answer";
  event.received = asked.now;
  return program.Apply(event, asked.known);
}

const Stay* Find(const discharge::BookChange& change, const std::string& key) {
  for (const Stay& stay : change.stays) {
    if (stay.key == key) return &stay;
  }
  return nullptr;
}

bool IsStillAsked(const discharge::BookChange& change, const GivenAnswer& given) {
  const Stay* stay = Find(change, given.stay.key);
  return stay == nullptr ||
         std::any_of(stay->quarantine.begin(), stay->quarantine.end(),
                     [&](const Issue& reason) { return Has(given.codes, reason.code); });
}

// What was sent of a stay that has another patient now is put on record, as with a message.
Result<> NoteOtherPatient(store::Rows& rows, const Stay& before, const Stay& stay, Timestamp now) {
  if (stay.revision == 0 || before.patient.nhs_number == stay.patient.nhs_number) return {};
  store::AuditRow audit;
  audit.at = now;
  audit.event = "stay.rekeyed";
  audit.subject = stay.Reference();
  audit.stay = stay.Reference();
  audit.detail = "what was sent of it has another NHS number";
  return rows.AppendAudit(std::move(audit));
}

Result<> Save(store::Rows& rows, const discharge::BookChange& change, const Asked& asked) {
  for (const Stay& stay : change.stays) {
    if (auto saved = rows.SaveStay(stay); !saved) return saved;
    for (const Stay& before : asked.known.spell) {
      if (before.key != stay.key) continue;
      if (auto noted = NoteOtherPatient(rows, before, stay, asked.now); !noted) return noted;
    }
  }
  return {};
}

Result<Asked> Load(store::Rows& rows, const discharge::Program& program, const Stay& stay,
                   Timestamp now) {
  auto known = KnownOfSpell(rows, program, stay.spell_key);
  if (!known) return known.error();
  return Asked{std::move(*known), stay.key, now};
}

// The other stay of a moved visit that is held for the same question.
Result<std::optional<Stay>> RivalOf(store::Rows& rows, const Stay& stay) {
  for (const model::AppliedMessage& message : stay.messages) {
    if (!message.event || message.event->kind != model::EventKind::kVisitMoved) continue;
    std::vector<std::string> keys = message.event->visit.spell_keys;
    const auto& former = message.event->merged_spell_keys;
    keys.insert(keys.end(), former.begin(), former.end());
    for (const std::string& key : keys) {
      const auto spell_key = rows.SpellOf(key);
      if (!spell_key) return spell_key.error();
      if (*spell_key == stay.spell_key) continue;
      auto stays = rows.StaysOfSpell(*spell_key);
      if (!stays) return stays.error();
      for (Stay& other : *stays) {
        for (const Issue& reason : other.quarantine) {
          if (reason.code == kTwoKnown) return std::optional<Stay>(std::move(other));
        }
      }
    }
  }
  return std::optional<Stay>();
}

// The other one of two visits is no stay of its own: what was sent of it is withdrawn.
Result<> GiveUpFor(store::Rows& rows, const Stay& right, Stay other, Timestamp now) {
  other.quarantine.clear();
  other.set_aside = false;
  other.answered = other.given_up = other.LastArrival();
  other.state = StayState::kCancelled;
  other.due.reset();
  if (other.HasStanding()) other.due = now;
  if (auto freed = rows.RemoveHold(store::HoldKind::kStay, other.key, now); !freed)
    return freed.error();
  if (auto saved = rows.SaveStay(other); !saved) return saved;
  return rows.AddSpellAlias(other.spell_key, right.spell_key);
}

// The same answer about the other one of two visits.
Result<> TellRival(store::Rows& rows, const discharge::Program& program, const GivenAnswer& given,
                   const Stay& rival, Timestamp now) {
  auto asked = Load(rows, program, rival, now);
  if (!asked) return asked.error();
  Add({rival, given.codes, given.answer}, *asked);
  return Save(rows, Tell(program, *asked), *asked);
}

Resolution Done(const GivenAnswer& given, const Stay& after) {
  Resolution resolution;
  resolution.effect = given.answer.effect;
  for (const std::string& code : given.codes) {
    resolution.detail += (resolution.detail.empty() ? "" : ", ") + code;
  }
  resolution.detail += " is answered: " + given.answer.word + "; ";
  resolution.detail += after.IsQuarantined()
                           ? "still held: " + model::CodesOf(after.quarantine)
                           : "nothing holds the stay, it is " + std::string(Name(after.state));
  return resolution;
}

Result<Resolution> EndHold(store::Rows& rows, const GivenAnswer& given, Timestamp now) {
  Stay stay = given.stay;
  if (auto freed = rows.RemoveHold(store::HoldKind::kStay, stay.key, now); !freed)
    return freed.error();
  std::erase_if(stay.quarantine,
                [&](const Issue& reason) { return Has(given.codes, reason.code); });
  const bool waits = stay.state == StayState::kPending && !stay.due && !stay.set_aside;
  if (waits && !stay.IsQuarantined()) stay.due = now;
  if (auto saved = rows.SaveStay(stay); !saved) return saved.error();
  return Done(given, stay);
}

}  // namespace

Result<Resolution> TellWithAnswer(store::Rows& rows, const discharge::Program& program,
                                  const GivenAnswer& given, Timestamp now) {
  if (given.answer.effect == Effect::kEndHold) return EndHold(rows, given, now);
  auto asked = Load(rows, program, given.stay, now);
  if (!asked) return asked.error();
  Add(given, *asked);
  discharge::BookChange change = Tell(program, *asked);
  if (IsStillAsked(change, given)) {
    RemoveFormer(given, *asked);
    change = Tell(program, *asked);
  }
  if (IsStillAsked(change, given)) {
    Resolution resolution;
    resolution.problem = "this answer does not fit what the messages say: choose another";
    return resolution;
  }
  if (Has(given.codes, kTwoKnown)) {
    auto rival = RivalOf(rows, given.stay);
    if (!rival) return rival.error();
    if (*rival) {
      const bool one = given.answer.effect == Effect::kOneVisit;
      const auto told = one ? GiveUpFor(rows, given.stay, std::move(**rival), now)
                            : TellRival(rows, program, given, **rival, now);
      if (!told) return told.error();
    }
  }
  if (auto saved = Save(rows, change, *asked); !saved) return saved.error();
  return Done(given, *Find(change, given.stay.key));
}

}  // namespace wardbridge::pipeline
