// The check as a whole: a good Bundle passes, mistakes of more than one place are found, every rule
// is tried, and the samples of an independent judge are judged alike where they are at hand.
#include "core/discharge/check.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/discharge/check_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(check)

namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): every test is made of its names
using Severity = model::Issue::Severity;
using Rules = std::set<std::string>;

Rules RulesOf(const std::string& bundle, bool errors_only = false) {
  Rules rules;
  for (const model::Issue& issue : Check(bundle)) {
    if (!errors_only || issue.severity == Severity::kError) rules.insert(issue.code);
  }
  return rules;
}

void ExpectRules(const std::string& bundle, const Rules& wanted) {
  const Rules found = RulesOf(bundle);
  BOOST_TEST(found == wanted, boost::test_tools::per_element());
}

std::string SecondTrust() {
  const std::string trust = EntryText(Good(), kTrust);
  std::string second = trust;
  for (std::size_t at = second.find(Uuid(kTrust)); at != std::string::npos;
       at = second.find(Uuid(kTrust))) {
    second.replace(at, Uuid(kTrust).size(), Uuid(5));
  }
  return second.replace(second.find("RXX"), 3, "RYY");
}

// The folder of the judge's samples, or "" where it is not at hand.
std::filesystem::path Samples() {
  const char* const shared =
      std::getenv("WARDBRIDGE_SHARED");  // NOLINT(concurrency-mt-unsafe): one thread
  const std::filesystem::path root =
      shared ? shared : std::filesystem::path(WARDBRIDGE_SOURCE_DIR) / ".." / "shared";
  const std::filesystem::path samples = root / "judge" / "selftest";
  return std::filesystem::is_regular_file(samples / "good.json") ? samples
                                                                 : std::filesystem::path();
}

// Bad samples that this check lets through on purpose: they need a PDF library, and the document
// room makes the PDF.
const std::set<std::string> kNotOurs = {"pdf-is-cut-short", "pdf-font-not-embedded"};

}  // namespace

BOOST_AUTO_TEST_CASE(a_good_bundle_has_no_issue) {
  for (const model::Issue& issue : Check(Good())) {
    BOOST_ERROR(issue.code << " at " << issue.path << ": " << issue.text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_json_has_one_issue_only) {
  ExpectRules("<Bundle/>", {"bundle-json"});
}

BOOST_AUTO_TEST_CASE(a_resource_that_is_no_bundle_is_refused) {
  BOOST_TEST(RulesOf(R"({"resourceType":"Patient"})").contains("bundle-type"));
  BOOST_TEST(RulesOf("[]").contains("bundle-type"));
  BOOST_TEST(RulesOf("7").contains("bundle-type"));
}

BOOST_AUTO_TEST_CASE(a_second_patient_is_refused) {
  std::string second = EntryText(Good(), kPatient);
  for (std::size_t at = second.find(Uuid(kPatient)); at != std::string::npos;
       at = second.find(Uuid(kPatient))) {
    second.replace(at, Uuid(kPatient).size(), Uuid(6));
  }
  second.replace(second.find("9990000018"), 10, "9990000026")
      .replace(second.find("RX000018"), 8, "RX000026");
  ExpectRules(WithEntry(Good(), second), {"entry-counts", "entry-order", "connected"});
}

BOOST_AUTO_TEST_CASE(a_device_is_refused) {
  const std::string device =
      R"({"fullUrl":"urn:uuid:)" + Uuid(7) + R"(","resource":{"resourceType":"Device","id":")" +
      Uuid(7) +
      R"(","meta":{"profile":["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Device"]},)" +
      R"("patient":)" + Reference(kPatient) + "}}";
  ExpectOnly(WithEntry(Good(), device), "entry-counts", Severity::kError,
             "Bundle.entry[23].resource");
}

BOOST_AUTO_TEST_CASE(a_bundle_without_observations_is_good) {
  std::string bundle = Good();
  const std::size_t first = RangeOf(bundle, kTotal).begin;
  bundle.erase(first, bundle.find("\n ]}") - first);
  bundle.erase(bundle.rfind(','), 1);
  ExpectRules(bundle, {});
}

