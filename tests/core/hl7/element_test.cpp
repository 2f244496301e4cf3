// Parts of fields: presence at each level, repetitions, components, subcomponents, text.
#include <array>
#include <span>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/hl7/message.h"
#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(element)

namespace {

using test::Parsed;
using test::With;

struct PresenceCase {
  const char* name;
  const char* field;  // PID-3
  Presence whole;
  Presence repetition;    // first
  Presence component;     // second of the first repetition
  Presence subcomponent;  // second of that
};
std::ostream& operator<<(std::ostream& out, const PresenceCase& c) { return out << c.name; }

constexpr Presence kMissing = Presence::kMissing;
constexpr Presence kEmpty = Presence::kEmpty;
constexpr Presence kNull = Presence::kNull;
constexpr Presence kValue = Presence::kValue;

const std::vector<PresenceCase> kPresences = {
    {"empty field", "", kEmpty, kEmpty, kMissing, kMissing},
    {"field of spaces", "   ", kEmpty, kEmpty, kMissing, kMissing},
    {"value", "A", kValue, kValue, kMissing, kMissing},
    {"null field", "\"\"", kNull, kNull, kMissing, kMissing},
    {"null field, padded", "\"\"  ", kNull, kNull, kMissing, kMissing},
    {"one quote is a value", "\"", kValue, kValue, kMissing, kMissing},
    {"three quotes are a value", "\"\"\"", kValue, kValue, kMissing, kMissing},
    {"null with more is a value", "\"\"A", kValue, kValue, kMissing, kMissing},
    {"empty second component", "A^", kValue, kValue, kEmpty, kMissing},
    {"second component", "A^B", kValue, kValue, kValue, kMissing},
    {"second component only", "^B", kValue, kValue, kValue, kMissing},
    {"null second component", "A^\"\"", kValue, kValue, kNull, kMissing},
    {"nulls in all components", "\"\"^\"\"", kNull, kNull, kNull, kMissing},
    {"null among empty ones", "^\"\"^", kNull, kNull, kNull, kMissing},
    {"delimiters only", "^^&~^", kEmpty, kEmpty, kEmpty, kMissing},
    {"second subcomponent", "A^B&C", kValue, kValue, kValue, kValue},
    {"empty second subcomponent", "A^B&", kValue, kValue, kValue, kEmpty},
    {"null second subcomponent", "A^B&\"\"", kValue, kValue, kValue, kNull},
    {"null subcomponents", "A^\"\"&\"\"", kValue, kValue, kNull, kNull},
    {"third component only", "A^^C", kValue, kValue, kEmpty, kMissing},
    {"second repetition only", "~B", kValue, kEmpty, kMissing, kMissing},
    {"null, then a value", "\"\"~B", kValue, kNull, kMissing, kMissing},
};

BOOST_DATA_TEST_CASE(presence_is_told_at_each_level, boost::unit_test::data::make(kPresences), c) {
  const Message message = With("PID|1||" + std::string(c.field) + "|\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.presence() == c.whole);
  BOOST_TEST(field.Repetition(1).presence() == c.repetition);
  BOOST_TEST(field.Component(2).presence() == c.component);
  BOOST_TEST(field.Component(2).Subcomponent(2).presence() == c.subcomponent);
  BOOST_TEST(field.HasValue() == (c.whole == Presence::kValue));
}

BOOST_DATA_TEST_CASE(null_is_empty_for_feeds_that_send_it_everywhere,
                     boost::unit_test::data::make(kPresences), c) {
  const auto want = [](Presence presence) { return presence == kNull ? kEmpty : presence; };
  const Message message = With("PID|1||" + std::string(c.field) + "|\r", {std::nullopt, true});
  const Element field = message.Get("PID", 3);
  BOOST_TEST(message.null_is_absent());
  BOOST_TEST(field.presence() == want(c.whole));
  BOOST_TEST(field.Component(2).presence() == want(c.component));
  BOOST_TEST(field.Component(2).Subcomponent(2).presence() == want(c.subcomponent));
}

BOOST_DATA_TEST_CASE(null_is_never_text, boost::unit_test::data::make(kPresences), c) {
  const Message message = With("PID|1||" + std::string(c.field) + "|\r");
  const Element field = message.Get("PID", 3);
  for (const Element& element : {field, field.Repetition(1), field.Component(1), field.Component(2),
                                 field.Component(2).Subcomponent(2)}) {
    BOOST_TEST(element.Text() != "\"\"");
    BOOST_TEST((element.HasValue() || element.Text().empty()));
    BOOST_TEST(element.Decode().text == element.Text());
  }
}

BOOST_AUTO_TEST_CASE(parts_are_numbered_from_one) {
  const Message message = With("PID|1||a&b^c~d^e&f&g^h~~i\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.RepetitionCount() == 4U);
  BOOST_TEST(field.Repetition(0).presence() == kMissing);
  BOOST_TEST(field.Repetition(2).Raw() == "d^e&f&g^h");
  BOOST_TEST(field.Repetition(3).presence() == kEmpty);
  BOOST_TEST(field.Repetition(4).Text() == "i");
  BOOST_TEST(field.Repetition(5).presence() == kMissing);
  const Element second = field.Repetition(2);
  BOOST_TEST(second.ComponentCount() == 3U);
  BOOST_TEST(second.Component(0).presence() == kMissing);
  BOOST_TEST(second.Component(2).SubcomponentCount() == 3U);
  BOOST_TEST(second.Component(2).Subcomponent(3).Text() == "g");
  BOOST_TEST(second.Component(2).Subcomponent(4).presence() == kMissing);
  BOOST_TEST(second.Component(4).presence() == kMissing);
}

BOOST_AUTO_TEST_CASE(a_whole_answers_for_its_first_part) {
  const Message message = With("PID|1||a&b^c~d\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.Text() == "a");
  BOOST_TEST(field.ComponentCount() == 2U);
  BOOST_TEST(field.Component(2).Text() == "c");
  BOOST_TEST(field.SubcomponentCount() == 2U);
  BOOST_TEST(field.Subcomponent(2).Text() == "b");
}

BOOST_AUTO_TEST_CASE(a_part_is_its_own_only_part) {
  const Message message = With("PID|1||a&b^c\r");
  const Element component = message.Get("PID", 3).Component(2);
  BOOST_TEST(component.RepetitionCount() == 1U);
  BOOST_TEST(component.Repetition(1).Text() == "c");
  BOOST_TEST(component.Repetition(2).presence() == kMissing);
  BOOST_TEST(component.Repetitions().size() == 1U);
  BOOST_TEST(component.ComponentCount() == 1U);
  BOOST_TEST(component.Component(1).Text() == "c");
  BOOST_TEST(component.Component(2).presence() == kMissing);
  const Element leaf = message.Get("PID", 3).Subcomponent(2);
  BOOST_TEST(leaf.SubcomponentCount() == 1U);
  BOOST_TEST(leaf.Subcomponent(1).Text() == "b");
  BOOST_TEST(leaf.Subcomponent(2).presence() == kMissing);
}

BOOST_AUTO_TEST_CASE(repetitions_in_one_pass_are_those_one_by_one) {
  for (const char* const text : {"", "a", "a~", "~a", "a~b~c", "~~", "a^b~c^d"}) {
    const Message message = With("PID|1||" + std::string(text) + "|x\r");
    const Element field = message.Get("PID", 3);
    const std::vector<Element> all = field.Repetitions();
    BOOST_REQUIRE(all.size() == field.RepetitionCount());
    for (std::size_t i = 0; i < all.size(); ++i) {
      BOOST_TEST(all[i].Raw() == field.Repetition(i + 1).Raw());
      BOOST_TEST(all[i].Offset() == field.Repetition(i + 1).Offset());
    }
  }
}

BOOST_AUTO_TEST_CASE(repetitions_taken_off_are_those_one_by_one) {
  for (const char* const text : {"", "a", "a~", "~a", "a~b~c", "~~", "a^b~c^d"}) {
    const Message message = With("PID|1||" + std::string(text) + "|x\r");
    const Element field = message.Get("PID", 3);
    Element rest = field;
    for (std::size_t i = 1; i <= field.RepetitionCount(); ++i) {
      BOOST_REQUIRE(rest.message() != nullptr);
      const Element taken = Element::TakeRepetition(rest);
      BOOST_TEST(taken.Raw() == field.Repetition(i).Raw());
      BOOST_TEST(taken.Offset() == field.Repetition(i).Offset());
      BOOST_TEST(taken.RepetitionCount() == 1U);
    }
    BOOST_TEST(rest.presence() == kMissing);
    BOOST_TEST(Element::TakeRepetition(rest).presence() == kMissing);
  }
  const Message message = With("PID|1||a^b~c\r");
  Element component = message.Get("PID", 3).Component(2);
  BOOST_TEST(Element::TakeRepetition(component).Text() == "b");
  BOOST_TEST(component.presence() == kMissing);
}

BOOST_AUTO_TEST_CASE(components_in_one_pass_are_those_one_by_one) {
  const std::string longer(20, 'x');
  const std::vector<std::string> texts = {
      "",       "a",    "a^b",         "^",
      "a^^c~d", "~a^b", "a^b^c^d^e^f", longer + "^" + longer + "^^b&c~" + longer};
  for (const std::string& text : texts) {
    const Message message = With("PID|1||" + text + "|x^y^z\r");
    const Element field = message.Get("PID", 3);
    for (const Element& whole : {field, field.Repetition(1), field.Component(2), Element()}) {
      std::array<Element, 4> parts;
      parts.fill(message.Get("MSH", 9));
      for (const std::size_t count : {4U, 3U, 1U}) {
        whole.Components(std::span(parts).first(count));
        for (std::size_t i = 0; i < count; ++i) {
          BOOST_TEST(parts.at(i).Raw() == whole.Component(i + 1).Raw());
          BOOST_TEST((parts.at(i).presence() == whole.Component(i + 1).presence()));
          BOOST_TEST(parts.at(i).ComponentCount() == whole.Component(i + 1).ComponentCount());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(components_are_found_however_long_those_before_are) {
  const std::vector<std::string> parts = {"", std::string(15, 'a'), "b", std::string(40, 'c'),
                                          "", std::string(16, 'd'), "e"};
  std::string field;
  for (const std::string& part : parts) field += (&part == parts.data() ? "" : "^") + part;
  for (const char* const after : {"", "~x^y^z", "|x^y^z", "|"}) {
    const Message message = With("PID|1||" + field + after + "\r");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      BOOST_TEST(message.Get("PID", 3).Component(i + 1).Raw() == parts[i]);
    }
    BOOST_TEST(message.Get("PID", 3).Component(8).presence() == kMissing);
  }
}

BOOST_AUTO_TEST_CASE(a_text_that_stands_in_the_message_just_so_is_a_view_of_it) {
  const Message message = With("PID|1||abc  ^a\\T\\b^\"\"^|d&e\r");
  const Element field = message.Get("PID", 3);
  const auto plain = field.PlainText();
  BOOST_REQUIRE(plain.has_value());
  BOOST_TEST(*plain == "abc");
  BOOST_TEST(static_cast<const void*>(plain->data()) == field.Raw().data());
  BOOST_TEST(!field.Component(2).PlainText().has_value());
  BOOST_TEST(field.Component(3).PlainText().value().empty());
  BOOST_TEST(field.Component(4).PlainText().value().empty());
  BOOST_TEST(field.Component(9).PlainText().value().empty());
  BOOST_TEST(message.Get("PID", 4).PlainText().value() == "d");
}

BOOST_AUTO_TEST_CASE(a_text_of_another_character_set_is_no_view) {
  const auto message = Message::Parse("MSH|^~\\&|A||||||||||||||||8859/1\rPID|1||M\xFCller\r");
  BOOST_REQUIRE(message.has_value());
  BOOST_TEST(!message->Get("PID", 3).PlainText().has_value());
  BOOST_TEST(message->Get("PID", 3).Text() == "M\xC3\xBCller");
}

BOOST_AUTO_TEST_CASE(other_delimiters_divide_and_the_usual_ones_are_data) {
  const Message message = Parsed("MSH#*@!%#A\rPID#1##a%b*c^|~\\&@d!S!e!F!\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.RepetitionCount() == 2U);
  BOOST_TEST(field.Subcomponent(2).Text() == "b");
  BOOST_TEST(field.Component(2).Text() == "c^|~\\&");
  BOOST_TEST(field.Repetition(2).Text() == "d*e#");
}

BOOST_AUTO_TEST_CASE(delimiters_that_are_off_divide_nothing) {
  const std::string nul(1, '\0');
  const Message message = Parsed("MSH|^|A\rPID|1||a~b&c\\F\\" + nul + "d^e\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.RepetitionCount() == 1U);
  BOOST_TEST(field.SubcomponentCount() == 1U);
  BOOST_TEST(field.Text() == "a~b&c\\F\\" + nul + "d");
  BOOST_TEST(field.Component(2).Text() == "e");
  BOOST_TEST(field.presence() == kValue);
}

BOOST_AUTO_TEST_CASE(split_comes_before_unescape_and_unescape_once) {
  const Message message = With("PID|1||a\\S\\b^\\E\\X09\\E\\^\\T\\&c\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.ComponentCount() == 3U);
  BOOST_TEST(field.Component(1).Text() == "a^b");
  BOOST_TEST(field.Component(2).Text() == "\\X09\\");
  BOOST_TEST(field.Component(3).Text() == "&");
  BOOST_TEST(field.Component(3).Subcomponent(2).Text() == "c");
}

BOOST_AUTO_TEST_CASE(trailing_spaces_are_trimmed_and_leading_ones_kept) {
  const Message message = With("PID|1||  a b  ^c  &d ~e  \r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.Text() == "  a b");
  BOOST_TEST(field.Component(2).Text() == "c");
  BOOST_TEST(field.Component(2).Subcomponent(2).Text() == "d");
  BOOST_TEST(field.Repetition(2).Text() == "e");
  BOOST_TEST(field.Repetition(2).Raw() == "e  ");
}

BOOST_AUTO_TEST_CASE(long_values_are_whole) {
  const std::string text(1 << 20, 'x');
  const Message message = With("OBX|1|ED|||" + text + "^" + text + "\\F\\\r");
  BOOST_TEST(message.Get("OBX", 5).Text().size() == text.size());
  BOOST_TEST(message.Get("OBX", 5).Component(2).Text() == text + "|");
}

BOOST_AUTO_TEST_CASE(decode_tells_of_escapes_that_no_text_can_show) {
  const Message message = With("PID|1||a\\C2842\\^b\\Z12\\^c\r");
  const Element field = message.Get("PID", 3);
  BOOST_TEST(field.Component(1).Decode().charset_switch);
  BOOST_TEST(field.Component(2).Decode().local_escape);
  BOOST_TEST(!field.Component(3).Decode().charset_switch);
  BOOST_TEST(!field.Component(3).Decode().local_escape);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
