#include "edge/channel/fhir_channel.h"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/edge/channel/fhir_fixture.h"

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(fhir_channel)

namespace {

using test::HttpPeer;
using test::PeerStep;
using test::Say;
using Kind = model::Outcome::Kind;

constexpr const char* kFhir = "Content-Type: application/fhir+json\r\n";
const std::string kSearch = std::string("identifier=urn:s|") + kIdentifier;

PeerStep Created(const std::string& id) {
  return Say(201, "Location: https://other.example/fhir/Bundle/" + id + "/_history/1\r\n");
}

PeerStep Token(const std::string& token) {
  return Say(200, "Content-Type: application/json\r\n",
             R"({"access_token":")" + token + R"(","expires_in":600})");
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_revision_is_created_unless_it_is_there) {
  FhirFixture fixture({Created("17")});
  const model::Outcome outcome = fixture.Send();
  BOOST_TEST((outcome.kind == Kind::kDelivered));
  BOOST_TEST(outcome.code == "fhir.created");
  BOOST_TEST(outcome.evidence == "Bundle/17/_history/1");
  const auto request = fixture.peer.Requests().at(0);
  BOOST_TEST(request.method == "POST");
  BOOST_TEST(request.target == "/fhir/Bundle");
  BOOST_TEST(request.headers.at("if-none-exist") == kSearch);
  BOOST_TEST(request.headers.at("content-type") == "application/fhir+json");
  BOOST_TEST(request.headers.at("accept") == "application/fhir+json");
  BOOST_TEST(request.headers.at("prefer") == "return=minimal");
  BOOST_TEST(request.headers.count("authorization") == 0U);
  BOOST_TEST(request.body == kPayload);
}

BOOST_AUTO_TEST_CASE(a_later_revision_updates_what_the_first_became) {
  FhirFixture fixture({Say(200), Say(200)});
  fixture.delivery.revision = 2;
  fixture.delivery.former_evidence = "Bundle/17/_history/1";
  const model::Outcome outcome = fixture.Send();
  BOOST_TEST(outcome.code == "fhir.updated");
  BOOST_TEST(outcome.evidence == "Bundle/17");
  const auto request = fixture.peer.Requests().at(0);
  BOOST_TEST(request.method == "PUT");
  BOOST_TEST(request.target == "/fhir/Bundle/17");
  BOOST_TEST(request.headers.count("if-none-exist") == 0U);
  std::string wanted = kPayload;
  wanted.replace(wanted.find("own"), 3, "17");
  BOOST_TEST(request.body == wanted);
}

BOOST_AUTO_TEST_CASE(a_later_revision_without_a_known_id_updates_by_identifier) {
  FhirFixture fixture({Created("17")});
  fixture.delivery.revision = 2;
  BOOST_TEST(fixture.Send().evidence == "Bundle/17/_history/1");
  const auto request = fixture.peer.Requests().at(0);
  BOOST_TEST(request.method == "PUT");
  BOOST_TEST(request.target == std::string("/fhir/Bundle?identifier=urn:s%7C") + kIdentifier);
  BOOST_TEST(request.body.find("\"id\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_id_that_the_server_has_lost_is_replaced_by_the_identifier) {
  FhirFixture fixture({Say(404), Created("18")});
  fixture.delivery.revision = 3;
  fixture.delivery.former_evidence = "Bundle/17/_history/2";
  BOOST_TEST(fixture.Send().evidence == "Bundle/18/_history/1");
  const auto requests = fixture.peer.Requests();
  BOOST_TEST_REQUIRE(requests.size() == 2U);
  BOOST_TEST(requests[0].target == "/fhir/Bundle/17");
  BOOST_TEST(requests[1].target.starts_with("/fhir/Bundle?identifier="));
}

BOOST_AUTO_TEST_CASE(a_bundle_in_xml_goes_out_as_xml_and_the_answer_is_wanted_in_json) {
  const std::string start = R"(<Bundle xmlns="http://hl7.org/fhir">)";
  const std::string rest = R"(<type value="collection"/></Bundle>)";
  FhirFixture fixture({Created("17"), Say(200), Created("18")});
  fixture.delivery.format = model::PayloadFormat::kXml;
  fixture.delivery.search = kSearch;
  fixture.delivery.payload = start + rest;
  BOOST_TEST(fixture.Send().code == "fhir.created");
  fixture.delivery.revision = 2;
  fixture.delivery.former_evidence = "Bundle/17/_history/1";
  BOOST_TEST(fixture.Send().code == "fhir.updated");
  fixture.delivery.former_evidence = "";
  BOOST_TEST(fixture.Send().code == "fhir.created");
  const auto requests = fixture.peer.Requests();
  BOOST_TEST_REQUIRE(requests.size() == 3U);
  for (const auto& request : requests) {
    BOOST_TEST(request.headers.at("content-type") == "application/fhir+xml");
    BOOST_TEST(request.headers.at("accept") == "application/fhir+json");
  }
  BOOST_TEST(requests[0].headers.at("if-none-exist") == kSearch);
  BOOST_TEST(requests[0].body == start + rest);
  BOOST_TEST(requests[1].target == "/fhir/Bundle/17");
  BOOST_TEST(requests[1].body == start + R"(<id value="17"/>)" + rest);
  BOOST_TEST(requests[2].target == std::string("/fhir/Bundle?identifier=urn:s%7C") + kIdentifier);
  BOOST_TEST(requests[2].body == start + rest);
}

BOOST_AUTO_TEST_CASE(a_transaction_goes_to_the_base) {
  FhirFixture fixture({Say(200, kFhir,
                           R"({"resourceType":"Bundle","type":"transaction-response","entry":[)"
                           R"({"response":{"status":"201"}}]})")});
  fixture.options.form = model::PayloadForm::kTransaction;
  fixture.delivery.form = model::PayloadForm::kTransaction;
  BOOST_TEST((fixture.Made().Form() == model::PayloadForm::kTransaction));
  BOOST_TEST(fixture.Send().code == "fhir.stored");
  const auto request = fixture.peer.Requests().at(0);
  BOOST_TEST(request.method == "POST");
  BOOST_TEST(request.target == "/fhir");
  BOOST_TEST(request.headers.count("if-none-exist") == 0U);
  BOOST_TEST(request.body == kPayload);
}

BOOST_AUTO_TEST_CASE(each_attempt_has_its_own_id_and_all_have_that_of_the_delivery) {
  FhirFixture fixture({Say(503), Say(503), Created("17")});
  for (int i = 0; i < 3; ++i) (void)fixture.Send();
  std::set<std::string> attempts;
  std::set<std::string> deliveries;
  for (const auto& request : fixture.peer.Requests()) {
    attempts.insert(request.headers.at("x-request-id"));
    deliveries.insert(request.headers.at("x-correlation-id"));
  }
  BOOST_TEST(attempts.size() == 3U);
  BOOST_TEST(deliveries.size() == 1U);
  BOOST_TEST(deliveries.begin()->size() == 36U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_ends_before_the_answer_leaves_the_delivery_in_doubt) {
  FhirFixture fixture({{"", PeerStep::Do::kCloseAfter}, {"", PeerStep::Do::kStaySilent}});
  fixture.options.limits.exchange = Millis(3'000);  // a busy machine has sent the request by then
  const model::Outcome broken = fixture.Send();
  BOOST_TEST((broken.kind == Kind::kInDoubt));
  BOOST_TEST(broken.code == "fhir.no-answer");
  const model::Outcome late = fixture.Send();
  BOOST_TEST((late.kind == Kind::kInDoubt));
  BOOST_TEST(late.code == "fhir.answer-timeout");
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_tried_again) {
  FhirFixture fixture({});
  {
    const HttpPeer gone({});
    fixture.options.base = *net::ParseHttpUrl(gone.Url("/fhir"));
  }
  const model::Outcome outcome = fixture.Send();
  BOOST_TEST((outcome.kind == Kind::kTransient));
  BOOST_TEST(outcome.code == "fhir.connection-refused");
}

BOOST_AUTO_TEST_CASE(a_conflict_is_asked_once_more_and_no_more) {
  FhirFixture again({Say(412), Created("17")});
  BOOST_TEST((again.Send().kind == Kind::kDelivered));
  FhirFixture twice({Say(409), Say(409), Created("17")});
  const model::Outcome outcome = twice.Send();
  BOOST_TEST((outcome.kind == Kind::kPermanent));
  BOOST_TEST(outcome.code == "fhir.conflict");
  BOOST_TEST(twice.peer.Requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_token_that_is_refused_is_renewed_once) {
  const HttpPeer tokens({Token("t1"), Token("t2"), Token("t3")});
  FhirFixture fixture({Say(401), Created("17"), Say(401), Say(401)});
  fixture.options.oauth2.emplace();
  fixture.options.oauth2->token_url = tokens.Url("/token");
  fixture.options.oauth2->client_id = "id";
  fixture.options.oauth2->client_secret = "secret";
  BOOST_TEST((fixture.Send().kind == Kind::kDelivered));
  const model::Outcome outcome = fixture.Send();
  BOOST_TEST((outcome.kind == Kind::kConfiguration));
  BOOST_TEST(outcome.code == "fhir.unauthorised");
  const auto requests = fixture.peer.Requests();
  BOOST_TEST_REQUIRE(requests.size() == 4U);
  BOOST_TEST(requests[0].headers.at("authorization") == "Bearer t1");
  BOOST_TEST(requests[1].headers.at("authorization") == "Bearer t2");
  BOOST_TEST(requests[2].headers.at("authorization") == "Bearer t2");
  BOOST_TEST(requests[3].headers.at("authorization") == "Bearer t3");
}

BOOST_AUTO_TEST_CASE(without_a_token_server_a_refusal_stands) {
  FhirFixture fixture({Say(401), Created("17")});
  BOOST_TEST(fixture.Send().code == "fhir.unauthorised");
  BOOST_TEST(fixture.peer.Requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_token_nothing_is_sent) {
  const HttpPeer tokens({Say(400)});
  FhirFixture fixture({Created("17")});
  fixture.options.oauth2.emplace();
  fixture.options.oauth2->token_url = tokens.Url("/token");
  fixture.options.oauth2->client_secret = "secret";
  BOOST_TEST(fixture.Send().code == "oauth2.refused");
  BOOST_TEST(fixture.peer.Requests().empty());
}

BOOST_AUTO_TEST_CASE(the_configured_headers_are_sent) {
  FhirFixture fixture({Created("17")});
  fixture.options.headers = {{"NHSD-End-User-Organisation-ODS", "RXX"}};
  (void)fixture.Send();
  BOOST_TEST(fixture.peer.Requests().at(0).headers.at("nhsd-end-user-organisation-ods") == "RXX");
}

BOOST_AUTO_TEST_CASE(a_bundle_without_identifier_is_never_sent) {
  FhirFixture fixture({Created("17")});
  for (const char* payload :
       {R"({"resourceType":"Bundle"})", R"({"identifier":{"system":"urn:s"}})", "", "[]"}) {
    fixture.delivery.payload = payload;
    const model::Outcome outcome = fixture.Send();
    BOOST_TEST((outcome.kind == Kind::kPermanent));
    BOOST_TEST(outcome.code == "fhir.no-identifier");
  }
  BOOST_TEST(fixture.peer.Requests().empty());
}

BOOST_AUTO_TEST_CASE(a_certificate_that_is_over_holds_the_channel_before_anything_is_sent) {
  const test::Identity authority = test::MakeIdentity({"authority", "", -1, 30, true});
  const test::PeerTls tls{test::MakeIdentity({"old", "IP:127.0.0.1", -9, -1}, &authority), ""};
  FhirFixture fixture({Created("17")}, &tls);
  fixture.options.tls = *net::TlsContext::ForClient({authority.certificate, "", ""});
  const model::Outcome outcome = fixture.Send();
  BOOST_TEST((outcome.kind == Kind::kConfiguration));
  BOOST_TEST(outcome.code == "fhir.tls-expired");
  BOOST_TEST(fixture.peer.Requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
