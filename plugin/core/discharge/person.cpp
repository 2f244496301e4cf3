#include "core/discharge/person.h"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "core/hl7/date_time.h"
#include "core/hl7/identifiers.h"

namespace wardbridge::discharge {
namespace {

std::string Part(const hl7::Element& element, std::size_t component) {
  return std::string(Trim(element.Component(component).Text()));
}

// The usual or legal name, else the first that is not an alias or a former one.
hl7::Element BestName(const hl7::Element& names) {
  hl7::Element fallback;
  for (std::size_t i = 1; i <= names.RepetitionCount(); ++i) {
    const hl7::Element name = names.Repetition(i);
    if (!name.HasValue()) continue;
    const std::string type = UpperAscii(Part(name, 7));
    if (type == "L" || type == "CURRENT" || type == "PREFERRED") return name;
    if (!fallback.HasValue() && (type.empty() || type == "D" || type == "U")) fallback = name;
  }
  return fallback.HasValue() ? fallback : names.Repetition(1);
}

hl7::Element HomeAddress(const hl7::Element& addresses) {
  for (std::size_t i = 1; i <= addresses.RepetitionCount(); ++i) {
    const std::string type = UpperAscii(Part(addresses.Repetition(i), 7));
    if (type == "H" || type == "HOME") return addresses.Repetition(i);
  }
  return addresses.Repetition(1);
}

std::vector<std::string> AddressLines(const hl7::Element& address) {
  std::vector<std::string> lines;
  for (const std::size_t component : {1U, 2U, 3U, 4U, 5U}) {
    std::string line = Part(address, component);
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::string Gender(const std::string& code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kSex = {
      {{"1", "male"},
       {"M", "male"},
       {"2", "female"},
       {"F", "female"},
       {"9", "other"},
       {"A", "other"},
       {"0", "unknown"},
       {"X", "unknown"},
       {"U", "unknown"},
       {"O", "unknown"}}};
  for (const auto& [v2, gender] : kSex) {
    if (v2 == code) return std::string(gender);
  }
  return {};
}

// PID-32 UD: the birth date is unknown.
bool BirthDateUnknown(const hl7::View& view) {
  const hl7::Element codes = view.Field("PID", 32);
  for (std::size_t i = 1; i <= codes.RepetitionCount(); ++i) {
    if (UpperAscii(Part(codes.Repetition(i), 1)) == "UD") return true;
  }
  return false;
}

void ReadName(const hl7::Element& name, model::Person& person) {
  if (!name.HasValue()) return;
  person.family = Phi<std::string>(Part(name, 1));
  person.prefix = Phi<std::string>(Part(name, 5));
  std::vector<std::string> given;
  for (const std::size_t component : {2U, 3U}) {
    std::string part = Part(name, component);
    if (!part.empty()) given.push_back(std::move(part));
  }
  person.given = Phi<std::vector<std::string>>(std::move(given));
}

}  // namespace

bool HidesLocation(const hl7::View& view) {
  const std::string flag = Part(view.Field("ZU8", 4), 1);
  return flag == "1" || flag == "2";
}

model::Person ReadIdentity(const hl7::View& view) {
  model::Person person;
  const hl7::Element ids = view.Field("PID", 3);
  if (ids.message() != nullptr) {
    const hl7::PatientNumbers numbers = hl7::FindPatientNumbers(*ids.message());
    if (numbers.nhs_numbers.size() == 1) person.nhs_number = numbers.nhs_numbers.front();
    if (!numbers.local.empty()) person.local_number = numbers.local.front().number;
  }
  return person;
}

Phi<std::string> ReadBirthDate(const hl7::View& view) {
  const hl7::Element field = view.Field("PID", 7);
  if (!field.HasValue() || BirthDateUnknown(view)) return {};
  const auto date = hl7::ParseDateTime(field);
  return date ? Phi<std::string>(date->FhirDate()) : Phi<std::string>();
}

void ReadPortrait(const hl7::View& view, model::Person& person) {
  ReadName(BestName(view.Field("PID", 5)), person);
  person.birth_date = ReadBirthDate(view);
  person.gender = Phi<std::string>(Gender(UpperAscii(Part(view.Field("PID", 8), 1))));
  if (!HidesLocation(view)) {
    person.address =
        Phi<std::vector<std::string>>(AddressLines(HomeAddress(view.Field("PID", 11))));
  }
}

std::vector<std::string> ReadGeneralPractice(const hl7::View& view) {
  std::vector<std::string> lines;
  if (HidesLocation(view)) return lines;
  const hl7::Element practice = view.Field("PD1", 3);
  const hl7::Element doctor = view.Field("PD1", 4);
  if (doctor.HasValue()) {
    std::string name;
    for (const std::size_t component : {6U, 3U, 2U}) {
      const std::string part = Part(doctor, component);
      if (!part.empty()) name += (name.empty() ? "" : " ") + part;
    }
    if (!name.empty()) lines.push_back(std::move(name));
  }
  if (practice.HasValue()) {
    std::string line = Part(practice, 1);
    const std::string code = Part(practice, 3);
    if (!code.empty()) line += line.empty() ? code : " (" + code + ")";
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace wardbridge::discharge
