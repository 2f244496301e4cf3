#include "core/discharge/test_identity.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(test_identity)

namespace {

const std::vector<TestIdentity> kRow = {{"*", "*", "9990000018", "VWTEST"}};
constexpr const char* kHead = "MSH|^~\\&|APP|SND|||20260101||ADT^A03|M1|P|2.5\r";

std::string Applied(const std::string& segments) {
  return ApplyTestIdentity(kHead + segments, kRow);
}

struct Case {
  const char* name;
  const char* before;
  const char* after;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"a local number stays behind the new one", "PID|1||1234^^^SND^MR||NAME^A\r",
         "PID|1||9990000018^^^NHS^NH~1234^^^SND^MR||NAME^A\r"},
    Case{"an NHS number by authority goes", "PID|1||9434765919^^^NHS~1234^^^SND^MR\r",
         "PID|1||9990000018^^^NHS^NH~1234^^^SND^MR\r"},
    Case{"an NHS number by type goes, whatever its check digit",
         "PID|1||1234^^^SND~1111111112^^^^NH\r", "PID|1||9990000018^^^NHS^NH~1234^^^SND\r"},
    Case{"every NHS number goes", "PID|1||9434765919^^^NHS~9434765870^^^NHS^NH\r",
         "PID|1||9990000018^^^NHS^NH\r"},
    Case{"an empty PID-3 is filled", "PID|1||||NAME\r", "PID|1||9990000018^^^NHS^NH||NAME\r"},
    Case{"a null PID-3 is filled", "PID|1||\"\"||NAME\r", "PID|1||9990000018^^^NHS^NH||NAME\r"},
    Case{"a PID that ends before field 3 grows", "PID|1\r", "PID|1||9990000018^^^NHS^NH\r"},
    Case{"a bare PID grows", "PID\r", "PID|||9990000018^^^NHS^NH\r"},
    Case{"a bare NHS number in PID-2 is replaced", "PID|1|9434765919|1234^^^SND\r",
         "PID|1|9990000018|9990000018^^^NHS^NH~1234^^^SND\r"},
    Case{"a number that is no NHS number stays in PID-2", "PID|1|1234567|1234^^^SND\r",
         "PID|1|1234567|9990000018^^^NHS^NH~1234^^^SND\r"},
    Case{"what claims to be one is replaced in PID-4", "PID|1||1234^^^SND|111^^^NHS~777\r",
         "PID|1||9990000018^^^NHS^NH~1234^^^SND|9990000018^^^NHS~777\r"},
    Case{"PID-19 with spaces is replaced", "PID|1||1^^^SND||||||||||||||||943 476 5919\r",
         "PID|1||9990000018^^^NHS^NH~1^^^SND||||||||||||||||9990000018\r"},
    Case{"no PID, nothing to lend a number", "EVN|A03\r", "EVN|A03\r"},
    Case{"the ward replaces the room", "PV1|1|I|W1^R2^B3^SITE|E\r",
         "PV1|1|I|W1^VWTEST^B3^SITE|E\r"},
    Case{"an empty room is filled", "PV1|1|I|W1^^B3|E\r", "PV1|1|I|W1^VWTEST^B3|E\r"},
    Case{"a room with subcomponents goes wholly", "PV1|1|I|W1^R&2^B3\r", "PV1|1|I|W1^VWTEST^B3\r"},
    Case{"a location without room gets one", "PV1|1|I|W1|E\r", "PV1|1|I|W1^VWTEST|E\r"},
    Case{"only the first repetition is changed", "PV1|1|I|W1~W2^R2|E\r",
         "PV1|1|I|W1^VWTEST~W2^R2|E\r"},
    Case{"an empty location is filled", "PV1|1|I||E\r", "PV1|1|I|^VWTEST|E\r"},
    Case{"a null location is filled", "PV1|1|I|\"\"|E\r", "PV1|1|I|^VWTEST|E\r"},
    Case{"a PV1 that ends before field 3 grows", "PV1|1|I\r", "PV1|1|I|^VWTEST\r"},
    Case{"a bare PV1 grows", "PV1\r", "PV1|||^VWTEST\r"},
    Case{"both, and every other byte stays",
         "EVN|A03|2026\rPID|1||1^^^S||A\\T\\B^\xC3\xA9~X\rZZZ|\"\"|\\\rPV1|1|I|W^R\r",
         "EVN|A03|2026\rPID|1||9990000018^^^NHS^NH~1^^^S||A\\T\\B^\xC3\xA9~X\rZZZ|\"\"|\\\rPV1|1|I|"
         "W^VWTEST\r"},
    Case{"LF ends stay LF ends", "PID|1||1^^^S\nPV1|1|I\n",
         "PID|1||9990000018^^^NHS^NH~1^^^S\nPV1|1|I|^VWTEST\n"},
    Case{"CRLF ends stay CRLF ends", "PID|1\r\nPV1|1|I|W\r\n",
         "PID|1||9990000018^^^NHS^NH\r\nPV1|1|I|W^VWTEST\r\n"},
    Case{"the last segment needs no end", "PID|1\rPV1|1|I",
         "PID|1||9990000018^^^NHS^NH\rPV1|1|I|^VWTEST"}};

