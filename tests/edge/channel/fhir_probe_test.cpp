#include "edge/channel/fhir_probe.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/edge/channel/fhir_fixture.h"

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(fhir_probe)

namespace {

using test::PeerStep;
using test::Say;

constexpr const char* kFhir = "Content-Type: application/fhir+json\r\n";
constexpr const char* kCapabilities =
    R"({"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"})";

// "connection ok, metadata no: fhir.forbidden..."
std::string Tested(FhirFixture& fixture) {
  std::string text;
  for (const TestStep& step : test::Await(fixture.io, fixture.Made().Test())) {
    if (!text.empty()) text += ", ";
    text +=
        step.name + (step.is_good ? " ok" : " no: " + step.detail.substr(0, step.detail.find(' ')));
  }
  return text;
}

// The connection that only shakes hands comes first.
std::deque<PeerStep> Probed(const PeerStep& step) {
  return {{"", PeerStep::Do::kCloseAtOnce}, step};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_good_server_passes_every_step_and_sees_nothing_of_a_patient) {
  FhirFixture fixture(Probed(Say(200, kFhir, kCapabilities)));
  BOOST_TEST(Tested(fixture) == "connection ok, metadata ok");
  const auto requests = fixture.peer.Requests();
  BOOST_TEST_REQUIRE(requests.size() == 1U);
  BOOST_TEST(requests[0].method == "GET");
  BOOST_TEST(requests[0].target == "/fhir/metadata");
  BOOST_TEST(requests[0].body.empty());
}

BOOST_AUTO_TEST_CASE(a_good_server_with_tls_and_token_passes_every_step) {
  const test::Identity authority = test::MakeIdentity({"authority", "", -1, 30, true});
  const test::PeerTls tls{test::MakeIdentity({}, &authority), ""};
  const test::HttpPeer tokens({Say(200, "", R"({"access_token":"t1","expires_in":600})")});
  FhirFixture fixture({{"", PeerStep::Do::kCloseAfter}, Say(200, kFhir, kCapabilities)}, &tls);
  fixture.options.tls = *net::TlsContext::ForClient({authority.certificate, "", ""});
  fixture.options.oauth2.emplace();
  fixture.options.oauth2->token_url = tokens.Url("/token");
  fixture.options.oauth2->client_secret = "secret";
  BOOST_TEST(Tested(fixture) == "connection ok, certificate ok, token ok, metadata ok");
  BOOST_TEST(fixture.peer.Requests().at(0).headers.at("authorization") == "Bearer t1");
}

BOOST_AUTO_TEST_CASE(the_step_that_fails_is_the_last_and_says_why) {
  FhirFixture forbidden(Probed(Say(403)));
  BOOST_TEST(Tested(forbidden) == "connection ok, metadata no: fhir.forbidden:");
  FhirFixture other(Probed(Say(200, kFhir, "{}")));
  BOOST_TEST(Tested(other) == "connection ok, metadata no: fhir.not-fhir:");
  FhirFixture stu3(
      Probed(Say(200, kFhir, R"({"resourceType":"CapabilityStatement","fhirVersion":"3.0.2"})")));
  BOOST_TEST(Tested(stu3) == "connection ok, metadata no: fhir.version:");
  FhirFixture silent(Probed(Say(200, kFhir, R"({"resourceType":"CapabilityStatement"})")));
  BOOST_TEST(Tested(silent) == "connection ok, metadata no: fhir.version:");
  const test::HttpPeer tokens({Say(401)});
  FhirFixture token(Probed(Say(200)));
  token.options.oauth2.emplace();
  token.options.oauth2->token_url = tokens.Url("/token");
  token.options.oauth2->client_secret = "secret";
  BOOST_TEST(Tested(token) == "connection ok, token no: oauth2.refused:");
  const test::PeerTls tls{test::MakeIdentity({}), ""};
  FhirFixture certificate({Say(200)}, &tls);
  certificate.options.tls = *net::TlsContext::ForClient({});
  BOOST_TEST(Tested(certificate) == "connection ok, certificate no: fhir.tls-unknown-ca:");
}

struct VersionCase {
  const char* stated;  // JSON
  const char* shown;
};
std::ostream& operator<<(std::ostream& out, const VersionCase& c) { return out << c.stated; }
const std::array kVersions = {VersionCase{R"("4.0.1")", "FHIR 4.0.1"},
                              VersionCase{R"("4.0.1-ballot2.a")", "FHIR 4.0.1-ballot2.a"},
                              VersionCase{R"("5")", ": 5"},
                              VersionCase{R"("4.3.0-cibuild")", ": 4.3.0-cibuild"},
                              VersionCase{R"("4.0 Mrs Canary")", ": not stated"},
                              VersionCase{R"("4.0.1-")", ": not stated"},
                              VersionCase{R"("4.0.1-a-b")", ": not stated"},
                              VersionCase{R"("4..1")", ": not stated"},
                              VersionCase{R"("4.0.")", ": not stated"},
                              VersionCase{R"("")", ": not stated"},
                              VersionCase{R"("\u001b[31m4.0")", ": not stated"},
                              VersionCase{R"("4.0.111111111111111111")", ": not stated"},
                              VersionCase{"4.0", ": not stated"}};

BOOST_DATA_TEST_CASE(of_a_version_only_what_has_its_form_is_shown,
                     boost::unit_test::data::make(kVersions), c) {
  FhirFixture fixture(Probed(Say(
      200, kFhir,
      R"({"resourceType":"CapabilityStatement","fhirVersion":)" + std::string(c.stated) + "}")));
  const auto steps = test::Await(fixture.io, fixture.Made().Test());
  BOOST_REQUIRE(!steps.empty());
  BOOST_TEST(steps.back().detail.ends_with(c.shown), steps.back().detail);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
