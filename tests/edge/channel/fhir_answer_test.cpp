#include "edge/channel/fhir_answer.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(fhir_answer)

namespace {

using Kind = model::Outcome::Kind;

constexpr const char* kJson = "application/fhir+json; charset=utf-8";

std::string Issue(const std::string& code) {
  return R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":")" + code +
         R"("}]})";
}

struct Case {
  const char* name;
  FhirQuestion question;
  int status;
  std::string body;
  Kind kind;
  const char* code;
  FhirNext next = FhirNext::kFinish;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

constexpr auto kCreate = FhirQuestion::kCreate;
constexpr auto kUpdate = FhirQuestion::kUpdate;
constexpr auto kTransaction = FhirQuestion::kTransaction;

const std::string kStored =
    R"({"resourceType":"Bundle","type":"transaction-response","entry":[)"
    R"({"response":{"status":"201 Created","location":"Patient/1/_history/1"}},)"
    R"({"response":{"status":"200","location":"https://a/DocumentReference/2/_history/1"}}]})";
const std::string kHalf = R"({"resourceType":"Bundle","type":"transaction-response","entry":[)"
                          R"({"response":{"status":"201"}},{"response":{"status":"412"}}]})";

const std::vector<Case> kCases = {
    {"created", kCreate, 201, "", Kind::kDelivered, "fhir.created"},
    {"there already", kCreate, 200, "{}", Kind::kDelivered, "fhir.present"},
    {"updated", kUpdate, 200, "", Kind::kDelivered, "fhir.updated"},
    {"updated without words", kUpdate, 204, "", Kind::kDelivered, "fhir.updated"},
    {"made by an update", FhirQuestion::kUpdateByIdentifier, 201, "", Kind::kDelivered,
     "fhir.created"},
    {"a success that is none", kCreate, 201, Issue("invalid"), Kind::kPermanent,
     "fhir.outcome-error"},
    {"a success that is none yet", kCreate, 200, Issue("timeout"), Kind::kTransient,
     "fhir.outcome-error"},
    {"transaction stored", kTransaction, 200, kStored, Kind::kDelivered, "fhir.stored"},
    {"transaction stored in part", kTransaction, 200, kHalf, Kind::kPermanent,
     "fhir.transaction-incomplete"},
    {"transaction without an answer", kTransaction, 200, "", Kind::kPermanent,
     "fhir.transaction-incomplete"},
    {"accepted only", kCreate, 202, "", Kind::kInDoubt, "fhir.accepted-only"},
    {"no content for a create", kCreate, 204, "", Kind::kInDoubt, "fhir.accepted-only"},
    {"redirected", kCreate, 301, "", Kind::kConfiguration, "fhir.redirected"},
    {"not modified", kCreate, 304, "", Kind::kConfiguration, "fhir.redirected"},
    {"bad request", kCreate, 400, Issue("structure"), Kind::kPermanent, "fhir.rejected"},
    {"bad request for now", kCreate, 400, Issue("lock-error"), Kind::kTransient, "fhir.rejected"},
    {"not authorised", kCreate, 401, "", Kind::kConfiguration, "fhir.unauthorised",
     FhirNext::kRenewToken},
    {"forbidden", kCreate, 403, Issue("transient"), Kind::kConfiguration, "fhir.forbidden"},
    {"not found", kCreate, 404, "", Kind::kPermanent, "fhir.rejected"},
    {"the id is not found", kUpdate, 404, "", Kind::kPermanent, "fhir.rejected",
     FhirNext::kAskByIdentifier},
    {"the id is gone", kUpdate, 410, "", Kind::kPermanent, "fhir.rejected",
     FhirNext::kAskByIdentifier},
    {"request timeout", kCreate, 408, "", Kind::kTransient, "fhir.busy"},
    {"conflict", kCreate, 409, "", Kind::kPermanent, "fhir.conflict", FhirNext::kRepeat},
    {"several matches", kCreate, 412, "", Kind::kPermanent, "fhir.several-matches",
     FhirNext::kRepeat},
    {"too large", kCreate, 413, "", Kind::kPermanent, "fhir.too-large"},
    {"wrong media type", kCreate, 415, "", Kind::kPermanent, "fhir.rejected"},
    {"expectation failed", kCreate, 417, "", Kind::kPermanent, "fhir.rejected"},
    {"unprocessable", kTransaction, 422, "<html>", Kind::kPermanent, "fhir.rejected"},
    {"too early", kCreate, 425, "", Kind::kTransient, "fhir.busy"},
    {"too many", kCreate, 429, Issue("invalid"), Kind::kTransient, "fhir.busy"},
    {"server error", kCreate, 500, "", Kind::kTransient, "fhir.server-error"},
    {"server error for this one", kCreate, 500, Issue("invariant"), Kind::kPermanent,
     "fhir.server-error"},
    {"bad gateway", kCreate, 502, "<html>", Kind::kTransient, "fhir.server-error"},
    {"unavailable", kCreate, 503, Issue("invalid"), Kind::kTransient, "fhir.busy"},
    {"gateway timeout", kCreate, 504, "", Kind::kTransient, "fhir.server-error"},
    {"a status nobody knows", kCreate, 600, "", Kind::kInDoubt, "fhir.unexpected-status"},
};

net::HttpAnswer Answer(int status, const std::string& body) {
  return {status, {{"Content-Type", kJson}}, body, false};
}

model::Outcome OutcomeFor(FhirQuestion question, const net::HttpAnswer& answer) {
  return Judge(question, answer, "id", Timestamp()).outcome;
}

}  // namespace