struct RowCase {
  const char* name;
  TestIdentity row;
  bool fits;
};
std::ostream& operator<<(std::ostream& out, const RowCase& c) { return out << c.name; }
const std::array kRowCases = {
    RowCase{"both are named", {"SND", "M1", "9990000018", "V"}, true},
    RowCase{"any sender", {"*", "M1", "9990000018", "V"}, true},
    RowCase{"any control id", {"SND", "*", "9990000018", "V"}, true},
    RowCase{"the case of the sender is ignored", {"snd", "M1", "9990000018", "V"}, true},
    RowCase{"another sender", {"OTHER", "*", "9990000018", "V"}, false},
    RowCase{"another control id", {"*", "M2", "9990000018", "V"}, false},
    RowCase{"the case of the control id counts", {"*", "m1", "9990000018", "V"}, false},
    RowCase{"an empty sender does not fit", {"", "*", "9990000018", "V"}, false}};

}  // namespace

BOOST_DATA_TEST_CASE(identity_is_lent, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(Applied(c.before) == std::string(kHead) + c.after);
}

BOOST_DATA_TEST_CASE(rows_fit_by_sender_and_control_id, boost::unit_test::data::make(kRowCases),
                     c) {
  const std::string message = std::string(kHead) + "PID|1\r";
  BOOST_TEST((ApplyTestIdentity(message, {c.row}) != message) == c.fits);
}

BOOST_AUTO_TEST_CASE(the_first_row_that_fits_is_taken) {
  const std::vector<TestIdentity> rows = {{"OTHER", "*", "9990000026", "A"},
                                          {"SND", "M1", "9990000034", "B"},
                                          {"*", "*", "9990000018", "C"}};
  BOOST_TEST(ApplyTestIdentity(std::string(kHead) + "PV1|1|I|\r", rows) ==
             std::string(kHead) + "PV1|1|I|^B\r");
}

BOOST_AUTO_TEST_CASE(without_rows_nothing_changes) {
  const std::string message = std::string(kHead) + "PID|1||1\rPV1|1\r";
  BOOST_TEST(ApplyTestIdentity(message, {}) == message);
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_not_touched) {
  for (const char* const text :
       {"", "hello", "MSH", "PID|1||1\r", "MSH|^~\\&|A\rbad segment\rPID|1\r"}) {
    BOOST_TEST(ApplyTestIdentity(text, kRow) == text);
  }
}

BOOST_AUTO_TEST_CASE(the_messages_own_delimiters_are_used) {
  const std::string head = "MSH$:*!@$APP$SND$$$20260101$$ADT:A03$M1$P$2.5\r";
  BOOST_TEST(ApplyTestIdentity(head + "PID$1$$12:::SND*9434765919:::NHS\rPV1$1$I$W:R:B\r", kRow) ==
             head + "PID$1$$9990000018:::NHS:NH*12:::SND\rPV1$1$I$W:VWTEST:B\r");
}

BOOST_AUTO_TEST_CASE(without_a_repetition_delimiter_only_the_number_stays) {
  const std::string head = "MSH|^|APP|SND|||20260101||ADT^A03|M1|P|2.5\r";
  BOOST_TEST(ApplyTestIdentity(head + "PID|1||12^^^SND\r", kRow) ==
             head + "PID|1||9990000018^^^NHS^NH\r");
}

BOOST_AUTO_TEST_CASE(a_ward_with_delimiters_is_escaped) {
  const std::vector<TestIdentity> rows = {{"*", "*", "9990000018", "A&B|C"}};
  BOOST_TEST(ApplyTestIdentity(std::string(kHead) + "PV1|1|I|W^R\r", rows) ==
             std::string(kHead) + "PV1|1|I|W^A\\T\\B\\F\\C\r");
}

BOOST_AUTO_TEST_CASE(a_row_without_ward_leaves_the_location) {
  const std::vector<TestIdentity> rows = {{"*", "*", "9990000018", ""}};
  BOOST_TEST(ApplyTestIdentity(std::string(kHead) + "PV1|1|I|W^R\r", rows) ==
             std::string(kHead) + "PV1|1|I|W^R\r");
}

BOOST_AUTO_TEST_CASE(every_patient_of_a_message_is_lent_the_identity) {
  BOOST_TEST(Applied("PID|1\rOBX|1\rPID|2\r") ==
             std::string(kHead) +
                 "PID|1||9990000018^^^NHS^NH\rOBX|1\rPID|2||9990000018^^^NHS^NH\r");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
