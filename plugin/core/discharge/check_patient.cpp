#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/timestamp.h"
#include "core/discharge/check_rules.h"
#include "model/nhs_number.h"

namespace wardbridge::discharge {
namespace {

constexpr std::string_view kNhsNumberSystem = "https://fhir.nhs.uk/Id/nhs-number";
constexpr std::string_view kOdsOrganisation = "https://fhir.nhs.uk/Id/ods-organization-code";
constexpr std::string_view kOdsSite = "https://fhir.nhs.uk/Id/ods-site-code";

template <std::size_t kSize>
bool IsOneOf(std::string_view text, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 4> kGenders = {"male", "female", "other", "unknown"};
constexpr std::array<std::string_view, 5> kAddressUses = {"home", "work", "temp", "old", "billing"};
constexpr std::array<std::string_view, 3> kAddressTypes = {"postal", "physical", "both"};
constexpr std::array<std::string_view, 7> kNameUses = {"usual",     "official", "temp",  "nickname",
                                                       "anonymous", "old",      "maiden"};
constexpr std::array<std::string_view, 7> kTelecomSystems = {"phone", "fax", "email", "pager",
                                                             "url",   "sms", "other"};
constexpr std::array<std::string_view, 5> kTelecomUses = {"home", "work", "temp", "old", "mobile"};

template <std::size_t kSize>
void CheckCode(const CheckedEntry& entry, std::string_view path,
               const std::array<std::string_view, kSize>& codes, CheckReport& report) {
  for (const FoundNode& found : Find(entry.resource, entry.path, path)) {
    if (!IsOneOf(found.node.View(), codes)) {
      report.Error(found.path, "is not a code of its required value set");
    }
  }
}

// "1944-02-29", "1944-02" or "1944", and that date exists.
bool IsFhirDate(std::string_view text) {
  CivilTime date;
  const std::vector<std::string_view> parts = Split(text, '-');
  const std::array<int*, 3> fields = {&date.year, &date.month, &date.day};
  if (parts.size() > fields.size()) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = ParseDigits(parts[i]);
    if (!number || parts[i].size() != (i == 0 ? 4U : 2U)) return false;
    *fields[i] = static_cast<int>(*number);
  }
  return IsValid(date);
}

std::vector<FoundNode> IdentifiersOf(const CheckedEntry& entry, std::string_view system) {
  std::vector<FoundNode> found = Find(entry.resource, entry.path, "identifier");
  std::erase_if(found, [&](const FoundNode& identifier) {
    return identifier.node["system"].View() != system;
  });
  return found;
}

void CheckTelecom(const FoundNode& telecom, bool of_organisation, CheckReport& report) {
  const fhir::Node system = telecom.node["system"];
  const fhir::Node use = telecom.node["use"];
  if (!system && telecom.node["value"]) {
    report.Error(telecom.path + ".system", "is missing (FHIR invariant cpt-2)");
  }
  if (system && !IsOneOf(system.View(), kTelecomSystems)) {
    report.Error(telecom.path + ".system", "is not a code of its required value set");
  }
  if (use && !IsOneOf(use.View(), kTelecomUses)) {
    report.Error(telecom.path + ".use", "is not a code of its required value set");
  }
  if (of_organisation && use.View() == "home") {
    report.Error(telecom.path + ".use", "of an organisation is never home (FHIR invariant org-3)");
  }
}

bool IsOdsCode(std::string_view text) {
  return text.size() >= 3 && text.size() <= 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsDigit(c) || IsUpper(c); });
}

}  // namespace

void CheckNhsNumber(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* patient : bundle.Of("Patient")) {
    const std::vector<FoundNode> numbers = IdentifiersOf(*patient, kNhsNumberSystem);
    if (numbers.size() != 1) {
      report.Error(patient->path + ".identifier", "must hold exactly one NHS number");
    }
    for (const FoundNode& number : numbers) {
      const std::string_view digits = number.node["value"].View();
      if (digits.size() != 10 || !model::NhsNumber::Parse(digits)) {
        report.Error(number.path + ".value", "must be ten digits with a right check digit");
      }
    }
  }
}