BOOST_DATA_TEST_CASE(each_answer_has_its_class, boost::unit_test::data::make(kCases), c) {
  const FhirVerdict verdict = Judge(c.question, Answer(c.status, c.body), "id-1", Timestamp());
  BOOST_TEST((verdict.outcome.kind == c.kind));
  BOOST_TEST(verdict.outcome.code == c.code);
  BOOST_TEST((verdict.next == c.next));
  BOOST_TEST(verdict.outcome.detail.starts_with("HTTP " + std::to_string(c.status)));
  BOOST_TEST(verdict.outcome.detail.find("X-Request-ID id-1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_instead_of_fhir_is_a_fault_of_configuration) {
  net::HttpAnswer answer = Answer(200, "<html>sign in</html>");
  answer.headers = {{"Content-Type", "text/html"}};
  const model::Outcome outcome = OutcomeFor(kCreate, answer);
  BOOST_TEST((outcome.kind == Kind::kConfiguration));
  BOOST_TEST(outcome.code == "fhir.not-fhir");
}

BOOST_AUTO_TEST_CASE(evidence_is_where_the_server_keeps_it) {
  net::HttpAnswer answer = Answer(201, "");
  answer.headers = {{"Location", "https://a.example/fhir/Bundle/17/_history/1"}};
  BOOST_TEST(OutcomeFor(kCreate, answer).evidence == "Bundle/17/_history/1");
  answer.headers = {{"Content-Location", "Bundle/18"}};
  BOOST_TEST(OutcomeFor(kCreate, answer).evidence == "Bundle/18");
  answer.headers = {{"Content-Type", kJson}};
  answer.body = R"({"resourceType":"Bundle","id":"19"})";
  BOOST_TEST(OutcomeFor(kCreate, answer).evidence == "Bundle/19");
  answer.headers = {{"Location", "https://a.example/fhir/Bundle/Zaphod%20Test"}};
  answer.body.clear();
  BOOST_TEST(OutcomeFor(kCreate, answer).evidence.empty());
  answer.headers = {{"Location", "Bundle/../_history/1"}};  // would lead elsewhere in an address
  BOOST_TEST(OutcomeFor(kCreate, answer).evidence.empty());
  BOOST_TEST(OutcomeFor(kTransaction, Answer(200, kStored)).evidence ==
             "2 resources, DocumentReference/2/_history/1");
}

BOOST_AUTO_TEST_CASE(the_id_of_a_bundle_is_read_back_from_evidence) {
  BOOST_TEST(BundleIdOf("Bundle/17/_history/1") == "17");
  BOOST_TEST(BundleIdOf("Bundle/a-b.c") == "a-b.c");
  BOOST_TEST(BundleIdOf("Bundle/").empty());
  BOOST_TEST(BundleIdOf("2 resources, DocumentReference/2").empty());
  BOOST_TEST(BundleIdOf("").empty());
}

BOOST_AUTO_TEST_CASE(a_transaction_answer_that_was_cut_is_in_doubt) {
  net::HttpAnswer answer = Answer(200, kStored.substr(0, 40));
  answer.is_cut = true;
  BOOST_TEST((OutcomeFor(kTransaction, answer).kind == Kind::kInDoubt));
}

BOOST_AUTO_TEST_CASE(a_server_error_that_stays_is_not_tried_again_as_one) {
  BOOST_TEST(OutcomeFor(kCreate, Answer(500, "")).server_error);
  BOOST_TEST(!OutcomeFor(kCreate, Answer(500, Issue("invariant"))).server_error);
  BOOST_TEST(!OutcomeFor(kCreate, Answer(502, "")).server_error);
}

BOOST_AUTO_TEST_CASE(retry_after_is_kept_for_what_is_tried_again) {
  net::HttpAnswer answer = Answer(503, "");
  answer.headers.emplace_back("retry-after", "7");
  BOOST_TEST(OutcomeFor(kCreate, answer).retry_after.value_or(Millis(0)).count() == 7'000);
  answer.status = 400;
  BOOST_TEST(!OutcomeFor(kCreate, answer).retry_after.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
