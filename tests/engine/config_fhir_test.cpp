// A destination with channel fhir.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "edge/net/tls.h"
#include "tests/engine/config_fixture.h"
#include "tests/support/certificates.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_fhir)

namespace {

namespace data = boost::unit_test::data;

constexpr std::string_view kFolder = "{channel: folder, path: out}";

// Files of the kinds that a destination names.
struct FhirConfigFixture : ConfigFixture {
  FhirConfigFixture() {
    const test::Identity own = test::MakeIdentity({});
    folder.Write("ca.pem", own.certificate);
    folder.Write("own.pem", own.certificate);
    folder.Write("own.key", own.key);
    folder.Write("other.key", test::MakeIdentity({}).key);
    folder.Write("sign.key", test::MakeKey("P-384"));
    folder.Write("token.txt", "s3cret\n");
    folder.Write("nothing.pem", "nothing\n");
    variables["SECRET"] = "from-the-environment";
    variables["CA"] = own.certificate;
  }
  [[nodiscard]] LoadResult LoadFhir(std::string_view settings) const {
    return LoadWith(kFolder, "{channel: fhir, " + std::string(settings) + "}");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_fhir_destination_without_settings_has_the_documented_defaults,
                        FhirConfigFixture) {
  const LoadResult loaded = LoadFhir("base: 'https://a.example/fhir/'");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const DestinationConfig& destination = loaded.config.destinations.at(0);
  BOOST_TEST(destination.channel == "fhir");
  const channel::FhirOptions& fhir = destination.fhir;
  BOOST_TEST(fhir.base.host == "a.example");
  BOOST_TEST(fhir.base.path == "/fhir");
  BOOST_TEST((fhir.form == model::PayloadForm::kCollection));
  BOOST_TEST((fhir.tls != nullptr));
  BOOST_TEST(fhir.limits.exchange.count() == 30'000);
  BOOST_TEST(!fhir.oauth2.has_value());
  BOOST_TEST(fhir.headers.empty());
  BOOST_TEST(!loaded.config.core.make_transaction);
}

BOOST_FIXTURE_TEST_CASE(a_transaction_may_do_without_updates, FhirConfigFixture) {
  LoadResult loaded = LoadFhir("base: 'https://a.example', send: transaction, update: never");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  BOOST_TEST((loaded.config.destinations.at(0).Form() == model::PayloadForm::kCreation));
  BOOST_TEST(loaded.config.core.make_creation);
  BOOST_TEST(!loaded.config.core.make_transaction);
  loaded = LoadFhir("base: 'https://a.example', send: transaction, update: always");
  BOOST_TEST((loaded.config.destinations.at(0).Form() == model::PayloadForm::kTransaction));
  loaded = LoadFhir("base: 'https://a.example', update: never");
  BOOST_TEST((loaded.Find("config.value.conflict") != nullptr), loaded.Text());
  loaded = LoadFhir("base: 'https://a.example', send: transaction, update: sometimes");
  BOOST_TEST((loaded.Find("config.value.word") != nullptr), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(each_destination_says_whether_it_wants_json_or_xml, FhirConfigFixture) {
  using model::PayloadFormat;
  const LoadResult json = LoadFhir("base: 'https://a.example', format: json");
  BOOST_TEST((json.config.destinations.at(0).format == PayloadFormat::kJson));
  BOOST_TEST(!json.config.core.goes_as_xml);
  const LoadResult fhir = LoadFhir("base: 'https://a.example', send: transaction, format: xml");
  BOOST_TEST_REQUIRE(!HasErrors(fhir.faults), fhir.Text());
  BOOST_TEST((fhir.config.destinations.at(0).format == PayloadFormat::kXml));
  BOOST_TEST(fhir.config.core.goes_as_xml);
  const LoadResult folder = LoadWith(kFolder, "{channel: folder, path: out, format: xml}");
  BOOST_TEST_REQUIRE(!HasErrors(folder.faults), folder.Text());
  BOOST_TEST((folder.config.destinations.at(0).format == PayloadFormat::kXml));
  BOOST_TEST(folder.config.core.goes_as_xml);
  const LoadResult wrong = LoadFhir("base: 'https://a.example', format: turtle");
  BOOST_TEST((wrong.Find("config.value.word") != nullptr), wrong.Text());
}

BOOST_FIXTURE_TEST_CASE(every_setting_of_a_fhir_destination_arrives, FhirConfigFixture) {
  const LoadResult loaded = LoadFhir(
      "base: 'https://a.example/fhir', send: transaction, timeout: 5s, "
      "tls: {ca: '${CA}', certificate: own.pem, key: 'file:own.key'}, "
      "headers: {NHSD-End-User-Organisation-ODS: RXX, apikey: '${SECRET}'}, "
      "oauth2: {token-url: 'https://b.example/token', client-id: me, key: 'file:sign.key', "
      "key-id: k1, algorithm: ES384, scope: 'a b'}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const channel::FhirOptions& fhir = loaded.config.destinations.at(0).fhir;
  BOOST_TEST((fhir.form == model::PayloadForm::kTransaction));
  BOOST_TEST(loaded.config.core.make_transaction);
  BOOST_TEST(fhir.limits.exchange.count() == 5'000);
  BOOST_TEST(fhir.limits.connect.count() == 5'000);
  BOOST_TEST((fhir.tls->Expires() > Timestamp()));
  BOOST_TEST_REQUIRE(fhir.headers.size() == 2U);
  BOOST_TEST(fhir.headers[1].second == "from-the-environment");
  BOOST_REQUIRE(fhir.oauth2.has_value());
  BOOST_TEST(fhir.oauth2->token_url == "https://b.example/token");
  BOOST_TEST(fhir.oauth2->client_id == "me");
  BOOST_TEST(fhir.oauth2->key_id == "k1");
  BOOST_TEST((fhir.oauth2->algorithm == oauth2::JwtAlgorithm::kEs384));
  BOOST_TEST(fhir.oauth2->scope == "a b");
  BOOST_TEST(fhir.oauth2->client_secret.empty());
  BOOST_TEST((fhir.oauth2->tls == nullptr));
}

BOOST_FIXTURE_TEST_CASE(plain_http_goes_to_this_machine_or_where_it_is_allowed, FhirConfigFixture) {
  for (const char* settings :
       {"base: 'http://127.0.0.1:8090/fhir'", "base: 'http://[::1]/fhir'",
        "base: 'http://localhost'", "base: 'http://a.example', allow-plain-http: true"}) {
    const LoadResult loaded = LoadFhir(settings);
    BOOST_TEST(!HasErrors(loaded.faults), loaded.Text());
    BOOST_TEST((loaded.config.destinations.at(0).fhir.tls == nullptr));
  }
}

BOOST_FIXTURE_TEST_CASE(a_client_secret_comes_from_a_file_or_the_environment, FhirConfigFixture) {
  const std::string start =
      "base: 'https://a.example', oauth2: {token-url: 'https://b.example', client-id: me, "
      "client-secret: ";
  const LoadResult file = LoadFhir(start + "'file:token.txt', ca: ca.pem}");
  BOOST_TEST_REQUIRE(!HasErrors(file.faults), file.Text());
  BOOST_TEST(file.config.destinations.at(0).fhir.oauth2->client_secret == "s3cret");
  BOOST_TEST((file.config.destinations.at(0).fhir.oauth2->tls != nullptr));
  const LoadResult variable = LoadFhir(start + "'${SECRET}'}");
  BOOST_TEST(variable.config.destinations.at(0).fhir.oauth2->client_secret ==
             "from-the-environment");
}

BOOST_FIXTURE_TEST_CASE(a_receiver_says_which_code_of_oxygen_saturation_it_wants,
                        FhirConfigFixture) {
  using discharge::Spo2Code;
  const std::string base = "base: 'https://a.example'";
  const auto wanted = [this](const std::string& settings) {
    return LoadFhir(settings).config.destinations.at(0).spo2_code;
  };
  BOOST_TEST((wanted(base) == Spo2Code::kAsMapped));
  BOOST_TEST((wanted(base + ", spo2-code: '447755005'") == Spo2Code::kFinding));
  BOOST_TEST((wanted(base + ", spo2-code: 103228002") == Spo2Code::kObservable));
}

namespace {

struct FhirFault {
  const char* settings;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const FhirFault& c) { return out << c.settings; }

const std::array kFaults = {
    FhirFault{"send: collection", "config.key.missing"},
    FhirFault{"base: 'shcr.example'", "config.value.uri"},
    FhirFault{"base: 'https://a.example?x=y'", "config.value.uri"},
    FhirFault{"base: 'https://me:it@a.example'", "config.value.uri"},
    FhirFault{"base: 'http://a.example'", "config.value.plain-http"},
    FhirFault{"base: 'https://a.example', send: message", "config.value.word"},
    FhirFault{"base: 'https://a.example', timeout: 1ms", "config.value.range"},
    FhirFault{"base: 'https://a.example', spo2-code: '431314004'", "config.value.word"},
    FhirFault{"base: 'https://a.example', path: out", "config.key.unknown"},
    FhirFault{"base: 'http://127.0.0.1', tls: {ca: ca.pem}", "config.value.conflict"},
    FhirFault{"base: 'https://a.example', tls: {ca: absent.pem}", "config.secret.file"},
    FhirFault{"base: 'https://a.example', tls: {ca: nothing.pem}", "config.value.pem"},
    FhirFault{"base: 'https://a.example', tls: {certificate: own.pem}", "config.key.missing"},
    FhirFault{"base: 'https://a.example', tls: {certificate: own.pem, key: other.key}",
              "config.value.pem"},
    FhirFault{"base: 'https://a.example', headers: {X-Request-ID: a}", "config.value.conflict"},
    FhirFault{"base: 'https://a.example', headers: {'a b': a}", "config.value.header"},
    FhirFault{"base: 'https://a.example', headers: [a]", "config.value.type"},
    FhirFault{"base: 'https://a.example', oauth2: {client-id: a, client-secret: '${SECRET}'}",
              "config.key.missing"},
    FhirFault{"base: 'https://a.example', oauth2: {token-url: 'https://b.example', client-id: a}",
              "config.value.conflict"},
    FhirFault{"base: 'https://a.example', oauth2: {token-url: 'http://b.example', client-id: a, "
              "client-secret: '${SECRET}'}",
              "config.value.plain-http"},
    FhirFault{"base: 'https://a.example', oauth2: {token-url: 'https://b.example', client-id: a, "
              "client-secret: written-here}",
              "config.secret.open"},
    FhirFault{"base: 'https://a.example', oauth2: {token-url: 'https://b.example', client-id: a, "
              "key: sign.key}",
              "config.key.missing"},
    FhirFault{"base: 'https://a.example', oauth2: {token-url: 'https://b.example', client-id: a, "
              "key: sign.key, key-id: k}",
              "config.value.pem"},
};

}  // namespace

BOOST_DATA_TEST_CASE_F(FhirConfigFixture, a_faulty_fhir_destination_is_named, data::make(kFaults),
                       c) {
  const LoadResult loaded = LoadFhir(c.settings);
  const Fault* fault = loaded.Find(c.code);
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->line == 12);
  BOOST_TEST(loaded.Text().find("written-here") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
