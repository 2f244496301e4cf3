#include "core/mapping/observed.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(observed)

namespace {

model::Reading ReadingAt(const char* key, std::int64_t ms) {
  model::Reading reading;
  reading.key = key;
  reading.time = Timestamp::FromUnixMs(ms);
  return reading;
}

model::ObservationSet SetAt(const char* key, std::int64_t ms, std::vector<std::string> readings,
                            std::size_t scores) {
  model::ObservationSet set;
  set.key = key;
  set.time = Timestamp::FromUnixMs(ms);
  set.readings = std::move(readings);
  set.scores.resize(scores);
  return set;
}

std::string Order(const Observed& observed) {
  std::string order;
  for (const Observed::Item& item : observed.BySet()) {
    order += item.kind == Observed::Item::Kind::kTotal   ? "T"
             : item.kind == Observed::Item::Kind::kScore ? "s"
                                                         : "r";
    order += std::to_string(item.ordinal) + " ";
  }
  return order;
}

BOOST_AUTO_TEST_CASE(sets_and_lone_readings_stand_by_time) {
  model::Summary summary;
  summary.readings = {ReadingAt("a", 1), ReadingAt("b", 2), ReadingAt("c", 5), ReadingAt("d", 9),
                      ReadingAt("e", 9)};
  summary.sets = {SetAt("one", 2, {"b"}, 2), SetAt("two", 9, {"e", "c"}, 1)};
  const Observed observed(summary);
  BOOST_TEST(Order(observed) == "r0 T0 s0 s1 r1 T1 s2 r2 r4 r3 ");
  BOOST_TEST(observed.ScoresOf(1).first == 2U);
  BOOST_TEST(observed.SetOf(2) == &summary.sets[1]);
  BOOST_TEST(observed.SetOf(0) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_key_that_a_set_names_twice_or_that_is_not_there_counts_once_or_not_at_all) {
  model::Summary summary;
  summary.readings = {ReadingAt("a", 1)};
  summary.sets = {SetAt("one", 1, {"a", "gone", "a"}, 0)};
  BOOST_TEST(Order(Observed(summary)) == "T0 r0 ");
}

BOOST_AUTO_TEST_CASE(a_summary_without_readings_has_nothing) {
  const model::Summary summary;
  const Observed observed(summary);
  BOOST_TEST(Order(observed) == "");
  BOOST_TEST(!observed.FindReading("a").has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
