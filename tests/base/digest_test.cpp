#include "base/digest.h"

#include <array>
#include <ostream>
#include <set>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(digest)

namespace {

struct Vector {
  const char* name;
  std::string bytes;
  const char* sha1;
  const char* sha256;
};
std::ostream& operator<<(std::ostream& out, const Vector& v) { return out << v.name; }

// RFC 3174 section 7.3, RFC 6234 section 8.5, and the empty text.
const std::array kVectors = {
    Vector{"empty", "", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    Vector{"abc", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    Vector{"two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
           "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    Vector{"a million a", std::string(1000000, 'a'), "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}};

}  // namespace

BOOST_DATA_TEST_CASE(sha1_is_that_of_rfc_3174, boost::unit_test::data::make(kVectors), v) {
  BOOST_TEST(Hex(Sha1(v.bytes)) == v.sha1);
}

BOOST_DATA_TEST_CASE(sha256_is_that_of_rfc_6234, boost::unit_test::data::make(kVectors), v) {
  BOOST_TEST(Hex(Sha256(v.bytes)) == v.sha256);
}

BOOST_AUTO_TEST_CASE(digests_are_raw_bytes) {
  BOOST_TEST(Sha1("abc").size() == 20U);
  BOOST_TEST(Sha256("abc").size() == 32U);
}

BOOST_AUTO_TEST_CASE(a_nul_is_a_byte_like_any_other) {
  BOOST_TEST(Sha256(std::string("a\0b", 3)) != Sha256("a"));
}

BOOST_AUTO_TEST_CASE(hex_is_lower_case_with_two_digits_a_byte) {
  BOOST_TEST(Hex(std::string("\x00\x0F\xA0\xFF", 4)) == "000fa0ff");
  BOOST_TEST(Hex("").empty());
}

BOOST_AUTO_TEST_CASE(a_key_is_the_digest_of_its_joined_parts) {
  BOOST_TEST(KeyOf({"stay", "1", "gp"}) == Hex(Sha256("stay\x1f"
                                                      "1\x1fgp")));
}

BOOST_AUTO_TEST_CASE(a_key_of_one_part_is_the_digest_of_the_part) {
  BOOST_TEST(KeyOf({"abc"}) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(moving_the_boundary_between_parts_changes_the_key) {
  const std::set<std::string> keys = {KeyOf({"ab", "c"}), KeyOf({"a", "bc"}), KeyOf({"abc"}),
                                      KeyOf({"abc", ""}), KeyOf({"", "abc"})};
  BOOST_TEST(keys.size() == 5U);
}

// Computed once with another implementation of RFC 4122 from the product's namespace. These values
// are the contract: every id that was ever sent hangs on them.
BOOST_AUTO_TEST_CASE(uuids_never_change) {
  BOOST_TEST(Uuid5("") == "d2ed9979-b49c-5f7c-b203-8f3546f5a3b8");
  BOOST_TEST(Uuid5("RXX#V1#1\x1f"
                   "bundle") == "1848b2ff-a5e2-54f8-9f31-9d9d4ac95ec0");
  BOOST_TEST(Uuid5("\xC3\xA9") == "7372af2d-39d9-528e-8cd8-01143473c2fe");
}

BOOST_AUTO_TEST_CASE(a_uuid_says_version_5_and_variant_1) {
  for (int i = 0; i < 200; ++i) {
    const std::string uuid = Uuid5("name " + std::to_string(i));
    BOOST_REQUIRE(uuid.size() == 36U);
    BOOST_TEST(uuid[14] == '5');
    BOOST_TEST(std::string("89ab").find(uuid[19]) != std::string::npos);
    BOOST_TEST(uuid.find_first_not_of("0123456789abcdef-") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(different_names_have_different_uuids) {
  std::set<std::string> uuids;
  for (int i = 0; i < 1000; ++i) uuids.insert(Uuid5(std::to_string(i)));
  BOOST_TEST(uuids.size() == 1000U);
}

BOOST_AUTO_TEST_CASE(a_uuid_of_bytes_has_its_version_variant_and_hyphens) {
  BOOST_TEST(UuidText(std::string(16, '\xFF'), 4) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
  BOOST_TEST(UuidText(std::string(16, '\0'), 5) == "00000000-0000-5000-8000-000000000000");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
