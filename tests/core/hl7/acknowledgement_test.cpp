#include "core/hl7/acknowledgement.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(acknowledgement)

namespace {

using test::Parsed;

std::string Header(const std::string& version, const std::string& accept = "",
                   const std::string& application = "") {
  return "MSH|^~\\&|PAS|RXX^1.2&x|TIE|RYY|20260715120000||ADT^A03^ADT_A03|ID 42|P|" + version +
         "|||" + accept + "|" + application + "\rPID|1\r";
}

AckRequest Request(Verdict verdict, AckMode mode = AckMode::kOriginal) {
  AckRequest request;
  request.verdict = verdict;
  request.mode = mode;
  request.now = ParseInstant("2026-07-15T12:00:05+01:00").value();
  request.control_id = "wb-1";
  if (verdict != Verdict::kAccept) {
    request.error_code = 101;
    request.segment = "PID";
    request.sequence = 1;
    request.field = 3;
    request.text = "PID-3 is missing";
  }
  return request;
}

std::string Lines(std::string text) {
  std::replace(text.begin(), text.end(), '\r', '\n');
  return text;
}

// The second line of an answer, or the one with that id.
std::string Line(const std::string& text, const std::string& id) {
  const std::size_t at = text.find(id + "|");
  return at == std::string::npos ? "" : text.substr(at, text.find('\r', at) - at);
}

struct ShapeCase {
  const char* name;
  const char* version;
  Verdict verdict;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const ShapeCase& c) { return out << c.name; }

const std::vector<ShapeCase> kShapes = {
    {"2.2 accepted", "2.2", Verdict::kAccept,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK|wb-1|P|2.2\nMSA|AA|ID 42\n"},
    {"2.3 accepted", "2.3", Verdict::kAccept,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03|wb-1|P|2.3\nMSA|AA|ID 42\n"},
    {"2.3.1 accepted", "2.3.1", Verdict::kAccept,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.3.1\n"
     "MSA|AA|ID 42\n"},
    {"2.3.1 with components", "2.3.1^", Verdict::kAccept,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.3.1\n"
     "MSA|AA|ID 42\n"},
    {"2.4 accepted", "2.4", Verdict::kAccept,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.4\n"
     "MSA|AA|ID 42\n"},
    {"2.5 with country", "2.5^GBR", Verdict::kAccept,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.5^GBR\n"
     "MSA|AA|ID 42\n"},
    {"no version is read as 2.4", "", Verdict::kError,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|\n"
     "MSA|AE|ID 42|PID-3 is missing|||101^Required field missing^HL70357\n"
     "ERR|PID^1^3^101&Required field missing&HL70357\n"},
    {"2.2 error", "2.2", Verdict::kError,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK|wb-1|P|2.2\n"
     "MSA|AE|ID 42|PID-3 is missing|||101^Required field missing^HL70357\n"
     "ERR|PID^1^3^101&Required field missing&HL70357\n"},
    {"2.3 rejected", "2.3", Verdict::kReject,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03|wb-1|P|2.3\n"
     "MSA|AR|ID 42|PID-3 is missing|||101^Required field missing^HL70357\n"
     "ERR|PID^1^3^101&Required field missing&HL70357\n"},
    {"2.4 error", "2.4", Verdict::kError,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.4\n"
     "MSA|AE|ID 42|PID-3 is missing|||101^Required field missing^HL70357\n"
     "ERR|PID^1^3^101&Required field missing&HL70357\n"},
    {"2.5 error", "2.5", Verdict::kError,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.5\n"
     "MSA|AE|ID 42\n"
     "ERR||PID^1^3^1^1|101^Required field missing^HL70357|E||||PID-3 is missing\n"},
    {"2.5.1 rejected", "2.5.1", Verdict::kReject,
     "MSH|^~\\&|TIE|RYY|PAS|RXX^1.2&x|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.5.1\n"
     "MSA|AR|ID 42\n"
     "ERR||PID^1^3^1^1|101^Required field missing^HL70357|E||||PID-3 is missing\n"},
};

BOOST_DATA_TEST_CASE(answers_have_the_shape_of_the_version, boost::unit_test::data::make(kShapes),
                     c) {
  const Message message = Parsed(Header(c.version));
  BOOST_TEST(Lines(Acknowledge(message, Request(c.verdict))) == c.want);
}

struct ModeCase {
  const char* accept;
  const char* application;
  AckMode mode;
  const char* on_accept;
  const char* on_error;
  const char* on_reject;
};
std::ostream& operator<<(std::ostream& out, const ModeCase& c) {
  return out << "MSH-15 [" << c.accept << "] MSH-16 [" << c.application << "] mode "
             << static_cast<int>(c.mode);
}

const std::vector<ModeCase> kModes = {
    {"", "", AckMode::kOriginal, "AA", "AE", "AR"},
    {"AL", "NE", AckMode::kOriginal, "AA", "AE", "AR"},
    {"NE", "NE", AckMode::kOriginal, "AA", "AE", "AR"},
    {"", "", AckMode::kAuto, "AA", "AE", "AR"},
    {"\"\"", "\"\"", AckMode::kAuto, "AA", "AE", "AR"},
    {"NE", "NE", AckMode::kAuto, "", "", ""},
    {"AL", "NE", AckMode::kAuto, "CA", "CE", "CR"},
    {"AL", "", AckMode::kAuto, "CA", "CE", "CR"},
    {"al", "ne", AckMode::kAuto, "CA", "CE", "CR"},
    {"SU", "NE", AckMode::kAuto, "CA", "", ""},
    {"ER", "NE", AckMode::kAuto, "", "CE", "CR"},
    {"NE", "AL", AckMode::kAuto, "AA", "AE", "AR"},
    {"", "AL", AckMode::kAuto, "AA", "AE", "AR"},
    {"NE", "SU", AckMode::kAuto, "AA", "", ""},
    {"NE", "ER", AckMode::kAuto, "", "AE", "AR"},
    {"AL", "AL", AckMode::kAuto, "CA", "CE", "CR"},
    {"SU", "AL", AckMode::kAuto, "CA", "", ""},
    {"ER", "AL", AckMode::kAuto, "", "CE", "CR"},
    {"NE", "", AckMode::kAuto, "", "", ""},
    {"", "NE", AckMode::kAuto, "", "", ""},
    {"", "", AckMode::kCommit, "CA", "CE", "CR"},
    {"NE", "NE", AckMode::kCommit, "CA", "CE", "CR"},
    {"", "", AckMode::kAlwaysAa, "AA", "AA", "AA"},
    {"NE", "NE", AckMode::kAlwaysAa, "AA", "AA", "AA"},
};

BOOST_DATA_TEST_CASE(modes_choose_the_code, boost::unit_test::data::make(kModes), c) {
  const Message message = Parsed(Header("2.4", c.accept, c.application));
  const auto code = [&](Verdict verdict) {
    const std::string answer = Acknowledge(message, Request(verdict, c.mode));
    BOOST_TEST(answer.empty() == AckCode(message, verdict, c.mode).empty());
    if (answer.empty()) return std::string();
    const std::string stated = Line(answer, "MSA").substr(4, 2);
    BOOST_TEST(stated == AckCode(message, verdict, c.mode));
    return stated;
  };
  BOOST_TEST(code(Verdict::kAccept) == c.on_accept);
  BOOST_TEST(code(Verdict::kError) == c.on_error);
  BOOST_TEST(code(Verdict::kReject) == c.on_reject);
}

BOOST_AUTO_TEST_CASE(commit_errors_have_err_but_no_code_in_msa) {
  const Message message = Parsed(Header("2.4"));
  const std::string answer = Acknowledge(message, Request(Verdict::kError, AckMode::kCommit));
  BOOST_TEST(Line(answer, "MSA") == "MSA|CE|ID 42|PID-3 is missing");
  BOOST_TEST(Line(answer, "ERR") == "ERR|PID^1^3^101&Required field missing&HL70357");
}

BOOST_AUTO_TEST_CASE(always_aa_says_nothing_of_errors) {
  const Message message = Parsed(Header("2.4"));
  const std::string answer = Acknowledge(message, Request(Verdict::kError, AckMode::kAlwaysAa));
  BOOST_TEST(Line(answer, "ERR").empty());
}

BOOST_AUTO_TEST_CASE(every_segment_ends_with_cr) {
  for (const char* const version : {"2.2", "2.3", "2.4", "2.5"}) {
    for (const Verdict verdict : {Verdict::kAccept, Verdict::kError}) {
      const std::string answer = Acknowledge(Parsed(Header(version)), Request(verdict));
      BOOST_TEST(answer.back() == '\r');
      BOOST_TEST(answer.find('\n') == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(answers_parse_and_name_the_message) {
  for (const char* const version : {"2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1"}) {
    const Message answer = Parsed(Acknowledge(Parsed(Header(version)), Request(Verdict::kError)));
    BOOST_TEST(answer.Get("MSA", 2).Text() == "ID 42");
    BOOST_TEST(answer.Get("MSH", 10).Text() == "wb-1");
    BOOST_TEST(answer.Get("MSH", 12).Text() == version);
  }
}

BOOST_AUTO_TEST_CASE(other_delimiters_are_answered_in_kind) {
  const Message message = Parsed("MSH#*@!%#PAS#RXX#TIE#RYY#2026##ADT*A03#id!F!7#P#2.4\rPID#1\r");
  AckRequest request = Request(Verdict::kError);
  request.text = "a#b*c|d";
  const std::string answer = Acknowledge(message, request);
  BOOST_TEST(Lines(answer) ==
             "MSH#*@!%#TIE#RYY#PAS#RXX#20260715120005+0100##ACK*A03*ACK#wb-1#P#2.4\n"
             "MSA#AE#id!F!7#a!F!b!S!c|d###101*Required field missing*HL70357\n"
             "ERR#PID*1*3*101%Required field missing%HL70357\n");
}

BOOST_AUTO_TEST_CASE(delimiters_that_are_off_stay_off) {
  const Message message = Parsed("MSH|^|PAS|RXX|TIE|RYY|2026||ADT^A03|7|P|2.4\r");
  AckRequest request = Request(Verdict::kError);
  request.text = "a^b";
  BOOST_TEST(Lines(Acknowledge(message, request)) ==
             "MSH|^|TIE|RYY|PAS|RXX|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.4\n"
             "MSA|AE|7|a b|||101^Required field missing^HL70357\nERR|PID^1^3^101\n");
}

BOOST_AUTO_TEST_CASE(delimiters_within_our_own_values_are_escaped) {
  const Message message = Parsed("MSH+^-!&+PAS+RXX+TIE+RYY+2026++ADT^A03+7+P+2.4\r");
  const Message answer = Parsed(Acknowledge(message, Request(Verdict::kAccept)));
  BOOST_TEST(answer.Get("MSH", 7).Text() == "20260715120005+0100");
  BOOST_TEST(answer.Get("MSH", 10).Text() == "wb-1");
  BOOST_TEST(answer.Get("MSH", 12).Text() == "2.4");
}

struct SetCase {
  const char* name;
  const char* declared;
  const char* facility;
  const char* want;  // what follows MSH-12
};
std::ostream& operator<<(std::ostream& out, const SetCase& c) { return out << c.name; }

const std::vector<SetCase> kSets = {
    {"nothing declared", "", "RXX", ""},
    {"nothing declared, high bytes", "", "RXX\xE9", ""},
    {"8859/1", "8859/1", "RXX\xE9", "||||||8859/1"},
    {"bare UNICODE", "UNICODE", "RXX\xC3\xA9", "||||||UNICODE"},
    {"declared and plain", "8859/1", "RXX", "||||||8859/1"},
    {"first of several", "8859/1~UNICODE", "RXX\xE9", "||||||8859/1"},
    {"declared wrongly", "UNICODE UTF-8", "RXX\xE9", ""},
    {"unknown", "ISO IR87", "RXX", ""},
    {"null", "\"\"", "RXX", ""},
};

BOOST_DATA_TEST_CASE(the_set_is_stated_when_the_answer_is_in_it,
                     boost::unit_test::data::make(kSets), c) {
  const Message message = Parsed("MSH|^~\\&|A|" + std::string(c.facility) +
                                 "|C|D|2026||ADT^A03|1|P|2.4||||||" + c.declared + "\r");
  const std::string header = Line(Acknowledge(message, Request(Verdict::kAccept)), "MSH");
  BOOST_TEST(header == "MSH|^~\\&|C|D|A|" + std::string(c.facility) +
                           "|20260715120005+0100||ACK^A03^ACK|wb-1|P|2.4" + c.want);
}

BOOST_AUTO_TEST_CASE(our_text_is_written_in_the_senders_set) {
  AckRequest request = Request(Verdict::kError);
  request.text = "caf\xC3\xA9";
  const std::string head = "MSH|^~\\&|A\xE9|B|C|D|2026||ADT^A03|1|P|2.4||||||";
  BOOST_TEST(Line(Acknowledge(Parsed(head + "8859/1\r"), request), "MSA").substr(9, 4) ==
             "caf\xE9");
  const Message plain = Parsed(Header("2.4"));
  BOOST_TEST(Line(Acknowledge(plain, request), "MSA").substr(13, 4) == "caf?");
}

struct TypeCase {
  const char* name;
  const char* type;
  const char* version;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const TypeCase& c) { return out << c.name; }

const std::vector<TypeCase> kTypes = {
    {"no trigger", "ADT", "2.4", "ACK"},
    {"empty type", "", "2.4", "ACK"},
    {"null trigger", "ADT^\"\"", "2.4", "ACK"},
    {"another trigger", "ORU^R01", "2.4", "ACK^R01^ACK"},
    {"2.1", "ADT^A03", "2.1", "ACK"},
    {"2.6", "ADT^A03", "2.6", "ACK^A03^ACK"},
    {"2.7.1", "ADT^A03", "2.7.1", "ACK^A03^ACK"},
    {"2.3", "ADT^A03", "2.3", "ACK^A03"},
    {"nonsense version", "ADT^A03", "two", "ACK^A03^ACK"},
};

BOOST_DATA_TEST_CASE(the_type_follows_version_and_trigger, boost::unit_test::data::make(kTypes),
                     c) {
  const Message message =
      Parsed("MSH|^~\\&|A|B|C|D|2026||" + std::string(c.type) + "|1|P|" + c.version + "\r");
  const std::string answer = Acknowledge(message, Request(Verdict::kAccept));
  const std::string header = Line(answer, "MSH");
  BOOST_TEST(header.find("||" + std::string(c.want) + "|wb-1|") != std::string::npos, header);
}

struct TextCase {
  int code;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const TextCase& c) { return out << c.code; }
const std::vector<TextCase> kTexts = {
    {100, "100^Segment sequence error^HL70357"},    {101, "101^Required field missing^HL70357"},
    {102, "102^Data type error^HL70357"},           {103, "103^Table value not found^HL70357"},
    {200, "200^Unsupported message type^HL70357"},  {201, "201^Unsupported event code^HL70357"},
    {202, "202^Unsupported processing id^HL70357"}, {203, "203^Unsupported version id^HL70357"},
    {204, "204^Unknown key identifier^HL70357"},    {205, "205^Duplicate key identifier^HL70357"},
    {206, "206^Application record locked^HL70357"}, {207, "207^Application internal error^HL70357"},
    {0, "207^Application internal error^HL70357"},
};

BOOST_DATA_TEST_CASE(codes_bring_the_words_of_table_0357, boost::unit_test::data::make(kTexts), c) {
  AckRequest request = Request(Verdict::kError);
  request.error_code = c.code;
  request.text.clear();
  request.segment.clear();
  const std::string words(c.want + 4, std::string(c.want).find("^HL7") - 4);
  const std::string code(c.want, 3);
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.4")), request), "MSA") ==
             "MSA|AE|ID 42|" + words + "|||" + c.want);
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.4")), request), "ERR") ==
             "ERR|^1^3^" + code + "&" + words + "&HL70357");
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.5")), request), "ERR") ==
             "ERR|||" + std::string(c.want) + "|E||||" + words);
}

BOOST_AUTO_TEST_CASE(a_whole_segment_can_be_the_place) {
  AckRequest request = Request(Verdict::kError);
  request.segment = "MSH";
  request.sequence = 0;
  request.field = 0;
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.4")), request), "ERR") ==
             "ERR|MSH^^^101&Required field missing&HL70357");
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.5")), request), "ERR") ==
             "ERR||MSH^^|101^Required field missing^HL70357|E||||PID-3 is missing");
}

BOOST_AUTO_TEST_CASE(accepting_text_is_carried_up_to_v24) {
  AckRequest request = Request(Verdict::kAccept);
  request.text = "ignored";
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.4")), request), "MSA") == "MSA|AA|ID 42|ignored");
  BOOST_TEST(Line(Acknowledge(Parsed(Header("2.5")), request), "MSA") == "MSA|AA|ID 42");
}

BOOST_AUTO_TEST_CASE(the_clock_is_londons) {
  AckRequest request = Request(Verdict::kAccept);
  for (const char* const now : {"2026-01-15T12:00:05Z", "2026-07-15T12:00:05Z",
                                "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"}) {
    request.now = ParseInstant(now).value();
    const Message answer = Parsed(Acknowledge(Parsed(Header("2.4")), request));
    BOOST_TEST(answer.Get("MSH", 7).Text() == FormatHl7(request.now));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
