#include "edge/oauth2/jwt.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/base64.h"
#include "base/text.h"
#include "tests/support/certificates.h"

namespace wardbridge::oauth2 {

BOOST_AUTO_TEST_SUITE(jwt)

namespace {

std::string Decode(std::string text) {
  for (char& c : text) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  text.append((4 - text.size() % 4) % 4, '=');
  return DecodeBase64(text).value_or("not base64url");
}

struct Case {
  JwtAlgorithm algorithm;
  const char* key;
  const char* header;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << Name(c.algorithm); }

const std::vector<Case> kCases = {
    {JwtAlgorithm::kRs512, "RSA", R"({"alg":"RS512","typ":"JWT","kid":"k1"})"},
    {JwtAlgorithm::kRs384, "RSA", R"({"alg":"RS384","typ":"JWT","kid":"k1"})"},
    {JwtAlgorithm::kEs384, "P-384", R"({"alg":"ES384","typ":"JWT","kid":"k1"})"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_token_is_signed_so_that_others_can_verify_it,
                     boost::unit_test::data::make(kCases), c) {
  const std::string key = test::MakeKey(c.key);
  BOOST_TEST(CheckSigningKey(c.algorithm, key).has_value());
  const auto token = SignJwt(c.algorithm, key, "k1", R"({"iss":"me"})");
  BOOST_REQUIRE(token.has_value());
  const auto parts = Split(*token, '.');
  BOOST_TEST_REQUIRE(parts.size() == 3U);
  BOOST_TEST(Decode(std::string(parts[0])) == c.header);
  BOOST_TEST(Decode(std::string(parts[1])) == R"({"iss":"me"})");
  const std::string signature = Decode(std::string(parts[2]));
  const std::string text = std::string(parts[0]) + "." + std::string(parts[1]);
  BOOST_TEST(test::IsSignedBy(key, std::string(Name(c.algorithm)), text, signature));
  BOOST_TEST(!test::IsSignedBy(key, std::string(Name(c.algorithm)), text + "x", signature));
  if (c.algorithm == JwtAlgorithm::kEs384) BOOST_TEST(signature.size() == 96U);
}

BOOST_AUTO_TEST_CASE(a_key_of_the_wrong_kind_is_refused) {
  BOOST_TEST(!CheckSigningKey(JwtAlgorithm::kRs512, test::MakeKey("P-384")).has_value());
  BOOST_TEST(!CheckSigningKey(JwtAlgorithm::kEs384, test::MakeKey("RSA")).has_value());
  BOOST_TEST(!CheckSigningKey(JwtAlgorithm::kEs384, test::MakeKey("P-256")).has_value());
  const auto none = SignJwt(JwtAlgorithm::kRs512, "no key", "k1", "{}");
  BOOST_REQUIRE(!none.has_value());
  BOOST_TEST(none.error().where == "key");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::oauth2
