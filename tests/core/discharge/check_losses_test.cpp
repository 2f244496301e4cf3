// One element left out gives exactly its rule's Issue at its place.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/check.h"
#include "tests/core/discharge/check_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(check_losses)

namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): the tables below are made of its
                          // names
using Severity = model::Issue::Severity;
constexpr auto kError = Severity::kError;
constexpr auto kWarning = Severity::kWarning;

#define ENTRY(index) "Bundle.entry[" #index "].resource"

// One property of a resource is taken away.
struct Loss {
  const char* name;
  const char* rule;
  Severity severity;
  int entry;
  const char* property;
  const char* path;
};
std::ostream& operator<<(std::ostream& out, const Loss& l) {
  return out << l.rule << ": " << l.name;
}

const std::array kLosses = {
    Loss{"Bundle without type", "bundle-type", kError, kBundle, "type", "Bundle.type"},
    Loss{"Bundle without id", "resource-id", kError, kBundle, "id", "Bundle.id"},
    Loss{"Bundle without identifier", "always-sent", kWarning, kBundle, "identifier",
         "Bundle.identifier"},
    Loss{"Organization without profile", "profile", kError, kTrust, "meta",
         ENTRY(1) ".meta.profile"},
    Loss{"Encounter without subject", "mandatory", kError, kStay, "subject",
         ENTRY(2) ".subject.reference"},
    Loss{"document without subject", "mandatory", kError, kDocument, "subject",
         ENTRY(3) ".subject.reference"},
    Loss{"document without custodian", "mandatory", kError, kDocument, "custodian",
         ENTRY(3) ".custodian.reference"},
    Loss{"Observation without subject", "mandatory", kError, kPulse, "subject",
         ENTRY(16) ".subject.reference"},
    Loss{"Patient without name", "required", kWarning, kPatient, "name", ENTRY(0) ".name"},
    Loss{"Patient without gender", "required", kWarning, kPatient, "gender", ENTRY(0) ".gender"},
    Loss{"Patient without birth date", "required", kWarning, kPatient, "birthDate",
         ENTRY(0) ".birthDate"},
    Loss{"Patient without address", "required", kWarning, kPatient, "address", ENTRY(0) ".address"},
    Loss{"Organization without name", "required", kWarning, kTrust, "name", ENTRY(1) ".name"},
    Loss{"Encounter without type", "required", kWarning, kStay, "type", ENTRY(2) ".type"},
    Loss{"document without type", "required", kWarning, kDocument, "type", ENTRY(3) ".type"},
    Loss{"Observation without category", "required", kWarning, kPulse, "category",
         ENTRY(16) ".category"},
    Loss{"Encounter without identifier", "always-sent", kWarning, kStay, "identifier",
         ENTRY(2) ".identifier"},
    Loss{"Encounter without serviceProvider", "always-sent", kWarning, kStay, "serviceProvider",
         ENTRY(2) ".serviceProvider"},
    Loss{"document without date", "always-sent", kWarning, kDocument, "date", ENTRY(3) ".date"},
    Loss{"document without author", "always-sent", kWarning, kDocument, "author",
         ENTRY(3) ".author"},
    Loss{"Observation without identifier", "always-sent", kWarning, kPulse, "identifier",
         ENTRY(16) ".identifier"},
    Loss{"Observation without encounter", "always-sent", kWarning, kPulse, "encounter",
         ENTRY(16) ".encounter"},
    Loss{"Patient without identifier", "nhs-number", kError, kPatient, "identifier",
         ENTRY(0) ".identifier"},
    Loss{"Organization without identifier", "ods-code", kError, kTrust, "identifier",
         ENTRY(1) ".identifier"},
    Loss{"Encounter without status", "encounter-status", kError, kStay, "status",
         ENTRY(2) ".status"},
    Loss{"document without status", "document-status", kError, kDocument, "status",
         ENTRY(3) ".status"},
    Loss{"document without context", "document-encounter", kError, kDocument, "context",
         ENTRY(3) ".context.encounter"},
    Loss{"document without content", "document-pdf", kError, kDocument, "content",
         ENTRY(3) ".content"},
    Loss{"Observation without status", "observation-status", kError, kDiastolic, "status",
         ENTRY(15) ".status"},
    Loss{"Observation without code", "observation-code", kError, kDiastolic, "code",
         ENTRY(15) ".code.coding"},
    Loss{"reading without value", "observation-value", kError, kDiastolic, "valueQuantity",
         ENTRY(15) ".value[x]"},
    Loss{"Observation without time", "effective-time", kError, kDiastolic, "effectiveDateTime",
         ENTRY(15) ".effectiveDateTime"},
    Loss{"saturation without note", "news2-scale-note", kWarning, kSaturation, "note",
         ENTRY(13) ".note"}};

}  // namespace

BOOST_DATA_TEST_CASE(a_lost_element_gives_the_issue_of_its_rule,
                     boost::unit_test::data::make(kLosses), l) {
  ExpectOnly(Without(Good(), l.entry, l.property), l.rule, l.severity, l.path);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