void CheckNhsNumberStatus(const CheckedBundle& bundle, CheckReport& report) {
  const std::string url = std::string(kUkCore) + "Extension-UKCore-NHSNumberVerificationStatus";
  const std::string system =
      std::string(kUkCodeSystems) + "UKCore-NHSNumberVerificationStatusEngland";
  for (const CheckedEntry* patient : bundle.Of("Patient")) {
    for (const FoundNode& one : Find(patient->resource, patient->path, "identifier.extension")) {
      if (one.node["url"].View() != url) continue;
      for (const FoundNode& coding : Find(one.node, one.path, "valueCodeableConcept.coding")) {
        if (coding.node["system"].View() != system) {
          report.Error(coding.path + ".system", "must be the English code system in use");
        }
      }
    }
  }
}

void CheckPatientCodes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* patient : bundle.Of("Patient")) {
    CheckCode(*patient, "gender", kGenders, report);
    CheckCode(*patient, "contact.gender", kGenders, report);
    CheckCode(*patient, "name.use", kNameUses, report);
    CheckCode(*patient, "address.use", kAddressUses, report);
    CheckCode(*patient, "address.type", kAddressTypes, report);
  }
}

void CheckBirthDate(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* patient : bundle.Of("Patient")) {
    const fhir::Node date = patient->resource["birthDate"];
    if (date && !IsFhirDate(date.View())) {
      report.Error(patient->path + ".birthDate", "must be a calendar date without time or zone");
    }
  }
}

void CheckDeceased(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* patient : bundle.Of("Patient")) {
    const fhir::Node flag = patient->resource["deceasedBoolean"];
    const fhir::Node time = patient->resource["deceasedDateTime"];
    const std::string path = patient->path + ".deceased[x]";
    if (flag && time) report.Error(path, "has both of its choices");
    if (flag && !flag.IsBoolean()) report.Error(path, "must be a JSON true or false");
    if (time && !IsFhirDate(time.View()) && !ParseInstant(time.View())) {
      report.Error(path, "must be a date, or a date and time with offset");
    }
  }
}

void CheckTelecoms(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry& entry : bundle.Entries()) {
    if (entry.type != "Patient" && entry.type != "Organization") continue;
    for (const std::string_view path : {"telecom", "contact.telecom"}) {
      for (const FoundNode& telecom : Find(entry.resource, entry.path, path)) {
        CheckTelecom(telecom, entry.type == "Organization", report);
      }
    }
  }
}

void CheckContacts(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* patient : bundle.Of("Patient")) {
    for (const FoundNode& contact : Find(patient->resource, patient->path, "contact")) {
      const fhir::Node& node = contact.node;
      if (!node["name"] && !node["telecom"] && !node["address"] && !node["organization"]) {
        report.Error(contact.path, "has neither name nor telecom, address or organization (pat-1)");
      }
    }
  }
}

void CheckOdsCodes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* organisation : bundle.Of("Organization")) {
    std::size_t codes = 0;
    for (const std::string_view system : {kOdsOrganisation, kOdsSite}) {
      const std::vector<FoundNode> found = IdentifiersOf(*organisation, system);
      codes += found.size();
      if (found.size() > 1) {
        report.Error(found.back().path, "is a second identifier of the same kind of ODS code");
      }
      for (const FoundNode& code : found) {
        if (!IsOdsCode(code.node["value"].View())) {
          report.Error(code.path + ".value", "must be 3 to 12 capital letters and digits");
        }
      }
    }
    if (codes == 0) {
      report.Error(organisation->path + ".identifier", "holds no ODS code");
    }
  }
}

}  // namespace wardbridge::discharge
