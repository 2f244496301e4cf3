#include "model/measured_by.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(measured_by)

BOOST_AUTO_TEST_CASE(who_measured_has_a_name_and_is_found_by_it) {
  for (const MeasuredBy by :
       {MeasuredBy::kNotStated, MeasuredBy::kPatient, MeasuredBy::kRelated, MeasuredBy::kStaff}) {
    BOOST_TEST((MeasuredByOf(Name(by)) == by));
  }
  BOOST_TEST(Name(MeasuredBy::kNotStated).empty());
  BOOST_TEST(!MeasuredByOf("robot"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
