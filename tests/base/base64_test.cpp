#include "base/base64.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(base64)

namespace {

struct Vector {
  std::string bytes;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Vector& v) { return out << '"' << v.text << '"'; }

// RFC 4648 section 10, then bytes that need every corner of the alphabet.
const std::array kVectors = {Vector{"", ""},
                             Vector{"f", "Zg=="},
                             Vector{"fo", "Zm8="},
                             Vector{"foo", "Zm9v"},
                             Vector{"foob", "Zm9vYg=="},
                             Vector{"fooba", "Zm9vYmE="},
                             Vector{"foobar", "Zm9vYmFy"},
                             Vector{std::string(1, '\0'), "AA=="},
                             Vector{std::string(3, '\0'), "AAAA"},
                             Vector{"\xFF\xFF\xFF", "////"},
                             Vector{"\xFB\xEF\xBE", "++++"},
                             Vector{"\x14\xFB\x9C\x03\xD9\x7E", "FPucA9l+"},
                             Vector{"\x14\xFB\x9C\x03\xD9", "FPucA9k="},
                             Vector{"\x14\xFB\x9C\x03", "FPucAw=="}};

struct Refused {
  const char* name;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Refused& r) { return out << r.name; }

const std::array kRefused = {Refused{"missing padding", "Zg"},
                             Refused{"one padding too few", "Zg="},
                             Refused{"padding only", "===="},
                             Refused{"three paddings", "Z==="},
                             Refused{"padding inside", "Zg==Zm9v"},
                             Refused{"a padding before a letter", "Zm=v"},
                             Refused{"a line end", "Zm9v\nZm9v"},
                             Refused{"a line end at the end", "Zm9v\r\n"},
                             Refused{"a space", "Zm 9v==="},
                             Refused{"the alphabet of URLs", "-_-_"},
                             Refused{"a NUL", std::string("Zm9\0", 4)},
                             Refused{"a byte above 0x7F", "Zm9\xFF"},
                             Refused{"bits behind two paddings", "Zh=="},
                             Refused{"bits behind one padding", "Zm9="},
                             Refused{"a data URL", "data:,Zm9v=="}};

}  // namespace

BOOST_DATA_TEST_CASE(bytes_become_text, boost::unit_test::data::make(kVectors), v) {
  BOOST_TEST(Base64(v.bytes) == v.text);
}

BOOST_DATA_TEST_CASE(text_becomes_bytes_again, boost::unit_test::data::make(kVectors), v) {
  const auto bytes = DecodeBase64(v.text);
  BOOST_REQUIRE(bytes.has_value());
  BOOST_TEST(*bytes == v.bytes);
}

BOOST_DATA_TEST_CASE(what_is_not_strict_is_refused, boost::unit_test::data::make(kRefused), r) {
  BOOST_TEST(!DecodeBase64(r.text).has_value());
}

BOOST_AUTO_TEST_CASE(appending_keeps_what_was_there) {
  std::string out = "data=";
  AppendBase64("foobar", out);
  BOOST_TEST(out == "data=Zm9vYmFy");
}

BOOST_AUTO_TEST_CASE(every_byte_at_every_place_survives) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 3; ++place) {
      for (std::size_t size = place + 1; size <= 3; ++size) {
        std::string bytes(size, '\x5A');
        bytes[place] = static_cast<char>(byte);
        BOOST_REQUIRE(DecodeBase64(Base64(bytes)) == bytes);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
