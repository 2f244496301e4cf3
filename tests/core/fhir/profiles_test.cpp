#include "core/fhir/profiles.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "core/fhir/elements.h"

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(profiles)

namespace {

std::string UkCore(std::string_view name) { return std::string(kUkCoreUrl) + std::string(name); }

BOOST_AUTO_TEST_CASE(a_profile_knows_its_type_and_its_rules) {
  const auto patient = FindProfile(UkCore("UKCore-Patient"));
  BOOST_REQUIRE(patient.has_value());
  BOOST_TEST(patient->type == "Patient");
  const bool has_rule =
      std::any_of(patient->rules.begin(), patient->rules.end(), [](const ElementRule& rule) {
        return rule.place == "identifier" && rule.element == "value" && rule.required &&
               rule.system == "https://fhir.nhs.uk/Id/nhs-number";
      });
  BOOST_TEST(has_rule);
  BOOST_TEST(!FindProfile(UkCore("UKCore-Patien")).has_value());
  BOOST_TEST(!FindProfile("").has_value());
}

BOOST_AUTO_TEST_CASE(a_profile_has_the_rules_of_what_it_stands_on) {
  const auto vital = FindProfile(UkCore("UKCore-Observation-VitalSigns-HeartRate"));
  BOOST_REQUIRE(vital.has_value());
  const bool has_rule =
      std::any_of(vital->rules.begin(), vital->rules.end(), [](const ElementRule& rule) {
        return rule.place.empty() && rule.element == "status" && rule.fixed == "final";
      });
  BOOST_TEST(has_rule);
}

BOOST_AUTO_TEST_CASE(an_extension_knows_value_codes_and_places) {
  const Extension* status = FindExtension(UkCore("Extension-UKCore-NHSNumberVerificationStatus"));
  BOOST_REQUIRE(status != nullptr);
  BOOST_TEST(status->types == "CodeableConcept");
  BOOST_TEST(status->places == "Patient.identifier");
  BOOST_REQUIRE(status->codes != nullptr);
  BOOST_TEST(CodeSet(*status->codes).Has("01"));
  BOOST_TEST(!CodeSet(*status->codes).Has("99"));
  BOOST_TEST(FindExtension(UkCore("Extension-UKCore-Nothing")) == nullptr);
}

BOOST_AUTO_TEST_CASE(an_extension_of_parts_has_them_instead_of_a_value) {
  const std::string url = UkCore("Extension-UKCore-DeathNotificationStatus");
  const Extension* whole = FindExtension(url);
  BOOST_REQUIRE(whole != nullptr);
  BOOST_TEST(whole->types == "");
  BOOST_REQUIRE(PartsOf(url).size() == 2U);
  const Extension* date = FindExtension(url, "systemEffectiveDate");
  BOOST_REQUIRE(date != nullptr);
  BOOST_TEST(date->types == "dateTime");
  BOOST_TEST(!date->required);
  BOOST_TEST(FindExtension(url, "deathNotificationStatus")->required);
  BOOST_TEST(PartsOf(UkCore("Extension-UKCore-DischargeMethod")).empty());
}

// A table that names what the table of R4 does not have could never be right.
BOOST_AUTO_TEST_CASE(every_rule_is_about_an_element_that_r4_has) {
  for (const std::string_view url : ProfileUrls()) {
    const auto profile = FindProfile(url);
    BOOST_REQUIRE(profile.has_value());
    const auto type = Type::Find(profile->type);
    BOOST_REQUIRE_MESSAGE(type.has_value(), url);
    for (const ElementRule& rule : profile->rules) {
      if (!rule.place.empty()) continue;
      const bool known = type->FindElement(rule.element) || type->FindProperty(rule.element);
      BOOST_TEST(known, url << " " << rule.element);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_extension_is_found_and_has_types_of_r4) {
  for (const std::string_view url : ExtensionUrls()) {
    const Extension* extension = FindExtension(url);
    BOOST_REQUIRE_MESSAGE(extension != nullptr, url);
    BOOST_TEST(extension->types.empty() != PartsOf(url).empty(), url);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
