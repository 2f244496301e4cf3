#include "core/hl7/charset.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "core/hl7/message.h"
#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(charset)

namespace {

struct NameCase {
  const char* name;
  std::optional<Charset> want;
};
std::ostream& operator<<(std::ostream& out, const NameCase& c) { return out << c.name; }

const std::vector<NameCase> kNames = {
    {"ASCII", Charset::kAscii},
    {"ascii", Charset::kAscii},
    {"US-ASCII", Charset::kAscii},
    {"UNICODE UTF-8", Charset::kUtf8},
    {"unicode utf-8", Charset::kUtf8},
    {"UNICODE  UTF8", Charset::kUtf8},
    {"UNICODE", Charset::kUtf8},
    {"UTF-8", Charset::kUtf8},
    {"utf8", Charset::kUtf8},
    {"WINDOWS-1252", Charset::kWindows1252},
    {"windows 1252", Charset::kWindows1252},
    {"cp1252", Charset::kWindows1252},
    {"8859/1", Charset::kIso8859_1},
    {" 8859 / 1 ", Charset::kIso8859_1},
    {"8859/2", Charset::kIso8859_2},
    {"8859/3", Charset::kIso8859_3},
    {"8859/4", Charset::kIso8859_4},
    {"8859/5", Charset::kIso8859_5},
    {"8859/6", Charset::kIso8859_6},
    {"8859/7", Charset::kIso8859_7},
    {"8859/8", Charset::kIso8859_8},
    {"8859/9", Charset::kIso8859_9},
    {"8859/10", Charset::kIso8859_10},
    {"8859/11", Charset::kIso8859_11},
    {"8859/13", Charset::kIso8859_13},
    {"8859/14", Charset::kIso8859_14},
    {"8859/15", Charset::kIso8859_15},
    {"ISO-8859-15", Charset::kIso8859_15},
    {"iso 8859/1", Charset::kIso8859_1},
    {"", std::nullopt},
    {"8859/12", std::nullopt},
    {"8859", std::nullopt},
    {"UNICODE UTF-16", std::nullopt},
    {"ISO IR87", std::nullopt},
    {"GB 18030-2000", std::nullopt},
};

BOOST_DATA_TEST_CASE(names_of_table_0211_are_known, boost::unit_test::data::make(kNames), c) {
  BOOST_TEST((CharsetOf(c.name) == c.want));
}

constexpr std::array kAll = {Charset::kAscii,      Charset::kUtf8,       Charset::kWindows1252,
                             Charset::kIso8859_1,  Charset::kIso8859_2,  Charset::kIso8859_3,
                             Charset::kIso8859_4,  Charset::kIso8859_5,  Charset::kIso8859_6,
                             Charset::kIso8859_7,  Charset::kIso8859_8,  Charset::kIso8859_9,
                             Charset::kIso8859_10, Charset::kIso8859_11, Charset::kIso8859_13,
                             Charset::kIso8859_14, Charset::kIso8859_15, Charset::kIso8859_16};

BOOST_DATA_TEST_CASE(names_lead_back_to_their_set, boost::unit_test::data::make(kAll), charset) {
  BOOST_TEST((CharsetOf(Name(charset)) == charset));
}

struct ChoiceCase {
  const char* name;
  const char* bytes;
  const char* declared;
  std::optional<Charset> force;
  Charset want;
  bool declared_wrong;
  bool undefined_bytes;
};
std::ostream& operator<<(std::ostream& out, const ChoiceCase& c) { return out << c.name; }

const std::vector<ChoiceCase> kChoices = {
    {"1 forced over everything", "\xC3\xA9", "8859/5", Charset::kIso8859_2, Charset::kIso8859_2,
     false, false},
    {"1 forced UTF-8, broken", "\xE9", "", Charset::kUtf8, Charset::kUtf8, false, true},
    {"1 forced ASCII, high bytes", "\xE9", "", Charset::kAscii, Charset::kAscii, false, true},
    {"1 forced on plain bytes", "abc", "", Charset::kIso8859_2, Charset::kIso8859_2, false, false},
    {"2 ASCII, nothing declared", "abc", "", {}, Charset::kAscii, false, false},
    {"2 ASCII, anything declared", "abc", "8859/7", {}, Charset::kAscii, false, false},
    {"2 ASCII, unknown declared", "abc", "ISO IR87", {}, Charset::kAscii, false, false},
    {"3 UTF-8, nothing declared", "\xC3\xA9", "", {}, Charset::kUtf8, false, false},
    {"3 UTF-8 declared", "\xC3\xA9", "UNICODE UTF-8", {}, Charset::kUtf8, false, false},
    {"3 UTF-8 under bare UNICODE", "\xC3\xA9", "UNICODE", {}, Charset::kUtf8, false, false},
    {"3 UTF-8 under 8859/1", "\xC3\xA9", "8859/1", {}, Charset::kUtf8, true, false},
    {"3 UTF-8 under ASCII", "\xC3\xA9", "ASCII", {}, Charset::kUtf8, true, false},
    {"3 UTF-8 under an unknown name", "\xC3\xA9", "ISO IR87", {}, Charset::kUtf8, true, false},
    {"4 8859/1 declared", "\xE9", "8859/1", {}, Charset::kWindows1252, false, false},
    {"4 nothing declared", "\xE9 \x92", "", {}, Charset::kWindows1252, false, false},
    {"4 undefined byte 81", "\x81", "8859/1", {}, Charset::kWindows1252, false, true},
    {"4 undefined byte 8D", "\x8D", "", {}, Charset::kWindows1252, false, true},
    {"4 undefined byte 8F", "\x8F", "", {}, Charset::kWindows1252, false, true},
    {"4 undefined byte 90", "\x90", "", {}, Charset::kWindows1252, false, true},
    {"4 undefined byte 9D", "\x9D", "", {}, Charset::kWindows1252, false, true},
    {"4 ASCII declared wrongly", "\xE9", "ASCII", {}, Charset::kWindows1252, true, false},
    {"4 unknown name", "\xE9", "ISO IR87", {}, Charset::kWindows1252, true, false},
    {"4 windows-1252 declared", "\xE9", "WINDOWS-1252", {}, Charset::kWindows1252, false, false},
    {"5 UTF-8 declared, broken", "a\xE9", "UNICODE UTF-8", {}, Charset::kWindows1252, true, false},
    {"5 UNICODE declared, broken", "a\xE9", "UNICODE", {}, Charset::kWindows1252, true, false},
    {"6 8859/2", "\xB1", "8859/2", {}, Charset::kIso8859_2, false, false},
    {"6 8859/14", "\xF0", "8859/14", {}, Charset::kIso8859_14, false, false},
    {"6 8859/15", "\xA4", "8859/15", {}, Charset::kIso8859_15, false, false},
    {"6 hole of 8859/3", "\xA5", "8859/3", {}, Charset::kIso8859_3, false, true},
    {"6 control byte of 8859/2", "\x85", "8859/2", {}, Charset::kIso8859_2, false, true},
};

BOOST_DATA_TEST_CASE(sets_are_guessed_in_order, boost::unit_test::data::make(kChoices), c) {
  const CharsetChoice choice = Choose(c.bytes, c.declared, c.force);
  BOOST_TEST(choice.charset == c.want);
  BOOST_TEST(choice.declared_wrong == c.declared_wrong);
  BOOST_TEST(choice.undefined_bytes == c.undefined_bytes);
}

struct TextCase {
  const char* name;
  Charset charset;
  const char* bytes;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const TextCase& c) { return out << c.name; }

// Words of the languages that a set is for, written from the published tables.
const std::vector<TextCase> kTexts = {
    {"ASCII has no high bytes", Charset::kAscii, "a\xE9z", "a\xEF\xBF\xBDz"},
    {"UTF-8 as it is", Charset::kUtf8, "Z\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80",
     "Z\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80"},
    {"UTF-8 broken", Charset::kUtf8, "a\xE9z", "a\xEF\xBF\xBDz"},
    {"UTF-8 cut off", Charset::kUtf8, "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"UTF-8 overlong", Charset::kUtf8, "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"windows-1252 euro, quotes, e acute", Charset::kWindows1252, "\x80\x91\x92\xE9",
     "\xE2\x82\xAC\xE2\x80\x98\xE2\x80\x99\xC3\xA9"},
    {"windows-1252 undefined", Charset::kWindows1252, "\x81", "\xEF\xBF\xBD"},
    {"8859/1", Charset::kIso8859_1, "Ren\xE9\x65", "Ren\xC3\xA9\x65"},
    {"8859/1 has no 80", Charset::kIso8859_1, "\x80", "\xEF\xBF\xBD"},
    {"8859/2 Polish", Charset::kIso8859_2, "\xA3\xF3\x64\xBC", "\xC5\x81\xC3\xB3\x64\xC5\xBA"},
    {"8859/3 Maltese", Charset::kIso8859_3, "\xA1\xB1", "\xC4\xA6\xC4\xA7"},
    {"8859/4 Latvian", Charset::kIso8859_4, "\xE0\xB6", "\xC4\x81\xC4\xBC"},
    {"8859/5 Cyrillic", Charset::kIso8859_5, "\xBF\xE0", "\xD0\x9F\xD1\x80"},
    {"8859/6 Arabic", Charset::kIso8859_6, "\xC7\xE4", "\xD8\xA7\xD9\x84"},
    {"8859/7 Greek", Charset::kIso8859_7, "\xC1\xE1", "\xCE\x91\xCE\xB1"},
    {"8859/8 Hebrew", Charset::kIso8859_8, "\xE0\xFA", "\xD7\x90\xD7\xAA"},
    {"8859/9 Turkish", Charset::kIso8859_9, "\xD0\xFD", "\xC4\x9E\xC4\xB1"},
    {"8859/10 Icelandic, Sami", Charset::kIso8859_10, "\xDE\xBF", "\xC3\x9E\xC5\x8B"},
    {"8859/11 Thai", Charset::kIso8859_11, "\xA1", "\xE0\xB8\x81"},
    {"8859/13 Lithuanian", Charset::kIso8859_13, "\xE0\xF0", "\xC4\x85\xC5\xA1"},
    {"8859/14 Welsh", Charset::kIso8859_14, "\xF0\xFE", "\xC5\xB5\xC5\xB7"},
    {"8859/15 euro", Charset::kIso8859_15, "\xA4\xBD", "\xE2\x82\xAC\xC5\x93"},
    {"8859/16 Romanian", Charset::kIso8859_16, "\xAA\xFE", "\xC8\x98\xC8\x9B"},
};

BOOST_DATA_TEST_CASE(bytes_become_utf8, boost::unit_test::data::make(kTexts), c) {
  BOOST_TEST(ToUtf8(c.bytes, c.charset) == c.want);
}

BOOST_DATA_TEST_CASE(every_byte_a_set_defines_comes_back, boost::unit_test::data::make(kAll),
                     charset) {
  const std::size_t last = charset == Charset::kUtf8 ? 0x7F : 0xFF;
  for (std::size_t byte = 0; byte <= last; ++byte) {
    const std::string bytes(1, static_cast<char>(byte));
    const std::string text = ToUtf8(bytes, charset);
    BOOST_REQUIRE(IsUtf8(text));
    if (text == "\xEF\xBF\xBD") continue;
    BOOST_TEST(FromUtf8(text, charset) == bytes);
  }
}

// How many of the upper 128 bytes each set defines, counted in the published tables.
struct CountCase {
  const char* name;
  Charset charset;
  int want;
};
std::ostream& operator<<(std::ostream& out, const CountCase& c) { return out << c.name; }
const std::vector<CountCase> kCounts = {
    {"windows-1252", Charset::kWindows1252, 123}, {"8859/1", Charset::kIso8859_1, 96},
    {"8859/2", Charset::kIso8859_2, 96},          {"8859/3", Charset::kIso8859_3, 89},
    {"8859/4", Charset::kIso8859_4, 96},          {"8859/5", Charset::kIso8859_5, 96},
    {"8859/6", Charset::kIso8859_6, 51},          {"8859/7", Charset::kIso8859_7, 93},
    {"8859/8", Charset::kIso8859_8, 60},          {"8859/9", Charset::kIso8859_9, 96},
    {"8859/10", Charset::kIso8859_10, 96},        {"8859/11", Charset::kIso8859_11, 88},
    {"8859/13", Charset::kIso8859_13, 96},        {"8859/14", Charset::kIso8859_14, 96},
    {"8859/15", Charset::kIso8859_15, 96},        {"8859/16", Charset::kIso8859_16, 96},
};

BOOST_DATA_TEST_CASE(sets_have_the_holes_of_their_tables, boost::unit_test::data::make(kCounts),
                     c) {
  int defined = 0;
  for (int byte = 0x80; byte <= 0xFF; ++byte) {
    if (ToUtf8(std::string(1, static_cast<char>(byte)), c.charset) != "\xEF\xBF\xBD") ++defined;
  }
  BOOST_TEST(defined == c.want);
}

BOOST_AUTO_TEST_CASE(what_a_set_cannot_hold_becomes_a_question_mark) {
  BOOST_TEST(FromUtf8("a\xE2\x82\xAC\xC3\xA9z", Charset::kAscii) == "a??z");
  BOOST_TEST(FromUtf8("a\xE2\x82\xAC\xC3\xA9z", Charset::kIso8859_1) == "a?\xE9z");
  BOOST_TEST(FromUtf8("a\xE2\x82\xAC\xC3\xA9z", Charset::kWindows1252) == "a\x80\xE9z");
  BOOST_TEST(FromUtf8("\xF0\x9F\x98\x80", Charset::kIso8859_2) == "?");
  BOOST_TEST(FromUtf8("a\xE9z", Charset::kIso8859_1) == "a?z");
  BOOST_TEST(FromUtf8("a\xC3\xA9", Charset::kUtf8) == "a\xC3\xA9");
}

BOOST_AUTO_TEST_CASE(a_message_decodes_its_text_in_its_set) {
  const std::string head = "MSH|^~\\&|A|B|C|D|2026||ADT^A03|1|P|2.4||||||";
  const Message polish = test::Parsed(head + "8859/2\rPID|1||||\xA3ukasz\r");
  BOOST_TEST(polish.charset().charset == Charset::kIso8859_2);
  BOOST_TEST(polish.Get("PID", 5).Text() == "\xC5\x81ukasz");
  const Message repeated = test::Parsed(head + "8859/2~8859/5\rPID|1||||\xA3ukasz\r");
  BOOST_TEST(repeated.charset().charset == Charset::kIso8859_2);
  const Message deleted = test::Parsed(head + "\"\"\rPID|1||||Ren\xE9\r");
  BOOST_TEST(deleted.charset().charset == Charset::kWindows1252);
  BOOST_TEST(!deleted.charset().declared_wrong);
  BOOST_TEST(deleted.Get("PID", 5).Text() == "Ren\xC3\xA9");
  const Message wrong = test::Parsed(head + "UNICODE UTF-8\rPID|1||||Ren\xE9\r");
  BOOST_TEST(wrong.charset().declared_wrong);
  BOOST_TEST(wrong.Get("PID", 5).Text() == "Ren\xC3\xA9");
}

BOOST_AUTO_TEST_CASE(a_feed_forces_its_set) {
  const std::string bytes = "MSH|^~\\&|A|B|C|D|2026||ADT^A03|1|P|2.4||||||8859/1\rPID|1||||\xBF\r";
  const Message message = test::Parsed(bytes, {Charset::kIso8859_5, false});
  BOOST_TEST(message.charset().charset == Charset::kIso8859_5);
  BOOST_TEST(message.Get("PID", 5).Text() == "\xD0\x9F");
  const Message broken = test::Parsed(bytes, {Charset::kUtf8, false});
  BOOST_TEST(broken.charset().undefined_bytes);
  BOOST_TEST(broken.Get("PID", 5).Text() == "\xEF\xBF\xBD");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
