// Which of two readings with the same key counts.
#include "model/reading.h"

#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(reading)

namespace {

struct Pair {
  const char* name;
  ReadingStatus one;
  std::int64_t stated;  // of the one that comes second; the first is stated at 100
  bool takes_place;
};
std::ostream& operator<<(std::ostream& out, const Pair& c) { return out << c.name; }

constexpr Pair kPairs[] = {
    {"a correction after its original", ReadingStatus::kCorrected, 200, true},
    {"a correction that was said earlier", ReadingStatus::kCorrected, 50, true},
    {"a withdrawal", ReadingStatus::kWithdrawn, 50, true},
    {"a preliminary one after the final one", ReadingStatus::kPreliminary, 200, false},
    {"the same again, said later", ReadingStatus::kFinal, 200, true},
    {"the same again, said earlier", ReadingStatus::kFinal, 50, false},
    {"the same again, said at the same time, came later", ReadingStatus::kFinal, 100, true},
};

Reading Made(ReadingStatus status, std::int64_t stated, std::int64_t message) {
  Reading reading;
  reading.status = status;
  reading.stated = Timestamp::FromUnixMs(stated);
  reading.message = message;
  return reading;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_second_one_counts, boost::unit_test::data::make(kPairs), c) {
  const Reading first = Made(ReadingStatus::kFinal, 100, 1);
  const Reading second = Made(c.one, c.stated, 2);
  BOOST_TEST(TakesPlaceOf(second, first) == c.takes_place);
  BOOST_TEST(TakesPlaceOf(first, second) == !c.takes_place);
}

BOOST_AUTO_TEST_CASE(without_a_time_of_sending_the_arrival_counts) {
  Reading first = Made(ReadingStatus::kFinal, 0, 1);
  first.stated.reset();
  const Reading second = Made(ReadingStatus::kFinal, 100, 2);
  BOOST_TEST(TakesPlaceOf(second, first));
  BOOST_TEST(!TakesPlaceOf(first, second));
}

BOOST_AUTO_TEST_CASE(a_reading_is_in_its_own_place) {
  const Reading one = Made(ReadingStatus::kFinal, 100, 1);
  BOOST_TEST(TakesPlaceOf(one, one));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
