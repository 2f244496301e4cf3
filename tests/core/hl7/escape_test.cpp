#include "core/hl7/escape.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/hl7/message.h"
#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(escape)

namespace {

struct Case {
  const char* name;
  const char* text;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::string kUnknown = "\xEF\xBF\xBD";

const std::vector<Case> kCases = {
    {"no escape", "plain", "plain"},
    {"nothing", "", ""},
    {"field separator", R"(a\F\b)", "a|b"},
    {"component separator", R"(a\S\b)", "a^b"},
    {"subcomponent separator", R"(a\T\b)", "a&b"},
    {"repetition separator", R"(a\R\b)", "a~b"},
    {"escape character", R"(a\E\b)", "a\\b"},
    {"several in a row", R"(\F\\S\\E\)", "|^\\"},
    {"lower case is no escape", R"(a\f\b)", R"(a\f\b)"},
    {"truncation is unknown before 2.7", R"(a\P\b)", R"(a\P\b)"},
    {"hex, one byte", R"(\X41\)", "A"},
    {"hex, lower-case digits", R"(\X4a4b\)", "JK"},
    {"hex, several bytes", R"(\X0D0A\)", "\r\n"},
    {"hex, zero high byte dropped", R"(\X000d\)", "\r"},
    {"hex, zero alone dropped", R"(a\X00\b)", "ab"},
    {"hex, odd count", R"(\Xd\)", "\r"},
    {"hex, odd count with zero", R"(\X00d\)", "\r"},
    {"hex, three digits", R"(\X141\)",
     "\x01"
     "A"},
    {"hex, no digits", R"(a\X\b)", R"(a\X\b)"},
    {"hex, wrong digit", R"(a\X4G\b)", R"(a\X4G\b)"},
    {"hex, UTF-8 in one escape", R"(\XC3A9\)", "\xC3\xA9"},
    {"hex, UTF-8 in two escapes", R"(\XC3\\XA9\)", "\xC3\xA9"},
    {"line break", R"(a\.br\b)", "a\nb"},
    {"line break in capitals", R"(a\.BR\b)", "a\nb"},
    {"line break with a number is unknown", R"(a\.br2\b)", R"(a\.br2\b)"},
    {"spaces down, no number", R"(a\.sp\b)", "a\nb"},
    {"spaces down, three", R"(a\.sp 3\b)", "a\n\n\nb"},
    {"spaces down, joined", R"(a\.sp2\b)", "a\n\nb"},
    {"spaces down, signed", R"(a\.sp+2\b)", "a\n\nb"},
    {"spaces down, no number after sign", R"(a\.sp+\b)", R"(a\.sp+\b)"},
    {"spaces down are limited", R"(\.sp 999999999999\)", std::string(99, '\n')},
    {"skip", R"(a\.sk 2\b)", "a  b"},
    {"skip without number", R"(a\.sk\b)", "a b"},
    {"skip is limited", R"(\.sk5000\)", std::string(99, ' ')},
    {"fill", R"(a\.fi\b)", "ab"},
    {"no fill", R"(a\.nf\b)", "ab"},
    {"indent", R"(a\.in 4\b)", "ab"},
    {"indent to the left", R"(a\.in-4\b)", "ab"},
    {"temporary indent", R"(a\.ti+4\b)", "ab"},
    {"centre", R"(a\.ce\b)", "ab"},
    {"unknown format", R"(a\.zz\b)", R"(a\.zz\b)"},
    {"point alone", R"(a\.\b)", R"(a\.\b)"},
    {"highlight", R"(a\H\b\N\c)", "abc"},
    {"single-byte set", R"(a\C2842\b)", "a" + kUnknown + "b"},
    {"multi-byte set", R"(a\M2442\b)", "a" + kUnknown + "b"},
    {"multi-byte set, three", R"(a\M244231\b)", "a" + kUnknown + "b"},
    {"set with a wrong length", R"(a\C28\b)", R"(a\C28\b)"},
    {"set with wrong digits", R"(a\Cxxyy\b)", R"(a\Cxxyy\b)"},
    {"local", R"(a\Z12\b)", R"(a\Z12\b)"},
    {"local with other text", R"(a\Z !\b)", R"(a\Z !\b)"},
    {"unknown", R"(a\Q\b)", R"(a\Q\b)"},
    {"backslash in data", R"(4\5 re)", R"(4\5 re)"},
    {"backslash in data before an escape", R"(4\5 re \F\ 6)", R"(4\5 re | 6)"},
    {"backslash at the end", R"(abc\)", R"(abc\)"},
    {"two backslashes", R"(a\\b)", R"(a\\b)"},
    {"unterminated escape", R"(a\F)", R"(a\F)"},
    {"path", R"(C:\temp\new)", R"(C:\temp\new)"},
    {"decoded once", R"(\E\F\E\)", R"(\F\)"},
    {"a hundred backslashes", R"(\\\\\\\\\\\\\\\\\\\\)", R"(\\\\\\\\\\\\\\\\\\\\)"},
};

BOOST_DATA_TEST_CASE(escape_decodes, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(Unescape(c.text, Delimiters{}, Charset::kUtf8).text == c.want);
}

BOOST_AUTO_TEST_CASE(flags_tell_what_no_text_can_show) {
  BOOST_TEST(Unescape(R"(\C2842\)", {}, Charset::kUtf8).charset_switch);
  BOOST_TEST(Unescape(R"(\M244231\)", {}, Charset::kUtf8).charset_switch);
  BOOST_TEST(!Unescape(R"(\C28\)", {}, Charset::kUtf8).charset_switch);
  BOOST_TEST(Unescape(R"(\Z12\)", {}, Charset::kUtf8).local_escape);
  BOOST_TEST(!Unescape(R"(\Q\)", {}, Charset::kUtf8).local_escape);
}

BOOST_AUTO_TEST_CASE(delimiters_in_use_stand_for_themselves) {
  const Delimiters other{'#', '*', '@', '!', '%', '+'};
  BOOST_TEST(Unescape("!F!!S!!R!!E!!T!!P!", other, Charset::kUtf8).text == "#*@!%+");
  BOOST_TEST(Unescape("\\F\\", other, Charset::kUtf8).text == "\\F\\");
}

BOOST_AUTO_TEST_CASE(escape_of_a_delimiter_that_is_off_is_unknown) {
  const Delimiters three{'|', '^', '~', '\\', 0, 0};
  BOOST_TEST(Unescape("a\\T\\b", three, Charset::kUtf8).text == "a\\T\\b");
}

BOOST_AUTO_TEST_CASE(without_escape_character_nothing_is_decoded) {
  const Delimiters two{'|', '^', '~', 0, 0, 0};
  BOOST_TEST(Unescape("a\\F\\b", two, Charset::kUtf8).text == "a\\F\\b");
}

struct CharsetCase {
  const char* name;
  const char* text;
  Charset charset;
  const char* declared;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const CharsetCase& c) { return out << c.name; }

const std::vector<CharsetCase> kCharsets = {
    {"8859/2", R"(\XB1\)", Charset::kIso8859_2, "8859/2", "\xC4\x85"},
    {"8859/15 beside raw bytes", "\xA4\\XA4\\", Charset::kIso8859_15, "",
     "\xE2\x82\xAC\xE2\x82\xAC"},
    {"windows-1252", R"(\X80\)", Charset::kWindows1252, "", "\xE2\x82\xAC"},
    {"UTF-8, broken", R"(\XE9\)", Charset::kUtf8, "", kUnknown},
    {"ASCII message, nothing declared", R"(Ren\XE9\)", Charset::kAscii, "", "Ren\xC3\xA9"},
    {"ASCII message, UTF-8 escaped", R"(Ren\XC3A9\)", Charset::kAscii, "", "Ren\xC3\xA9"},
    {"ASCII message, 8859/5 declared", R"(\XBF\)", Charset::kAscii, "8859/5", "\xD0\x9F"},
    {"ASCII message, ASCII declared", R"(Ren\XE9\)", Charset::kAscii, "ASCII", "Ren\xC3\xA9"},
};

BOOST_DATA_TEST_CASE(hexadecimal_bytes_are_in_the_set_of_the_message,
                     boost::unit_test::data::make(kCharsets), c) {
  BOOST_TEST(Unescape(c.text, Delimiters{}, c.charset, c.declared).text == c.want);
}

BOOST_AUTO_TEST_CASE(a_message_reads_its_escapes_in_the_set_it_declares) {
  const Message message =
      test::Parsed("MSH|^~\\&|A|B|C|D|2026||ADT^A03|1|P|2.4||||||8859/2\rPID|1||||K\\XB1\\t\r");
  BOOST_TEST(message.Get("PID", 5).Text() == "K\xC4\x85t");
}

BOOST_AUTO_TEST_CASE(own_text_becomes_harmless) {
  BOOST_TEST(Escape("a|b^c~d\\e&f", {}) == R"(a\F\b\S\c\R\d\E\e\T\f)");
  BOOST_TEST(Escape(std::string("a\rb\nc\0d\x0b\x1c\x7f", 10), {}) == "a b c d   ");
  BOOST_TEST(Escape("a|b^c~d", Delimiters{'|', '^', '~', 0, 0, 0}) == "a b c d");
  BOOST_TEST(Escape("a#b", Delimiters{'|', '^', '~', '\\', '&', '#'}) == R"(a\P\b)");
  BOOST_TEST(Escape("a#b~", Delimiters{'|', '^', 0, 0, 0, 0}) == "a#b~");
}

BOOST_DATA_TEST_CASE(what_is_escaped_decodes_to_itself, boost::unit_test::data::make(kCases), c) {
  const Delimiters delimiters;
  const std::string harmless = Escape(c.text, delimiters);
  BOOST_TEST(Unescape(harmless, delimiters, Charset::kUtf8).text == c.text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
