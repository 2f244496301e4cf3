#include "core/discharge/stay_identity.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace wardbridge::discharge {
namespace {

using model::AppliedMessage;
using model::Event;
using model::EventKind;
using model::PatientIds;
using model::Stay;

void Append(const std::vector<Phi<std::string>>& more, std::vector<Phi<std::string>>& list) {
  for (const auto& one : more) {
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  }
}

bool NamesTwo(const Event& event) {
  return std::any_of(event.holds.begin(), event.holds.end(),
                     [](const model::Issue& hold) { return hold.code == "nhs-number.conflict"; });
}

// A message up to `upto` gave this birth date.
bool Said(const Stay& stay, const std::string& birth_date, std::int64_t upto) {
  return std::any_of(stay.messages.begin(), stay.messages.end(),
                     [&](const AppliedMessage& message) {
                       return message.inbox_id <= upto && message.event &&
                              message.event->patient.birth_date.Reveal() == birth_date;
                     });
}

std::int64_t AgreedUpTo(const Stay& stay) {
  return std::max(stay.answered, Answers(stay.answers).UpTo("patient.birth-date-conflict"));
}

void AddFormer(const std::optional<model::NhsNumber>& number, PatientIds& ids) {
  if (!number || number == ids.nhs_number) return;
  if (std::find(ids.former.begin(), ids.former.end(), *number) == ids.former.end()) {
    ids.former.push_back(*number);
  }
}

}  // namespace

Heard Identity::Hear(const Event& event) {
  const PatientIds& stated = event.patient;
  if (event.kind == EventKind::kVisitMoved) {
    if (answers_.Say("visit.two-known", "both-stays", event.inbox_id)) return Heard::kLeftOut;
    if (!model::PatientKeys(stated).empty()) ids_ = stated;
    return Heard::kTaken;
  }
  if (event.kind == EventKind::kPatientMerged) {
    Merge(event);
    return Heard::kTaken;
  }
  if (NamesAnother(event)) {
    if (answers_.Say("nhs-number.changed", "leave-out", event.inbox_id)) return Heard::kLeftOut;
    return Heard::kAnotherNumber;
  }
  if (answers_.Say("nhs-number.conflict", "keep-number", event.inbox_id) && NamesTwo(event)) {
    return Heard::kTaken;
  }
  Append(stated.local, ids_.local);
  if (!stated.birth_date.Empty()) ids_.birth_date = stated.birth_date;
  if (stated.nhs_number) ids_.nhs_number = stated.nhs_number;
  return Heard::kTaken;
}

// Only what corrects the person may change the number, or a person who says so.
bool Identity::NamesAnother(const Event& event) const {
  const std::optional<model::NhsNumber>& stated = event.patient.nhs_number;
  return stated && ids_.nhs_number && ids_.nhs_number != stated &&
         event.kind != EventKind::kPersonUpdated &&
         !answers_.Say("nhs-number.changed", "new-number", event.inbox_id);
}

void Identity::Merge(const Event& event) {
  std::vector<std::string> both = model::PatientKeys(event.patient);
  for (std::string& key : model::PatientKeys(event.merged)) both.push_back(std::move(key));
  if (!SharesKey(model::PatientKeys(ids_), both)) return;
  const std::optional<model::NhsNumber> before = ids_.nhs_number;
  if (event.patient.nhs_number) ids_.nhs_number = event.patient.nhs_number;
  AddFormer(before, ids_);
  AddFormer(event.merged.nhs_number, ids_);
  Append(event.patient.local, ids_.local);
  Append(event.merged.local, ids_.local);
  if (!event.patient.birth_date.Empty()) ids_.birth_date = event.patient.birth_date;
}

void Identity::FollowMerges(const std::vector<AppliedMessage>& messages) {
  for (std::size_t round = 0; round < messages.size(); ++round) {
    const PatientIds before = ids_;
    for (const AppliedMessage& message : messages) {
      const Event& event = *message.event;
      const bool merge = event.kind == EventKind::kPatientMerged;
      if (merge && event.merged.nhs_number && event.merged.nhs_number == ids_.nhs_number) {
        Merge(event);
      }
    }
    if (ids_ == before) return;
  }
}

Foreign ForeignOf(const Stay& stay) {
  Foreign foreign;
  const Answers answers(stay.answers);
  Identity identity(answers);
  for (const AppliedMessage& message : stay.messages) {
    if (!message.event) continue;
    switch (identity.Hear(*message.event)) {
      case Heard::kTaken:
        if (NamesTwo(*message.event)) foreign.of_visit_only.push_back(message.inbox_id);
        break;
      case Heard::kAnotherNumber:
        foreign.of_visit_only.push_back(message.inbox_id);
        break;
      case Heard::kLeftOut:
        foreign.left_out.push_back(message.inbox_id);
        break;
    }
  }
  return foreign;
}

bool HasOtherBirthDate(const Event& event, const Stay& stay, const std::vector<Stay>& patient) {
  const std::string& stated = event.patient.birth_date.Reveal();
  const bool of_person =
      event.kind == EventKind::kPersonUpdated || event.kind == EventKind::kPatientMerged;
  if (stated.size() != 8 || !event.patient.nhs_number || of_person) return false;
  return std::any_of(patient.begin(), patient.end(), [&](const Stay& other) {
    const std::string& known = other.patient.birth_date.Reveal();
    const bool same_number = other.patient.nhs_number == event.patient.nhs_number;
    if (other.spell_key == stay.spell_key || !same_number || known.size() != 8) return false;
    if (known == stated) return false;
    for (const Stay* asked : {&stay, &other}) {
      const std::int64_t upto = AgreedUpTo(*asked);
      if (Said(stay, stated, upto) && Said(other, known, upto)) return false;
    }
    return true;
  });
}

bool SharesKey(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  return std::any_of(one.begin(), one.end(), [&](const std::string& key) {
    return std::find(other.begin(), other.end(), key) != other.end();
  });
}

}  // namespace wardbridge::discharge
