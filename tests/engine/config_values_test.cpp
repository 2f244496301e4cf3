#include "engine/config_values.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_values)

namespace {

namespace data = boost::unit_test::data;

struct DurationCase {
  const char* text;
  long long ms;  // -1: refused
};
std::ostream& operator<<(std::ostream& out, const DurationCase& c) { return out << c.text; }

const std::array kDurations = {
    DurationCase{"0s", 0},
    DurationCase{"250ms", 250},
    DurationCase{"2s", 2'000},
    DurationCase{"15min", 900'000},
    DurationCase{"24h", 86'400'000},
    DurationCase{"14d", 1'209'600'000},
    DurationCase{"15", -1},
    DurationCase{"min", -1},
    DurationCase{"", -1},
    DurationCase{"15 min", -1},
    DurationCase{"15MIN", -1},
    DurationCase{"15m", -1},
    DurationCase{"-1s", -1},
    DurationCase{"1.5h", -1},
    DurationCase{"1h30min", -1},
    DurationCase{"99999999999999999d", -1},
    DurationCase{"36526d", -1},
    DurationCase{"9223372036854775808ms", -1},
};

BOOST_DATA_TEST_CASE(a_duration_is_a_whole_number_and_a_unit, data::make(kDurations), c) {
  const auto duration = ParseDuration(c.text);
  BOOST_TEST((duration ? duration->count() : -1) == c.ms);
}

BOOST_AUTO_TEST_CASE(a_duration_is_written_as_people_write_it) {
  BOOST_TEST(FormatDuration(Millis{0}) == "0s");
  BOOST_TEST(FormatDuration(Millis{900'000}) == "15min");
  BOOST_TEST(FormatDuration(Millis{86'400'000}) == "1d");
  BOOST_TEST(FormatDuration(Millis{1'500}) == "1500ms");
}

struct SizeCase {
  const char* text;
  long long bytes;  // -1: refused
};
std::ostream& operator<<(std::ostream& out, const SizeCase& c) { return out << c.text; }

const std::array kSizes = {
    SizeCase{"0B", 0},          SizeCase{"512B", 512},     SizeCase{"64KiB", 65'536},
    SizeCase{"16MiB", 1 << 24}, SizeCase{"1GiB", 1 << 30}, SizeCase{"16MB", -1},
    SizeCase{"16", -1},         SizeCase{"16mib", -1},     SizeCase{"1.5GiB", -1},
    SizeCase{"1025GiB", -1},
};

BOOST_DATA_TEST_CASE(a_size_is_a_whole_number_and_a_binary_unit, data::make(kSizes), c) {
  const auto size = ParseSize(c.text);
  BOOST_TEST((size ? static_cast<long long>(*size) : -1) == c.bytes);
}

BOOST_AUTO_TEST_CASE(a_size_is_written_with_the_largest_unit_that_fits) {
  BOOST_TEST(FormatSize(16U << 20U) == "16MiB");
  BOOST_TEST(FormatSize(1'000) == "1000B");
  BOOST_TEST(FormatSize(0) == "0B");
}

struct AddressCase {
  const char* text;
  const char* want;  // "": refused
  bool loopback;
};
std::ostream& operator<<(std::ostream& out, const AddressCase& c) { return out << c.text; }

const std::array kAddresses = {
    AddressCase{"127.0.0.1:2575", "127.0.0.1:2575", true},
    AddressCase{"127.9.9.9:0", "127.9.9.9:0", true},
    AddressCase{"localhost:8025", "127.0.0.1:8025", true},
    AddressCase{"[::1]:2575", "[::1]:2575", true},
    AddressCase{"0.0.0.0:2575", "0.0.0.0:2575", false},
    AddressCase{"[::]:2575", "[::]:2575", false},
    AddressCase{"10.1.2.3:65535", "10.1.2.3:65535", false},
    AddressCase{"10.1.2.3:65536", "", false},
    AddressCase{"10.1.2.3", "", false},
    AddressCase{":2575", "", false},
    AddressCase{"::1:2575", "", false},
    AddressCase{"[127.0.0.1]:2575", "", false},
    AddressCase{"tie.example:2575", "", false},
    AddressCase{"127.0.0.1:", "", false},
    AddressCase{"127.0.0.1:x", "", false},
    AddressCase{"127.1:2575", "", false},
};

BOOST_DATA_TEST_CASE(an_address_is_an_ip_and_a_port, data::make(kAddresses), c) {
  const auto address = ParseAddress(c.text);
  BOOST_TEST((address ? address->Text() : "") == c.want);
  BOOST_TEST((address && address->loopback) == c.loopback);
}

struct UriCase {
  const char* text;
  bool good;
};
std::ostream& operator<<(std::ostream& out, const UriCase& c) { return out << c.text; }

const std::array kUris = {
    UriCase{"https://rxx.example/Id/mrn", true},
    UriCase{"urn:oid:2.16.840.1.113883", true},
    UriCase{"rxx.example/Id", false},
    UriCase{"https://a b", false},
    UriCase{"1http://a", false},
    UriCase{"https:", false},
    UriCase{"ht_tp://a", false},
    UriCase{"", false},
};

BOOST_DATA_TEST_CASE(a_system_is_an_absolute_uri, data::make(kUris), c) {
  BOOST_TEST(IsAbsoluteUri(c.text) == c.good);
}

struct SnomedCase {
  const char* text;
  bool good;
};
std::ostream& operator<<(std::ostream& out, const SnomedCase& c) { return out << c.text; }

const std::array kSnomed = {
    SnomedCase{"86290005", true},         SnomedCase{"1091811000000102", true},
    SnomedCase{"1104441000000107", true}, SnomedCase{"276885007", true},
    SnomedCase{"86290006", false},        SnomedCase{"68290005", false},
    SnomedCase{"12345", false},           SnomedCase{"086290005", false},
    SnomedCase{"8629000A", false},        SnomedCase{"1234567890123456789", false},
};

BOOST_DATA_TEST_CASE(a_snomed_code_carries_its_check_digit, data::make(kSnomed), c) {
  BOOST_TEST(IsSnomedId(c.text) == c.good);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
