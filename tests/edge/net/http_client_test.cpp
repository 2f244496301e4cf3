#include "edge/net/http_client.h"

#include <memory>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "edge/net/tls.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/http_peer.h"
#include "tests/support/io_threads.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(http_client)

namespace {

using test::HttpPeer;
using test::Identity;
using test::PeerStep;
using test::PeerTls;
using test::Say;
using test::Wish;
using Kind = HttpFailure::Kind;

HttpLimits Short() {
  HttpLimits limits;
  limits.connect = Millis(2'000);
  limits.handshake = Millis(300);
  limits.exchange = Millis(300);
  limits.answer_bytes = 1'000;
  return limits;
}

HttpCall Post(std::string_view body) {
  HttpCall call;
  call.method = "POST";
  call.target = "/fhir/Bundle?a=b";
  call.headers = {{"Content-Type", "application/fhir+json"}, {"X-Test", "yes"}};
  call.body = body;
  return call;
}

// Asks `url` from a client with these authorities.
HttpResult Ask(const std::string& url, const HttpCall& call, const TlsClientOptions& tls = {},
               HttpLimits limits = Short()) {
  test::IoThreads io;
  auto context = TlsContext::ForClient(tls);
  BOOST_REQUIRE(context.has_value());
  const auto parsed = ParseHttpUrl(url);
  BOOST_REQUIRE(parsed.has_value());
  const HttpClient client(io.Executor(), *parsed, *context, limits);
  HttpResult result = test::Await(io, client.Ask(call));
  io.Join();  // a handler may still run after the answer
  return result;
}

// An authority and a server's certificate of it.
struct Pki {
  Identity authority = test::MakeIdentity({"authority", "", -1, 30, true});
  Identity other_authority = test::MakeIdentity({"authority", "", -1, 30, true});

  [[nodiscard]] PeerTls Server(const Wish& wish = {}) const {
    return {test::MakeIdentity(wish, &authority), "", false};
  }
  [[nodiscard]] TlsClientOptions Client() const { return {authority.certificate, "", ""}; }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_request_arrives_as_it_was_given_and_its_answer_comes_back) {
  const HttpPeer peer({Say(201, "Location: /Bundle/1\r\nX-A: b\r\n", "{}")});
  const HttpResult result = Ask(peer.Url(), Post(R"({"a":1.50})"));
  BOOST_REQUIRE(result.answer.has_value());
  BOOST_TEST(result.answer->status == 201);
  BOOST_TEST(result.answer->Header("location") == "/Bundle/1");
  BOOST_TEST(result.answer->Header("absent").empty());
  BOOST_TEST(result.answer->body == "{}");
  const auto requests = peer.Requests();
  BOOST_TEST_REQUIRE(requests.size() == 1U);
  BOOST_TEST(requests[0].method == "POST");
  BOOST_TEST(requests[0].target == "/fhir/Bundle?a=b");
  BOOST_TEST(requests[0].body == R"({"a":1.50})");
  BOOST_TEST(requests[0].headers.at("host") == "127.0.0.1:" + std::to_string(peer.Port()));
  BOOST_TEST(requests[0].headers.at("x-test") == "yes");
  BOOST_TEST(requests[0].headers.at("content-length") == "10");
  BOOST_TEST(requests[0].headers.at("connection") == "close");
}

BOOST_AUTO_TEST_CASE(a_get_has_no_body) {
  const HttpPeer peer({Say(200, "", "{}")});
  HttpCall call;
  call.target = "/metadata";
  BOOST_TEST(Ask(peer.Url(), call).answer.has_value());
  BOOST_TEST(peer.Requests().at(0).headers.count("content-length") == 0U);
}

BOOST_AUTO_TEST_CASE(a_redirect_is_an_answer_and_is_not_followed) {
  const HttpPeer elsewhere({Say(200)});
  const HttpPeer peer({Say(307, "Location: " + elsewhere.Url() + "\r\n")});
  const HttpResult result = Ask(peer.Url(), Post("{}"));
  BOOST_TEST_REQUIRE(result.answer.has_value());
  BOOST_TEST(result.answer->status == 307);
  BOOST_TEST(elsewhere.Requests().empty());
}

BOOST_AUTO_TEST_CASE(a_large_body_arrives_whole) {
  const HttpPeer peer({Say(200)});
  const std::string body(5'000'000, 'x');
  HttpLimits limits = Short();
  limits.exchange = Millis(20'000);
  BOOST_TEST(Ask(peer.Url(), Post(body), {}, limits).answer.has_value());
  BOOST_TEST((peer.Requests().at(0).body == body));
}

BOOST_AUTO_TEST_CASE(an_answer_over_the_limit_is_cut) {
  const HttpPeer peer({Say(200, "", std::string(2'000, 'x'))});
  const HttpResult result = Ask(peer.Url(), Post("{}"));
  BOOST_TEST_REQUIRE(result.answer.has_value());
  BOOST_TEST(result.answer->status == 200);
  BOOST_TEST(result.answer->is_cut);
}

struct Case {
  const char* name;
  PeerStep step;
  const char* code;
  Kind kind;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kCases = {
    {"closed after the request", {"", PeerStep::Do::kCloseAfter}, "no-answer", Kind::kInDoubt},
    {"no answer in time", {"", PeerStep::Do::kStaySilent}, "answer-timeout", Kind::kInDoubt},
    {"half an answer",
     {"HTTP/1.1 201 x\r\nContent-Length: 10\r\n\r\nhalf", PeerStep::Do::kAnswer},
     "no-answer",
     Kind::kInDoubt},
    {"no answer of HTTP",
     {"SSH-2.0-OpenSSH\r\n\r\n", PeerStep::Do::kAnswer},
     "answer-malformed",
     Kind::kInDoubt},
};

BOOST_DATA_TEST_CASE(what_fails_after_the_body_began_is_in_doubt,
                     boost::unit_test::data::make(kCases), c) {
  const HttpPeer peer({c.step});
  const HttpResult result = Ask(peer.Url(), Post("{}"));
  BOOST_TEST(!result.answer.has_value());
  BOOST_TEST(result.failure.code == c.code);
  BOOST_TEST((result.failure.kind == c.kind));
}

BOOST_AUTO_TEST_CASE(nobody_listening_is_transient) {
  std::string url;
  {
    const HttpPeer peer({});
    url = peer.Url();
  }
  const HttpResult result = Ask(url, Post("{}"));
  BOOST_TEST(result.failure.code == "connection-refused");
  BOOST_TEST((result.failure.kind == Kind::kTransient));
}

BOOST_AUTO_TEST_CASE(a_name_that_nobody_knows_is_transient) {
  const HttpResult result = Ask("http://nothing.invalid/", Post("{}"));
  BOOST_TEST(result.failure.code == "name-unknown");
  BOOST_TEST((result.failure.kind == Kind::kTransient));
}

BOOST_AUTO_TEST_CASE(tls_with_a_private_authority_works_and_is_probed) {
  const Pki pki;
  const PeerTls server = pki.Server();
  const HttpPeer peer({Say(200, "", "{}"), Say(200)}, &server);
  BOOST_TEST(Ask(peer.Url(), Post("{}"), pki.Client()).answer.has_value());
  test::IoThreads io;
  const HttpClient client(io.Executor(), *ParseHttpUrl(peer.Url()),
                          *TlsContext::ForClient(pki.Client()), Short());
  const HttpProbe probe = test::Await(io, client.Probe());
  io.Join();  // a handler may still run after the answer
  BOOST_TEST(!probe.failure.has_value());
  BOOST_TEST(probe.tls_version == "TLSv1.3");
  BOOST_TEST(probe.peer == "127.0.0.1:" + std::to_string(peer.Port()));
  BOOST_TEST((probe.peer_expires > Timestamp()));
}

struct TlsCase {
  const char* name;
  Wish wish;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const TlsCase& c) { return out << c.name; }

const std::vector<TlsCase> kTlsCases = {
    {"expired", {"test", "IP:127.0.0.1", -30, -1}, "tls-expired"},
    {"not yet valid", {"test", "IP:127.0.0.1", 2, 30}, "tls-not-yet-valid"},
    {"for another address", {"test", "IP:127.0.0.2", -1, 30}, "tls-name-mismatch"},
    {"for a name only", {"127.0.0.1", "DNS:fhir.example", -1, 30}, "tls-name-mismatch"},
};

BOOST_DATA_TEST_CASE(a_certificate_that_is_not_good_enough_is_refused_with_its_reason,
                     boost::unit_test::data::make(kTlsCases), c) {
  const Pki pki;
  const PeerTls server = pki.Server(c.wish);
  const HttpPeer peer({Say(200)}, &server);
  const HttpResult result = Ask(peer.Url(), Post("{}"), pki.Client());
  BOOST_TEST(result.failure.code == c.code);
  BOOST_TEST((result.failure.kind == Kind::kConfiguration));
  BOOST_TEST(peer.Requests().empty());
}

BOOST_AUTO_TEST_CASE(an_authority_that_is_not_trusted_is_refused) {
  const Pki pki;
  const PeerTls server = pki.Server();
  const HttpPeer peer({Say(200), Say(200)}, &server);
  const TlsClientOptions other{pki.other_authority.certificate, "", ""};
  BOOST_TEST(Ask(peer.Url(), Post("{}"), other).failure.code == "tls-unknown-ca");
  BOOST_TEST(Ask(peer.Url(), Post("{}")).failure.code == "tls-unknown-ca");
  BOOST_TEST(peer.Requests().empty());
}

BOOST_AUTO_TEST_CASE(a_client_certificate_is_shown_where_it_is_asked_for) {
  const Pki pki;
  PeerTls server = pki.Server();
  server.client_ca = pki.authority.certificate;
  const Identity client = test::MakeIdentity({"client", ""}, &pki.authority);
  const HttpPeer peer({Say(201)}, &server);
  const TlsClientOptions options{pki.authority.certificate, client.certificate, client.key};
  BOOST_TEST(Ask(peer.Url(), Post("{}"), options).answer.has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_our_certificate_is_a_fault_of_configuration) {
  const Pki pki;
  PeerTls server = pki.Server();
  server.client_ca = pki.authority.certificate;
  const HttpPeer peer({Say(201)}, &server);
  const HttpResult result = Ask(peer.Url(), Post("{}"), pki.Client());
  BOOST_TEST(result.failure.code == "tls-certificate-refused");
  BOOST_TEST((result.failure.kind == Kind::kConfiguration));
}

BOOST_AUTO_TEST_CASE(a_server_with_an_old_version_of_tls_is_refused) {
  const Pki pki;
  PeerTls server = pki.Server();
  server.only_tls_11 = true;
  const HttpPeer peer({Say(201)}, &server);
  BOOST_TEST(Ask(peer.Url(), Post("{}"), pki.Client()).failure.code == "tls-version");
}

BOOST_AUTO_TEST_CASE(a_server_without_tls_is_named) {
  const HttpPeer peer({{"HTTP/1.1 400 x\r\n\r\n", PeerStep::Do::kCloseAtOnce}});
  const std::string url = "https://127.0.0.1:" + std::to_string(peer.Port());
  BOOST_TEST(Ask(url, Post("{}")).failure.code == "tls-closed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
