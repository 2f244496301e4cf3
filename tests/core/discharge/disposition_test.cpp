// Discharge method and destination, sorted out of what feeds write into PV1-36 and PV1-37.
#include "core/discharge/disposition.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/discharge.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(disposition)

namespace {

using Layout = DispositionLayout;

struct Case {
  const char* name;
  Layout layout;
  const char* patient_class;
  const char* pv1_36;
  const char* pv1_37;
  const char* method;
  const char* destination;
  bool warned;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"as the standard has it", Layout::kAuto, "I", "1", "19", "1", "19", false},
    Case{"swapped", Layout::kAuto, "I", "19", "1", "1", "19", true},
    Case{"swapped, without a method", Layout::kAuto, "I", "19", "", "", "19", true},
    Case{"swapped by agreement is no surprise", Layout::kSwapped, "I", "19", "1", "1", "19", false},
    Case{"swapped by agreement, written right", Layout::kSwapped, "I", "1", "19", "1", "19", false},
    Case{"standard by agreement is left alone", Layout::kStandard, "I", "19", "1", "19", "1",
         false},
    Case{"two destinations are not swapped", Layout::kAuto, "I", "19", "29", "19", "29", false},
    Case{"no destination at all", Layout::kAuto, "I", "1", "", "1", "", false},
    Case{"nothing stated", Layout::kAuto, "I", "", "", "", "", false},
    Case{"deleted values are not stated", Layout::kAuto, "I", "\"\"", "\"\"", "", "", false},
    Case{"leading zero of a method", Layout::kAuto, "I", "01", "19", "1", "19", false},
    Case{"all zeros are one zero", Layout::kAuto, "I", "00", "19", "0", "19", false},
    Case{"leading zero of a swapped method", Layout::kAuto, "I", "19", "04", "4", "19", true},
    Case{"blanks and lower case", Layout::kAuto, "I", " h ", " 19 ", "H", "19", false},
    Case{"further components are text", Layout::kAuto, "I", "1^Advised", "19^Home", "1", "19",
         false},
    Case{"an attendance has no method", Layout::kAuto, "E", "1", "19", "", "19", false},
    Case{"a swapped attendance keeps its destination", Layout::kAuto, "E", "19", "1", "", "19",
         true},
};

struct DeathCase {
  const char* name;
  Disposition disposition;
  bool death;
};
std::ostream& operator<<(std::ostream& out, const DeathCase& c) { return out << c.name; }

const std::array kDeaths = {
    DeathCase{"method died", {"4", "19"}, true},
    DeathCase{"method stillbirth", {"5", ""}, true},
    DeathCase{"destination not applicable, died", {"1", "79"}, true},
    DeathCase{"method with consent", {"1", "19"}, false},
    DeathCase{"nothing stated", {"", ""}, false},
    DeathCase{"forty is not four", {"40", "7"}, false},
};

struct WordCase {
  const char* name;
  Layout layout;
  const char* pv1_36;
  const char* pv1_37;
  const char* method;
  const char* destination;
};
std::ostream& operator<<(std::ostream& out, const WordCase& c) { return out << c.name; }

const std::array kWords = {
    WordCase{"a word for the destination in its place", Layout::kAuto, "1", "Home", "1", "19"},
    WordCase{"a word for the destination in PV1-36", Layout::kAuto, "home", "", "", "19"},
    WordCase{"with the method behind it", Layout::kAuto, "Home", "1", "1", "19"},
    WordCase{"the same by agreement", Layout::kSwapped, "Home", "01", "1", "19"},
    WordCase{"a destination and a word for a method", Layout::kAuto, "19", "Self", "6", "19"},
    WordCase{"two words", Layout::kAuto, "Self", "Home", "6", "19"},
    WordCase{"a death in PV1-36", Layout::kAuto, "Dead", "", "4", "79"},
    WordCase{"a death beside a destination", Layout::kAuto, "19", "Dead", "4", "79"},
    WordCase{"a death beside a method", Layout::kAuto, "1", " DEAD ", "4", "79"},
    WordCase{"a code of the table wins over the code of the standard", Layout::kStandard, "20",
             "29", "4", "79"},
    WordCase{"by the standard nothing moves", Layout::kStandard, "Home", "1", "", "19"},
    WordCase{"another word stays what it is", Layout::kAuto, "Away", "19", "AWAY", "19"},
};

}  // namespace

BOOST_DATA_TEST_CASE(words_of_the_feed_are_taken_wherever_they_stand,
                     boost::unit_test::data::make(kWords), c) {
  FeedOptions feed;
  feed.disposition_layout = c.layout;
  feed.local_dispositions = {
      {"HOME", {"", "19"}}, {"SELF", {"6", ""}}, {"DEAD", {"4", "79"}}, {"20", {"4", "79"}}};
  const auto message = hl7::Message::Parse("MSH|^~\\&|PAS\rPV1|1" + std::string(34, '|') + "|" +
                                           c.pv1_36 + "|" + c.pv1_37 + "\r");
  BOOST_REQUIRE(message.has_value());
  std::vector<model::Issue> warnings;
  const Disposition disposition = ReadDisposition(*message, feed, "I", warnings);
  BOOST_TEST(disposition.method == c.method);
  BOOST_TEST(disposition.destination == c.destination);
}

BOOST_AUTO_TEST_CASE(every_code_of_the_shipped_tables_may_be_told) {
  BOOST_TEST(DischargeMethods().size() == 9U);
  BOOST_TEST(DischargeDestinations().size() == 21U);
}

BOOST_DATA_TEST_CASE(method_and_destination_are_sorted_out, boost::unit_test::data::make(kCases),
                     c) {
  const auto message = hl7::Message::Parse("MSH|^~\\&|PAS\rPV1|1" + std::string(34, '|') + "|" +
                                           c.pv1_36 + "|" + c.pv1_37 + "\r");
  BOOST_REQUIRE(message.has_value());
  FeedOptions feed;
  feed.disposition_layout = c.layout;
  std::vector<model::Issue> warnings;
  const Disposition disposition = ReadDisposition(*message, feed, c.patient_class, warnings);
  BOOST_TEST(disposition.method == c.method);
  BOOST_TEST(disposition.destination == c.destination);
  BOOST_TEST(warnings.size() == (c.warned ? 1U : 0U));
  for (const model::Issue& warning : warnings) BOOST_TEST(warning.code == "disposition.swapped");
}

BOOST_DATA_TEST_CASE(death_is_said_by_method_or_destination, boost::unit_test::data::make(kDeaths),
                     c) {
  BOOST_TEST(SaysDeath(c.disposition) == c.death);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
