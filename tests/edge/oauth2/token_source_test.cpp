#include "edge/oauth2/token_source.h"

#include <future>
#include <memory>
#include <string>

#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/text.h"
#include "edge/net/tls.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/http_peer.h"

namespace wardbridge::oauth2 {

BOOST_AUTO_TEST_SUITE(token_source)

namespace {

using test::HttpPeer;
using test::PeerStep;
using test::Say;
using Kind = model::Outcome::Kind;

constexpr const char* kJson = "Content-Type: application/json\r\n";

PeerStep Token(const std::string& token, int seconds = 600) {
  return Say(200, kJson,
             R"({"access_token":")" + token + R"(","token_type":"Bearer","expires_in":)" +
                 std::to_string(seconds) + "}");
}

// The value of a field of a posted form, decoded as far as the tests need it.
std::string FieldOf(const std::string& form, const std::string& name) {
  for (const std::string_view pair : Split(form, '&')) {
    if (pair.starts_with(name + "=")) return std::string(pair.substr(name.size() + 1));
  }
  return "";
}

nlohmann::json Part(const std::string& token, std::size_t index) {
  std::string text(Split(token, '.').at(index));
  for (char& c : text) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  text.append((4 - text.size() % 4) % 4, '=');
  return nlohmann::json::parse(DecodeBase64(text).value_or("null"));
}

struct TokenFixture {
  explicit TokenFixture(std::deque<PeerStep> script) : peer(std::move(script)) {
    options.token_url = peer.Url("/oauth2/token?realm=x");
    options.client_id = "ward bridge";
    options.client_secret = "s:ecret";
  }
  // A handler may still run after the last answer: the threads end before what they use.
  ~TokenFixture() { io.Join(); }
  TokenFixture(const TokenFixture&) = delete;
  TokenFixture& operator=(const TokenFixture&) = delete;

  TokenSource& Source() {
    if (!source) {
      source =
          std::make_unique<TokenSource>(io.Executor(), options, nullptr, net::HttpLimits(), clock);
    }
    return *source;
  }
  TokenResult Get(const std::string& rejected = "") {
    return test::Await(io, Source().Get(rejected));
  }

