// Control ids: how they come back in MSA-2, and how they are found in what cannot be parsed.
#include <optional>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/hl7/acknowledgement.h"
#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(control_id)

namespace {

using test::Parsed;

// The answer to a message, accepted; and its MSA segment.
std::string Answer(const Message& message) {
  AckRequest request;
  request.now = ParseInstant("2026-07-15T12:00:05+01:00").value();
  request.control_id = "wb-1";
  return Acknowledge(message, request);
}
std::string Msa(const std::string& answer) {
  const std::size_t at = answer.find("MSA|");
  return answer.substr(at, answer.find('\r', at) - at);
}

struct IdCase {
  const char* name;
  std::string id;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const IdCase& c) { return out << c.name; }

const std::vector<IdCase> kIds = {
    {"plain", "42", "42"},
    {"spaces", " 4 2  ", " 4 2  "},
    {"escapes", "a\\F\\b\\X0D\\", "a\\F\\b\\X0D\\"},
    {"components and repetitions", "a^b&c~d", "a^b&c~d"},
    {"quotes", "\"\"", "\"\""},
    {"empty", "", ""},
    {"high bytes", "caf\xE9", "caf\xE9"},
    {"199 characters", std::string(199, 'x'), std::string(199, 'x')},
    {"200 characters", std::string(200, 'x'), std::string(199, 'x')},
    {"bytes that end or begin a frame",
     std::string("a\x1c"
                 "b\x0b\0c",
                 6),
     "abc"},
};

BOOST_DATA_TEST_CASE(control_ids_come_back_byte_for_byte, boost::unit_test::data::make(kIds), c) {
  const Message message = Parsed("MSH|^~\\&|A|B|C|D|2026||ADT^A03|" + c.id + "|P|2.4\r");
  const std::string answer = Answer(message);
  BOOST_TEST(Msa(answer) == "MSA|AA|" + c.want);
}

BOOST_AUTO_TEST_CASE(long_ids_are_cut_between_characters) {
  std::string id;
  for (int i = 0; i < 250; ++i) id += "\xC3\xA9";
  const Message message = Parsed("MSH|^~\\&|A|B|C|D|2026||ADT^A03|" + id + "|P|2.4\r");
  const std::string answer = Answer(message);
  BOOST_TEST(Msa(answer) == "MSA|AA|" + id.substr(0, 398));
}

BOOST_AUTO_TEST_CASE(frame_bytes_of_the_sender_never_reach_the_answer) {
  const Message message =
      Parsed("MSH|^~\\&|A\x1c|B\x0b|C|D|2026||ADT^A03\x1c|1|P\x1c|2.4\x1c|||||8859/1\x1c\r");
  const std::string answer = Answer(message);
  BOOST_TEST(answer.find_first_of("\x0b\x1c") == std::string::npos);
}

struct FindCase {
  const char* name;
  std::string start;
  std::optional<std::string> want;
};
std::ostream& operator<<(std::ostream& out, const FindCase& c) { return out << c.name; }

const std::string kStart = "MSH|^~\\&|A|B|C|D|2026||ADT^A03|";
const std::vector<FindCase> kFinds = {
    {"followed by a field", kStart + "42|P|2.4\rPID|cut", "42"},
    {"last of the header", kStart + "42\rPID|cut", "42"},
    {"last of the header, LF", kStart + "42\nPID", "42"},
    {"after noise", "\xEF\xBB\xBF\r\n" + kStart + "42|P", "42"},
    {"in an envelope", "BHS|^~\\&|X\r" + kStart + "42|P", "42"},
    {"other separator", "MSH#*@!%#A#B#C#D#2026##ADT#4|2#P", "4|2"},
    {"cut within it", kStart + "42", std::nullopt},
    {"cut before it", "MSH|^~\\&|A|B|C|D|2026||ADT^A0", std::nullopt},
    {"empty", kStart + "|P|2.4\r", std::nullopt},
    {"header ends before it", "MSH|^~\\&|A|B\rPID|1|2|3|4|5|6|7|8|9\r", std::nullopt},
    {"no message", "<xml/>", std::nullopt},
    {"nothing", "", std::nullopt},
    {"header only", "MSH|", std::nullopt},
};

BOOST_DATA_TEST_CASE(control_ids_are_found_in_what_is_cut_off, boost::unit_test::data::make(kFinds),
                     c) {
  BOOST_TEST((FindControlId(c.start) == c.want));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
