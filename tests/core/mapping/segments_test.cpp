#include "core/mapping/segments.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(segments)

namespace {

struct Case {
  const char* place;
  const char* fault;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.place; }

const std::array kCases = {
    Case{"PID-3", ""},
    Case{"PID-3.4.2", ""},
    Case{"PID-40", ""},  // of v2.7
    Case{"PID-41", "PID has 40 fields in HL7 v2, no PID-41"},
    Case{"PID-3.13", "PID-3 has 12 components in HL7 v2, no PID-3.13"},
    Case{"PID-3.4.4", "PID-3.4 has 3 subcomponents in HL7 v2, no PID-3.4.4"},
    Case{"PID-7.2", ""},  // the degree of precision
    Case{"PV1-44.1", ""},
    Case{"MSH-2", ""},
    Case{"OBX-5.9.9", ""},  // anything
    Case{"RDT-7", ""},      // as many columns as there are
    Case{"OBR > OBX-27", "OBX has 26 fields in HL7 v2, no OBX-27"},
    Case{"event(A03).PV1-55", "PV1 has 54 fields in HL7 v2, no PV1-55"},
    Case{"NTE-1.2", "NTE-1 has 1 component in HL7 v2, no NTE-1.2"},
    Case{"ZU1-99.99.99", ""},
    Case{"OBX", ""},
    Case{"stay.start", ""},
    Case{"stay.discharge-method", ""},
    Case{"", ""},
};

BOOST_DATA_TEST_CASE(a_place_that_no_version_has_is_a_fault, boost::unit_test::data::make(kCases),
                     c) {
  BOOST_TEST(FieldFault(c.place) == c.fault);
}

BOOST_AUTO_TEST_CASE(segments_of_all_versions_are_known) {
  for (const char* id : {"MSH", "PID", "ZU1", "ZZZ", "PRT", "UAC", "DB1", "ROL"}) {
    BOOST_TEST(IsSegmentId(id), id);
  }
  for (const char* id : {"PIX", "pid", "PI", "PIDX", ""}) BOOST_TEST(!IsSegmentId(id), id);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