BOOST_AUTO_TEST_CASE(an_organization_behind_the_observations_is_only_a_warning) {
  const std::string bundle = Replaced(WithEntry(Good(), SecondTrust()), kDocument, "\"author\":[",
                                      "\"author\":[" + Reference(5) + ",");
  ExpectOnly(bundle, "entry-order", Severity::kWarning, "Bundle.entry[23].resource");
}

BOOST_AUTO_TEST_CASE(an_organization_that_nobody_names_is_refused) {
  ExpectRules(WithEntry(Good(), SecondTrust()), {"connected", "entry-order"});
}

BOOST_AUTO_TEST_CASE(a_full_url_used_twice_is_refused) {
  BOOST_TEST(RulesOf(WithEntry(Good(), EntryText(Good(), kDiastolic))).contains("full-url"));
}

BOOST_AUTO_TEST_CASE(a_full_url_behind_its_resource_is_refused) {
  std::string bundle = Good();
  const std::string url = R"("fullUrl":"urn:uuid:)" + Uuid(kOxygen) + "\"";
  bundle.erase(bundle.find(url), url.size() + 1);
  bundle.insert(bundle.find("\n ]}") - 1, "," + url);
  ExpectOnly(bundle, "full-url", Severity::kError, "Bundle.entry[22].fullUrl");
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_refused_though_full_url_agrees) {
  std::string bundle = Good();
  for (std::size_t at = bundle.find(Uuid(kDiastolic)); at != std::string::npos;
       at = bundle.find(Uuid(kDiastolic))) {
    bundle.replace(at, Uuid(kDiastolic).size(), "reading-5");
  }
  ExpectOnly(bundle, "resource-id", Severity::kError, "Bundle.entry[15].resource.id");
}

BOOST_AUTO_TEST_CASE(a_circle_of_two_organizations_is_refused) {
  std::string second = SecondTrust();
  second.replace(second.find("\"name\":"), 7, "\"partOf\":" + Reference(kTrust) + ",\"name\":");
  const std::string bundle = Replaced(WithEntry(Good(), second), kTrust,
                                      "\"name\":", "\"partOf\":" + Reference(5) + ",\"name\":");
  BOOST_TEST(RulesOf(bundle).contains("no-circle"));
}

BOOST_AUTO_TEST_CASE(a_contact_nobody_could_reach_is_refused) {
  const std::string bundle =
      Replaced(Without(Good(), kPatient, "contact"), kPatient,
               "\"gender\":", R"("contact":[{"relationship":[{"text":"Next of kin"}]}],"gender":)");
  ExpectRules(bundle, {"contact", "required"});
}

BOOST_AUTO_TEST_CASE(a_stay_that_ends_before_it_starts_is_refused) {
  BOOST_TEST(
      RulesOf(Replaced(Good(), kStay, "2026-11-02T10:00:00+00:00", "2026-10-19T10:00:00+01:00"))
          .contains("encounter-period"));
}

BOOST_AUTO_TEST_CASE(a_document_that_is_no_pdf_is_refused) {
  const std::string bundle =
      Replaced(Good(), kDocument, "\"data\":\"JVBERi0x", "\"data\":\"PGh0bWw+");
  ExpectRules(bundle, {"document-pdf", "document-digest"});
}

BOOST_AUTO_TEST_CASE(a_document_without_type_and_title_is_refused) {
  const std::string bundle = Replaced(Without(Good(), kDocument, "type"), kDocument,
                                      "\"title\":\"Virtual Ward Remote Monitoring Summary\",", "");
  ExpectRules(bundle, {"document-title", "required", "always-sent"});
}

BOOST_AUTO_TEST_CASE(a_total_without_a_saturation_score_is_refused) {
  ExpectRules(Replaced(Good(), kTotal, Reference(kSaturationScore) + ",", ""),
              {"news2-one-scale", "news2-total"});
}

BOOST_AUTO_TEST_CASE(a_total_with_both_scales_is_refused) {
  const std::string bundle = Replaced(
      Replaced(Good(), kTotal, Reference(17), Reference(17) + "," + Reference(kScale2Score)),
      kTotal, "\"valueInteger\":5", "\"valueInteger\":7");
  ExpectRules(bundle, {"news2-one-scale", "news2-time"});
}