  HttpPeer peer;
  test::IoThreads io;
  ManualClock clock{Timestamp::FromUnixMs(1'800'000'000'000)};
  Oauth2Options options;
  std::unique_ptr<TokenSource> source;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_secret_goes_into_the_header_and_the_scope_into_the_form) {
  TokenFixture fixture({Token("t1")});
  fixture.options.scope = "a b";
  BOOST_TEST(fixture.Get().token == "t1");
  const auto request = fixture.peer.Requests().at(0);
  BOOST_TEST(request.method == "POST");
  BOOST_TEST(request.target == "/oauth2/token?realm=x");
  BOOST_TEST(request.headers.at("content-type") == "application/x-www-form-urlencoded");
  BOOST_TEST(request.headers.at("authorization") == "Basic " + Base64("ward%20bridge:s%3Aecret"));
  BOOST_TEST(request.body == "grant_type=client_credentials&scope=a%20b");
}

BOOST_AUTO_TEST_CASE(a_key_signs_who_we_are_for_exactly_this_address) {
  TokenFixture fixture({Token("t1")});
  fixture.options.client_secret.clear();
  fixture.options.key = test::MakeKey("P-384");
  fixture.options.key_id = "kid-1";
  fixture.options.algorithm = JwtAlgorithm::kEs384;
  BOOST_TEST(fixture.Get().token == "t1");
  const auto request = fixture.peer.Requests().at(0);
  BOOST_TEST(request.headers.count("authorization") == 0U);
  BOOST_TEST(FieldOf(request.body, "grant_type") == "client_credentials");
  BOOST_TEST(FieldOf(request.body, "client_assertion_type") ==
             "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer");
  const std::string assertion = FieldOf(request.body, "client_assertion");
  const nlohmann::json header = Part(assertion, 0);
  BOOST_TEST(header["alg"] == "ES384");
  BOOST_TEST(header["kid"] == "kid-1");
  const nlohmann::json claims = Part(assertion, 1);
  BOOST_TEST(claims["iss"] == "ward bridge");
  BOOST_TEST(claims["sub"] == "ward bridge");
  BOOST_TEST(claims["aud"] == fixture.options.token_url);
  BOOST_TEST(claims["jti"].get<std::string>().size() == 36U);
  const auto life = claims["exp"].get<long long>() - 1'800'000'000;
  BOOST_TEST(life > 0);
  BOOST_TEST(life <= 300);
}

BOOST_AUTO_TEST_CASE(a_token_is_kept_until_nine_tenths_of_its_life_are_over) {
  TokenFixture fixture({Token("t1", 100), Token("t2", 100)});
  BOOST_TEST(fixture.Get().token == "t1");
  fixture.clock.Set(fixture.clock.Now() + Millis(89'999));
  BOOST_TEST(fixture.Get().token == "t1");
  fixture.clock.Set(fixture.clock.Now() + Millis(1));
  BOOST_TEST(fixture.Get().token == "t2");
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_back_does_not_keep_a_token_for_ever) {
  TokenFixture fixture({Token("t1", 100), Token("t2", 100)});
  BOOST_TEST(fixture.Get().token == "t1");
  fixture.clock.Set(fixture.clock.Now() - Millis(1));
  BOOST_TEST(fixture.Get().token == "t2");
}

BOOST_AUTO_TEST_CASE(a_token_that_was_refused_is_not_given_again) {
  TokenFixture fixture({Token("t1"), Token("t2")});
  BOOST_TEST(fixture.Get().token == "t1");
  BOOST_TEST(fixture.Get("t1").token == "t2");
  BOOST_TEST(fixture.Get("t1").token == "t2");  // somebody else has renewed it already
}

BOOST_AUTO_TEST_CASE(who_asks_while_a_token_is_fetched_waits_for_it) {
  TokenFixture fixture({Token("t1")});
  TokenSource& source = fixture.Source();
  std::vector<std::future<TokenResult>> results;
  for (int i = 0; i < 8; ++i) {
    results.push_back(
        boost::asio::co_spawn(fixture.io.Executor(), source.Get(""), boost::asio::use_future));
  }
  for (auto& result : results) BOOST_TEST(result.get().token == "t1");
  BOOST_TEST(fixture.peer.Requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_refusal_holds_the_channel_and_shows_the_words_of_the_server) {
  TokenFixture fixture(
      {Say(401, kJson, R"({"error":"invalid_client","error_description":"aud does not match"})")});
  const TokenResult result = fixture.Get();
  BOOST_REQUIRE(result.failure.has_value());
  BOOST_TEST((result.failure->kind == Kind::kConfiguration));
  BOOST_TEST(result.failure->code == "oauth2.refused");
  BOOST_TEST(result.failure->detail ==
             "token server: HTTP 401: invalid_client: aud does not match");
}

BOOST_AUTO_TEST_CASE(words_that_could_hold_a_secret_are_not_shown) {
  const std::string secret(41, 'x');
  TokenFixture fixture({Say(
      400, kJson, R"({"error":"invalid_request","error_description":"not )" + secret + "\"}")});
  BOOST_TEST(fixture.Get().failure->detail == "token server: HTTP 400: invalid_request");
}

BOOST_AUTO_TEST_CASE(a_busy_token_server_is_asked_again_later) {
  TokenFixture fixture({Say(503, "Retry-After: 9\r\n"), Token("t1")});
  const TokenResult result = fixture.Get();
  BOOST_REQUIRE(result.failure.has_value());
  BOOST_TEST((result.failure->kind == Kind::kTransient));
  BOOST_TEST(result.failure->code == "oauth2.unavailable");
  BOOST_TEST(result.failure->retry_after->count() == 9'000);
  BOOST_TEST(fixture.Get().token == "t1");
}

BOOST_AUTO_TEST_CASE(a_broken_connection_leaves_nothing_in_doubt) {
  TokenFixture fixture({{"", PeerStep::Do::kCloseAfter}});
  const TokenResult result = fixture.Get();
  BOOST_TEST((result.failure->kind == Kind::kTransient));
  BOOST_TEST(result.failure->code == "oauth2.no-answer");
}

BOOST_AUTO_TEST_CASE(what_is_no_token_answer_is_a_fault_of_configuration) {
  for (const char* body : {"", "<html>", "{}", R"({"access_token":""})", R"({"access_token":1})",
                           R"({"access_token":"a\nb"})"}) {
    TokenFixture fixture({Say(200, kJson, body)});
    BOOST_TEST(fixture.Get().failure->code == "oauth2.answer");
  }
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_sign_is_named) {
  TokenFixture fixture({});
  fixture.options.client_secret.clear();
  fixture.options.key = test::MakeKey("P-256");
  BOOST_TEST(fixture.Get().failure->code == "oauth2.key");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::oauth2
