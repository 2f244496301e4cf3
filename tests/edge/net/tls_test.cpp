#include "edge/net/tls.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/certificates.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(a_certificate_with_its_key_makes_both_sides_and_says_when_it_expires) {
  const test::Identity own = test::MakeIdentity({});
  const auto server = TlsContext::ForServer({own.certificate, own.key, own.certificate});
  BOOST_REQUIRE(server.has_value());
  BOOST_TEST(((*server)->Expires() > Timestamp()));
  const auto client = TlsContext::ForClient({own.certificate, own.certificate, own.key});
  BOOST_REQUIRE(client.has_value());
  BOOST_TEST(((*client)->Expires() == (*server)->Expires()));
  BOOST_TEST(((*TlsContext::ForClient({}))->Expires() == Timestamp()));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_is_named) {
  const test::Identity own = test::MakeIdentity({});
  const test::Identity other = test::MakeIdentity({});
  const auto where = [](const auto& result) { return result ? "" : result.error().where; };
  BOOST_TEST(where(TlsContext::ForServer({"nothing", own.key, ""})) == "certificate");
  BOOST_TEST(where(TlsContext::ForServer({own.certificate, "nothing", ""})) == "key");
  BOOST_TEST(where(TlsContext::ForServer({own.certificate, own.key, "nothing"})) == "client-ca");
  BOOST_TEST(where(TlsContext::ForClient({"nothing", "", ""})) == "ca");
  BOOST_TEST(where(TlsContext::ForClient({"", own.certificate, ""})) == "key");
  const auto mismatch = TlsContext::ForServer({own.certificate, other.key, ""});
  BOOST_REQUIRE(!mismatch.has_value());
  BOOST_TEST(mismatch.error().Text() == "denied key: does not belong to the certificate");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
