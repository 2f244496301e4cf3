// Where the values of a message stand, in the words of the standard.
#include "core/hl7/place.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/hl7/read_log.h"
#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(place)

namespace {

std::vector<std::string> PlacesOf(const std::string& segments) {
  const Message message = test::Parsed("MSH|^~\\&|PAS\r" + segments);
  std::vector<std::string> places;
  for (const Place& place : LeavesOf(message)) {
    const std::string value(message.Bytes().substr(place.begin, place.end - place.begin));
    places.push_back(place.Text() + "=" + value);
  }
  return places;
}

using Texts = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(a_place_says_no_more_than_is_needed) {
  const Texts expected = {"MSH-3=PAS",  "PID-3[1].1=1", "PID-3[1].4.1=X", "PID-3[1].4.2=Y",
                          "PID-3[2]=2", "PID-5.2=ANN",  "PID-8=F"};
  const Texts found = PlacesOf("PID|||1^^^X&Y~2||^ANN|||F\r");
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(segments_that_come_again_are_counted) {
  const Texts expected = {"MSH-3=PAS", "OBX[1]-5=1", "ZU1-1=Q", "OBX[2]-5=2"};
  const Texts found = PlacesOf("OBX|||||1\rZU1|Q\rOBX|||||2\r");
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(blanks_and_nulls_are_no_values) {
  const Texts expected = {"MSH-3=PAS", "PID-8=F"};
  const Texts found = PlacesOf("PID|\"\"|  ||^^|\"\"^\"\"|||F\r");
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nulls_are_told_when_they_are_asked_for) {
  const Message message = test::Parsed("MSH|^~\\&|PAS\rPID|\"\"||A^\"\"\r");
  Texts places;
  for (const Place& place : LeavesOf(message, Leaves::kAndNulls)) places.push_back(place.Text());
  const Texts expected = {"MSH-3", "PID-1", "PID-3.1", "PID-3.2"};
  BOOST_TEST(places == expected, boost::test_tools::per_element());
}

class Kept final : public ReadLog {
 public:
  void Note(const Message& message, std::size_t begin, std::size_t end) override {
    texts.emplace_back(message.Bytes().substr(begin, end - begin));
  }
  Texts texts;
};

BOOST_AUTO_TEST_CASE(a_log_is_told_of_each_text_that_is_asked_for_and_of_nothing_else) {
  Kept kept;
  ParseOptions options;
  options.reads = &kept;
  const auto message = Message::Parse("MSH|^~\\&|PAS\rPID|||1^^^X~2||A\\T\\B^ANN\r", options);
  BOOST_REQUIRE(message.has_value());
  kept.texts.clear();
  BOOST_TEST(message->Get("PID", 5).Text() == "A&B");
  BOOST_TEST(message->Get("PID", 3).Repetition(2).Text() == "2");
  BOOST_TEST(message->Get("PID", 5).HasValue());
  BOOST_TEST(message->Get("PID", 9).Text().empty());
  const Texts expected = {"A\\T\\B", "2"};
  BOOST_TEST(kept.texts == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
