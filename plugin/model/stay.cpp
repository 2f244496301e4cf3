#include "model/stay.h"

#include <algorithm>

#include "base/digest.h"

namespace wardbridge::model {

std::string_view Name(StayState state) {
  switch (state) {
    case StayState::kOpen:
      return "open";
    case StayState::kPending:
      return "pending";
    case StayState::kSent:
      return "sent";
    case StayState::kRetracted:
      return "retracted";
    case StayState::kCancelled:
      return "cancelled";
  }
  return "";
}

std::optional<StayState> StayStateOf(std::string_view name) {
  for (const StayState state : {StayState::kOpen, StayState::kPending, StayState::kSent,
                                StayState::kRetracted, StayState::kCancelled}) {
    if (Name(state) == name) return state;
  }
  return std::nullopt;
}

std::vector<std::string> PatientKeys(const PatientIds& ids) {
  std::vector<std::string> keys;
  if (ids.nhs_number) keys.push_back("N|" + ids.nhs_number->Reveal());
  for (const Phi<std::string>& local : ids.local) keys.push_back("L|" + local.Reveal());
  for (const NhsNumber& number : ids.former) keys.push_back("N|" + number.Reveal());
  return keys;
}

std::string StayReference(std::string_view stay_key) { return Hex(Sha256(stay_key)).substr(0, 16); }

std::int64_t Stay::LastArrival() const {
  std::int64_t last = 0;
  for (const AppliedMessage& message : messages) last = std::max(last, message.inbox_id);
  return last;
}

std::string Stay::Reference() const { return StayReference(key); }

}  // namespace wardbridge::model
