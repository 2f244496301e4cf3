#include "core/hl7/message.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(message)

namespace {

using test::Parsed;
using test::With;

struct DelimiterCase {
  const char* name;
  const char* text;
  Delimiters want;
};
std::ostream& operator<<(std::ostream& out, const DelimiterCase& c) { return out << c.name; }

const std::vector<DelimiterCase> kDelimiters = {
    {"the usual four", "MSH|^~\\&|A", {'|', '^', '~', '\\', '&', 0}},
    {"five with truncation", "MSH|^~\\&#|A", {'|', '^', '~', '\\', '&', '#'}},
    {"three: subcomponents are off", "MSH|^~\\|A", {'|', '^', '~', '\\', 0, 0}},
    {"two: escapes are off", "MSH|^~|A", {'|', '^', '~', 0, 0, 0}},
    {"one: repetitions are off", "MSH|^|A", {'|', '^', 0, 0, 0, 0}},
    {"others throughout", "MSH#*@!%#A", {'#', '*', '@', '!', '%', 0}},
    {"nothing after MSH-2", "MSH|^~\\&", {'|', '^', '~', '\\', '&', 0}},
    {"line feed after MSH-2", "MSH|^~\\&\nPID|1", {'|', '^', '~', '\\', '&', 0}},
};

BOOST_DATA_TEST_CASE(delimiters_come_from_the_header, boost::unit_test::data::make(kDelimiters),
                     c) {
  BOOST_TEST((Parsed(c.text).delimiters() == c.want));
}

struct RefusedCase {
  const char* name;
  std::string text;
  const char* where;
};
std::ostream& operator<<(std::ostream& out, const RefusedCase& c) { return out << c.name; }

const std::vector<RefusedCase> kRefused = {
    {"nothing", "", "MSH"},
    {"no header", "PID|1||2\r", "MSH"},
    {"header cut off", "MSH|", "MSH"},
    {"header without separator", "MSH", "MSH"},
    {"letter as separator", "MSHA^~\\&AB", "MSH"},
    {"digit as separator", "MSH1^~\\&1B", "MSH"},
    {"space as separator", "MSH ^~\\& A", "MSH"},
    {"empty MSH-2", "MSH||A", "MSH"},
    {"six encoding characters", "MSH|^~\\&#!|A", "MSH"},
    {"an encoding character twice", "MSH|^^\\&|A", "MSH"},
    {"a letter among them", "MSH|^~E&|A", "MSH"},
    {"a byte above 7F among them", "MSH|^\xA7\\&|A", "MSH"},
    {"lower-case id", "MSH|^~\\&|A\rpid|1\r", "segment 2"},
    {"id begins with a digit", "MSH|^~\\&|A\rPID|1\r1ZZ|1\r", "segment 3"},
    {"id of two", "MSH|^~\\&|A\rPV|1\r", "segment 2"},
    {"id of four", "MSH|^~\\&|A\rPID1|1\r", "segment 2"},
    {"continued text is no segment", "MSH|^~\\&|A\rNTE|1||one\rtwo\r", "segment 3"},
    {"blank lines do not count", "MSH|^~\\&|A\r\r\n\nPID|1\r\r?\r", "segment 3"},
    {"another separator", "MSH|^~\\&|A\rPID#1\r", "segment 2"},
};

BOOST_DATA_TEST_CASE(unusable_messages_are_refused, boost::unit_test::data::make(kRefused), c) {
  const auto message = Message::Parse(c.text);
  BOOST_REQUIRE(!message.has_value());
  BOOST_TEST((message.error().code == Code::kMalformed));
  BOOST_TEST(message.error().where == c.where);
}

struct EndCase {
  const char* name;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const EndCase& c) { return out << c.name; }

const std::string kHead = "MSH|^~\\&|A|B";
const std::vector<EndCase> kEnds = {
    {"CR", kHead + "\rPID|1|x\rPV1|2\r"},
    {"LF", kHead + "\nPID|1|x\nPV1|2\n"},
    {"CRLF", kHead + "\r\nPID|1|x\r\nPV1|2\r\n"},
    {"mixed", kHead + "\r\nPID|1|x\nPV1|2\r"},
    {"no end after the last", kHead + "\rPID|1|x\rPV1|2"},
    {"blank lines", kHead + "\r\r\rPID|1|x\r \t \rPV1|2\r\r"},
    {"trailing spaces", kHead + "\rPID|1|x\rPV1|2  \r   "},
    {"trailing NUL", kHead + "\rPID|1|x\rPV1|2\r" + std::string(3, '\0')},
    {"NUL on the last segment", kHead + "\rPID|1|x\rPV1|2" + std::string(2, '\0')},
};

BOOST_DATA_TEST_CASE(every_way_to_end_a_segment_is_read, boost::unit_test::data::make(kEnds), c) {
  const Message message = Parsed(c.text);
  BOOST_TEST(message.SegmentCount() == 3U);
  BOOST_TEST(message.Get("MSH", 4).Text() == "B");
  BOOST_TEST(message.Get("PID", 2).Text() == "x");
  BOOST_TEST(message.Get("PV1", 1).Text() == "2");
  BOOST_TEST(message.Bytes() == c.text);
}

BOOST_AUTO_TEST_CASE(header_fields_are_numbered_from_the_separator) {
  const Message message = With("");
  const Segment header = message.First("MSH");
  BOOST_TEST(header.Field(1).Text() == "|");
  BOOST_TEST(header.Field(2).Text() == "^~\\&");
  BOOST_TEST(header.Field(3).Text() == "PAS");
  BOOST_TEST(header.Field(9).Component(2).Text() == "A03");
  BOOST_TEST(header.Field(12).Text() == "2.4");
  BOOST_TEST(header.FieldCount() == 12U);
  BOOST_TEST(header.Field(13).presence() == Presence::kMissing);
}

BOOST_AUTO_TEST_CASE(encoding_characters_are_never_split) {
  const Message message = With("");
  const Element encoding = message.Get("MSH", 2);
  BOOST_TEST(encoding.presence() == Presence::kValue);
  BOOST_TEST(encoding.RepetitionCount() == 1U);
  BOOST_TEST(encoding.Repetition(1).Raw() == "^~\\&");
  BOOST_TEST(encoding.ComponentCount() == 1U);
  BOOST_TEST(encoding.Component(1).Raw() == "^~\\&");
  BOOST_TEST(encoding.SubcomponentCount() == 1U);
  BOOST_TEST(encoding.Component(2).presence() == Presence::kMissing);
}

BOOST_AUTO_TEST_CASE(other_fields_are_numbered_from_one) {
  const Message message = With("PV1|1|I|WARD\r");
  const Segment visit = message.First("PV1");
  BOOST_TEST(visit.Field(0).presence() == Presence::kMissing);
  BOOST_TEST(visit.Field(1).Text() == "1");
  BOOST_TEST(visit.Field(3).Text() == "WARD");
  BOOST_TEST(visit.FieldCount() == 3U);
  BOOST_TEST(visit.Id() == "PV1");
  BOOST_TEST(visit.Raw() == "PV1|1|I|WARD");
}

BOOST_AUTO_TEST_CASE(unknown_and_z_segments_are_kept_in_order) {
  const Message message = With("PID|1\rZU1|a\rQ9X|b\rZU1|c\rZZZ\r");
  std::string order;
  for (std::size_t i = 0; i < message.SegmentCount(); ++i) {
    BOOST_TEST(message.At(i).Index() == i);
    order += std::string(message.At(i).Id()) + " ";
  }
  BOOST_TEST(order == "MSH PID ZU1 Q9X ZU1 ZZZ ");
  const std::vector<Segment> all = message.All("ZU1");
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST(all[0].Field(1).Text() == "a");
  BOOST_TEST(all[1].Field(1).Text() == "c");
  BOOST_TEST(message.First("ZZZ").FieldCount() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_missing_not_a_fault) {
  const Message message = With("PID|1\r");
  BOOST_TEST(!message.First("NK1"));
  BOOST_TEST(!message.First("PIDX"));
  BOOST_TEST(!message.At(2));
  BOOST_TEST(message.All("NK1").empty());
  BOOST_TEST(Segment().FieldCount() == 0U);
  BOOST_TEST(Segment().Id().empty());
  BOOST_TEST(Segment().Raw().empty());
  BOOST_TEST((Segment().message() == nullptr));
  const Element missing = message.Get("NK1", 2);
  BOOST_TEST(missing.presence() == Presence::kMissing);
  BOOST_TEST(missing.Text().empty());
  BOOST_TEST(missing.RepetitionCount() == 0U);
  BOOST_TEST(missing.ComponentCount() == 0U);
  BOOST_TEST(missing.SubcomponentCount() == 0U);
  BOOST_TEST(missing.Repetitions().empty());
  BOOST_TEST(missing.Component(1).Subcomponent(1).presence() == Presence::kMissing);
  BOOST_TEST(missing.Offset() == 0U);
  BOOST_TEST((missing.message() == nullptr));
}

BOOST_AUTO_TEST_CASE(header_without_fields_in_the_middle_is_harmless) {
  const Message message = With("MSH\rPID|1\r");
  BOOST_TEST(message.At(1).FieldCount() == 0U);
  BOOST_TEST(message.At(1).Field(1).presence() == Presence::kMissing);
  BOOST_TEST(message.At(1).Field(2).presence() == Presence::kMissing);
}

BOOST_AUTO_TEST_CASE(elements_stay_valid_when_their_message_moves) {
  Message first = With("PID|1||||Smith^John\r");
  const Element name = first.Get("PID", 5);
  Message second(std::move(first));
  BOOST_TEST((name.message() == &second));
  Message third = With("");
  third = std::move(second);
  BOOST_TEST((name.message() == &third));
  BOOST_TEST(name.Component(2).Text() == "John");
  BOOST_TEST(third.Bytes().substr(name.Offset(), name.Raw().size()) == "Smith^John");
}

BOOST_AUTO_TEST_CASE(fields_are_found_wherever_they_lie_between_blocks_of_bytes) {
  for (std::size_t pad = 0; pad < 200; ++pad) {
    const Message message =
        With("NTE|1||" + std::string(pad, 'x') + "\rPID|1|" + std::string(pad, 'y') + "|z^w\r\n");
    BOOST_TEST(message.Get("NTE", 3).Raw().size() == pad);
    BOOST_TEST(message.Get("PID", 2).Raw().size() == pad);
    BOOST_TEST(message.Get("PID", 3).Component(2).Text() == "w");
    BOOST_TEST(message.First("PID").FieldCount() == 3U);
  }
}

BOOST_AUTO_TEST_CASE(many_fields_are_all_found) {
  std::string segment = "ZZZ";
  for (int i = 1; i <= 5000; ++i) segment += "|" + std::to_string(i);
  const Message message = With(segment + "\rPID|last\r");
  for (std::size_t i = 1; i <= 5000; i += 7) {
    BOOST_TEST(message.Get("ZZZ", i).Text() == std::to_string(i));
  }
  BOOST_TEST(message.Get("PID", 1).Text() == "last");
}

BOOST_AUTO_TEST_CASE(header_alone_is_read_from_a_message_that_cannot_be) {
  const std::string bytes = "MSH|^~\\&|PAS|RXX|||2026||ADT^A03|77|P|2.4\rPID|1\rnonsense\r";
  BOOST_TEST(!Message::Parse(bytes).has_value());
  const auto header = Message::ParseHeader(bytes);
  BOOST_REQUIRE(header.has_value());
  BOOST_TEST(header->SegmentCount() == 1U);
  BOOST_TEST(header->Get("MSH", 10).Text() == "77");
  BOOST_TEST(!Message::ParseHeader("PID|1\r").has_value());
}

BOOST_AUTO_TEST_CASE(errors_hold_nothing_from_the_message) {
  const auto message = Message::Parse("MSH|^~\\&|A\rSMITH9990000018\r");
  BOOST_TEST(message.error().Text().find("SMITH") == std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
