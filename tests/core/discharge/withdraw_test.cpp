// What was sent, sent again as withdrawn (spec/adt-life-cycle section 6).
#include "core/discharge/withdraw.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "base/base64.h"
#include "core/discharge/check.h"
#include "core/fhir/node.h"
#include "tests/support/stay_request.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(withdraw)

namespace {

const Timestamp kWhen = test::Instant("2026-10-24T09:00:00+01:00");

struct Pair {
  Assembled sent;
  Assembled withdrawn;
};

Pair Withdrawn(model::StayState state = model::StayState::kRetracted) {
  const AssembleRequest request = test::Request();
  auto sent = test::WardProgram().Assemble(request);
  BOOST_REQUIRE(sent.has_value());
  WithdrawRequest withdraw{request.stay, sent->bundle, 2, kWhen};
  withdraw.stay.state = state;
  auto withdrawn = test::WardProgram().Withdraw(withdraw);
  BOOST_REQUIRE_MESSAGE(withdrawn.has_value(), (withdrawn ? "" : withdrawn.error().Text()));
  return {std::move(*sent), std::move(*withdrawn)};
}

fhir::Node Parsed(const std::string& bundle) {
  auto node = fhir::Node::Parse(bundle);
  BOOST_REQUIRE(node.has_value());
  return *node;
}

fhir::Node ResourceOf(const fhir::Node& bundle, const std::string& type) {
  for (const fhir::Node& entry : bundle["entry"].Items()) {
    if (entry["resource"]["resourceType"].Text() == type) return entry["resource"];
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_the_next_version_of_the_same_bundle_with_its_document_in_error) {
  const Pair pair = Withdrawn();
  const fhir::Node sent = Parsed(pair.sent.bundle);
  const fhir::Node withdrawn = Parsed(pair.withdrawn.bundle);
  BOOST_TEST(withdrawn["identifier"]["value"].Text() == sent["identifier"]["value"].Text());
  BOOST_TEST(withdrawn["meta"]["versionId"].Text() == "2");
  BOOST_TEST(withdrawn["meta"]["lastUpdated"].Text() == "2026-10-24T09:00:00.000+01:00");
  const fhir::Node document = ResourceOf(withdrawn, "DocumentReference");
  BOOST_TEST(document["status"].Text() == "entered-in-error");
  BOOST_TEST(document["docStatus"].Text() == "entered-in-error");
  BOOST_TEST(document["masterIdentifier"]["value"].Text() ==
             ResourceOf(sent, "DocumentReference")["masterIdentifier"]["value"].Text());
  BOOST_TEST(withdrawn["entry"].Size() == sent["entry"].Size());
  BOOST_TEST(pair.withdrawn.bundle_identifier == pair.sent.bundle_identifier);
}

BOOST_AUTO_TEST_CASE(the_document_is_one_page_that_says_so) {
  const Pair pair = Withdrawn();
  BOOST_TEST(pair.withdrawn.document.pages == 1);
  const fhir::Node attachment =
      ResourceOf(Parsed(pair.withdrawn.bundle), "DocumentReference")["content"].At(0)["attachment"];
  BOOST_TEST(attachment["data"].Text() == Base64(pair.withdrawn.document.bytes));
  BOOST_TEST(attachment["size"].Integer().value_or(0) ==
             static_cast<long long>(pair.withdrawn.document.bytes.size()));
}

BOOST_AUTO_TEST_CASE(the_check_finds_nothing_but_the_status) {
  const Pair pair = Withdrawn();
  BOOST_TEST(pair.withdrawn.MayBeSent());
  std::size_t errors = 0;
  for (const model::Issue& issue : Check(pair.withdrawn.bundle)) {
    if (issue.severity != model::Issue::Severity::kError) continue;
    BOOST_TEST(issue.code == "document-status");
    ++errors;
  }
  BOOST_TEST(errors == 2U);
}

BOOST_AUTO_TEST_CASE(a_cancelled_stay_gives_another_reason_than_a_cancelled_discharge) {
  const Pair discharge = Withdrawn(model::StayState::kRetracted);
  const Pair stay = Withdrawn(model::StayState::kCancelled);
  BOOST_TEST(discharge.withdrawn.document.bytes != stay.withdrawn.document.bytes);
}

BOOST_AUTO_TEST_CASE(what_is_no_bundle_of_ours_is_refused) {
  WithdrawRequest request{test::Request().stay, "[1, 2", 2, kWhen};
  BOOST_TEST(!WithdrawSummary(request, test::WardSettings()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
