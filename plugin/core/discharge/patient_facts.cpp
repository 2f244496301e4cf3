#include "core/discharge/patient_facts.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using model::Issue;

void Hold(std::vector<Issue>& holds, std::string code, std::string path, std::string text) {
  holds.push_back({Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""});
}

std::string Word(const hl7::Element& element) {
  return UpperAscii(Trim(element.Component(1).Text()));
}

// The digits of a birth date, at most YYYYMMDD.
std::string BirthDigits(const hl7::Element& pid7) {
  std::string digits;
  for (const char c : pid7.Text()) {
    if (c < '0' || c > '9' || digits.size() == 8) break;
    digits.push_back(c);
  }
  return digits;
}

// Of "number|assigner".
std::string AssignerOf(const Phi<std::string>& local) {
  const std::string& text = local.Reveal();
  return text.substr(text.rfind('|') + 1);
}

}  // namespace

model::PatientIds ReadPatientIds(const hl7::Message& message, const hl7::PatientNumbers& numbers) {
  model::PatientIds ids;
  if (numbers.nhs_numbers.size() == 1) ids.nhs_number = numbers.nhs_numbers.front();
  for (const hl7::LocalNumber& local : numbers.local) {
    ids.local.emplace_back(local.number.Reveal() + "|" + UpperAscii(local.assigner));
  }
  ids.birth_date = Phi<std::string>(BirthDigits(message.Get("PID", 7)));
  return ids;
}

void HoldForPartners(const model::PatientIds& surviving, const model::PatientIds& merged,
                     std::vector<Issue>& holds) {
  if (model::PatientKeys(merged).empty()) {
    return Hold(holds, "merge.nobody", "MRG-1", "the merge names no number that goes");
  }
  bool partners = !merged.nhs_number || surviving.nhs_number;
  for (const Phi<std::string>& local : merged.local) {
    const std::string assigner = AssignerOf(local);
    partners = partners && std::any_of(surviving.local.begin(), surviving.local.end(),
                                       [&](const Phi<std::string>& other) {
                                         return AssignerOf(other) == assigner;
                                       });
  }
  if (!partners) {
    Hold(holds, "merge.no-partner", "MRG-1",
         "a number that goes has no partner of the same assigner in PID-3");
  }
}

void HoldForNumbers(const hl7::PatientNumbers& numbers, bool test_mode, std::vector<Issue>& holds) {
  if (numbers.nhs_numbers.size() > 1) {
    Hold(holds, "nhs-number.conflict", "PID-3", "two different NHS numbers");
  }
  if (!test_mode && numbers.nhs_numbers.size() == 1 && numbers.nhs_numbers.front().IsTenEqual()) {
    Hold(holds, "nhs-number.sample", "PID-3", "ten equal digits: a sample number, not a patient's");
  }
}

void HoldForFlags(const Flags& flags, const Disposition& disposition, std::vector<Issue>& holds) {
  if (Word(flags.identity_unknown) == "Y") {
    Hold(holds, "patient.identity-unknown", "PID-31", "the identity of the patient is unknown");
  }
  const std::string sensitivity = Word(flags.sensitivity);
  if (sensitivity == "S" || sensitivity == "Y") {
    Hold(holds, "patient.sensitive", "PV1-16", "marked as sensitive: a person must release it");
  }
  const bool death_time = flags.death_time.HasValue();
  const std::string indicator = Word(flags.death_indicator);
  if (death_time && indicator == "N") {
    Hold(holds, "patient.death-conflict", "PID-30",
         "a time of death, and an indicator that says alive");
  } else if (death_time || indicator == "Y" || SaysDeath(disposition)) {
    Hold(holds, "patient.deceased",
         death_time         ? "PID-29"
         : indicator == "Y" ? "PID-30"
                            : "PV1-36",
         "the patient may have died: no routine summary");
  }
}

}  // namespace wardbridge::discharge
