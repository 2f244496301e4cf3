#include "core/discharge/gathered.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(gathered)

namespace {

using model::Gathering;

Timestamp At(std::int64_t minutes) { return Timestamp::FromUnixMs(minutes * 60'000); }

Gathering Make(const std::string& source, std::int64_t at, bool complete, std::int64_t resources,
               std::int64_t until = 100) {
  return {source,   At(at), At(at), At(until), complete, complete ? "fhir.fetched" : "fhir.busy",
          resources};
}

std::string Codes(const std::vector<Gathering>& gatherings) {
  std::string codes;
  for (const model::Issue& note : NotesOf(gatherings, At(100))) {
    codes += note.code + " of " + note.path + ";";
  }
  return codes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_source_that_gave_everything_is_not_spoken_of) {
  BOOST_TEST(Codes({}).empty());
  BOOST_TEST(Codes({Make("a", 110, true, 3)}).empty());
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_told_by_source) {
  BOOST_TEST(Codes({Make("b", 110, false, 0), Make("a", 110, false, 2)}) ==
             "source.partial of monitoring.a;source.missing of monitoring.b;");
}

BOOST_AUTO_TEST_CASE(a_source_without_the_patient_says_so) {
  Gathering gathering = Make("a", 110, true, 0);
  gathering.code = "fhir.no-patient";
  BOOST_TEST(Codes({gathering}) == "source.no-patient of monitoring.a;");
}

BOOST_AUTO_TEST_CASE(a_later_failure_takes_nothing_away) {
  BOOST_TEST(Codes({Make("a", 110, true, 3), Make("a", 120, false, 0)}).empty());
  BOOST_TEST(Codes({Make("a", 110, false, 0), Make("a", 120, true, 3)}).empty());
}

BOOST_AUTO_TEST_CASE(an_end_that_moved_on_wants_more) {
  BOOST_TEST(Codes({Make("a", 110, true, 3, 90), Make("a", 120, false, 0)}) ==
             "source.partial of monitoring.a;");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