BOOST_AUTO_TEST_CASE(a_score_from_another_kind_of_reading_is_refused) {
  ExpectOnly(Replaced(Good(), kPulseScore, Reference(kPulse), Reference(21)), "news2-sources",
             Severity::kError, "Bundle.entry[9].resource.derivedFrom");
}

BOOST_AUTO_TEST_CASE(an_alertness_score_without_reading_is_good_when_its_note_says_so) {
  const std::string bundle =
      Replaced(Good(), kConsciousnessScore, "\"derivedFrom\":[" + Reference(kAcvpu) + "]",
               "\"note\":[{\"text\":\"Taken as alert: not stated by the source\"}]");
  ExpectRules(bundle, {});
}

BOOST_AUTO_TEST_CASE(a_score_of_a_reading_outside_the_limits_is_refused) {
  const std::string bundle = Replaced(Good(), kPulse, "\"value\":104", "\"value\":9");
  ExpectRules(bundle, {"news2-sub-score", "observation-plausible"});
}

BOOST_AUTO_TEST_CASE(the_misprint_of_the_acvpu_code_is_refused_though_its_check_digit_is_right) {
  const Rules rules = RulesOf(Replaced(Good(), kAcvpu, "1104441000000107", "104441000000107"));
  BOOST_TEST(rules.contains("observation-code"));
  BOOST_TEST(!rules.contains("snomed-code"));
}

BOOST_AUTO_TEST_CASE(no_issue_holds_a_value_of_the_patient) {
  std::string bundle = Replaced(Good(), kPatient, "9990000018", "999 000 0017");
  bundle = Replaced(bundle, kPatient, "\"Sampleton\"", "\"Sample\\u0007ton\"");
  bundle = Replaced(bundle, kPatient, "1944-02-29", "1944-02-31");
  for (const model::Issue& issue : Check(bundle)) {
    for (const char* const value : {"999", "Sample", "1944"}) {
      BOOST_TEST(issue.text.find(value) == std::string::npos, issue.text);
      BOOST_TEST(issue.path.find(value) == std::string::npos, issue.path);
    }
  }
}

BOOST_AUTO_TEST_CASE(rules_have_different_names_and_a_sentence) {
  std::set<std::string_view> names;
  for (const CheckRule& rule : CheckRules()) {
    BOOST_TEST(names.insert(rule.name).second, rule.name);
    BOOST_TEST(rule.says.size() > 10U, rule.name);
  }
}

BOOST_AUTO_TEST_CASE(every_rule_is_tried_by_a_test) {
  std::string tests;
  for (const char* const file :
       {"check_test", "check_mistakes_test", "check_clinical_mistakes_test", "check_losses_test"}) {
    tests += ReadAll(std::string(WARDBRIDGE_SOURCE_DIR) + "/tests/core/discharge/" + file + ".cpp");
  }
  for (const CheckRule& rule : CheckRules()) {
    BOOST_TEST(tests.find("\"" + std::string(rule.name) + "\"") != std::string::npos, rule.name);
  }
}

BOOST_AUTO_TEST_CASE(the_judges_good_sample_has_no_error) {
  if (Samples().empty()) return;  // not on this machine
  for (const model::Issue& issue : Check(ReadAll(Samples() / "good.json"))) {
    BOOST_TEST((issue.severity != Severity::kError),
               issue.code << " at " << issue.path << ": " << issue.text);
  }
}

BOOST_AUTO_TEST_CASE(the_judges_bad_samples_are_found) {
  if (Samples().empty()) return;  // not on this machine
  std::size_t samples = 0;
  for (const auto& sample : std::filesystem::directory_iterator(Samples() / "bad")) {
    const std::string name = sample.path().stem().string();
    const bool found = !RulesOf(ReadAll(sample.path().string()), true).empty();
    BOOST_TEST(found != kNotOurs.contains(name), name);
    ++samples;
  }
  BOOST_TEST(samples > kNotOurs.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
