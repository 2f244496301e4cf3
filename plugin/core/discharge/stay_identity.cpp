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

void Append(const std::vector<Phi<std::string>>& more, std::vector<Phi<std::string>>& list) {
  for (const auto& one : more) {
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  }
}

void AddFormer(const std::optional<model::NhsNumber>& number, PatientIds& ids) {
  if (!number || number == ids.nhs_number) return;
  if (std::find(ids.former.begin(), ids.former.end(), *number) == ids.former.end()) {
    ids.former.push_back(*number);
  }
}

}  // namespace

bool Identity::Hear(const Event& event) {
  const PatientIds& stated = event.patient;
  if (event.kind == EventKind::kVisitMoved) {
    if (!model::PatientKeys(stated).empty()) ids_ = stated;
    return true;
  }
  if (event.kind == EventKind::kPatientMerged) {
    Merge(event);
    return true;
  }
  Append(stated.local, ids_.local);
  if (!stated.birth_date.Empty()) ids_.birth_date = stated.birth_date;
  if (!stated.nhs_number) return true;
  const bool changed = ids_.nhs_number && ids_.nhs_number != stated.nhs_number;
  if (changed && event.kind != EventKind::kPersonUpdated) return false;
  ids_.nhs_number = stated.nhs_number;
  return true;
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

bool SharesKey(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  return std::any_of(one.begin(), one.end(), [&](const std::string& key) {
    return std::find(other.begin(), other.end(), key) != other.end();
  });
}

}  // namespace wardbridge::discharge
