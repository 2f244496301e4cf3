#include "core/hl7/identifiers.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(identifiers)

namespace {

using test::With;

struct CxCase {
  const char* name;
  const char* cx;
  bool claims;
  bool is;
};
std::ostream& operator<<(std::ostream& out, const CxCase& c) { return out << c.name; }

const std::vector<CxCase> kCases = {
    {"ITK: authority NHS, no type", "9990000018^^^NHS", true, true},
    {"Epic: authority NHS, type HN", "9990000018^^^NHS^HN", true, true},
    {"Cerner-like: NHSNBR, NHSNMBR", "9990000018^^^NHSNBR^NHSNMBR", true, true},
    {"Wales: authority NHS, type NH", "9990000018^^^NHS^NH", true, true},
    {"Wales: trace status and type NI", "9990000018^01^^^NI", true, true},
    {"authority NHSNBR alone", "9990000018^^^NHSNBR", true, true},
    {"authority NHSNMBR alone", "9990000018^^^NHSNMBR", true, true},
    {"authority OID as name", "9990000018^^^2.16.840.1.113883.2.1.4.1", true, true},
    {"authority OID as universal id", "9990000018^^^&2.16.840.1.113883.2.1.4.1&ISO", true, true},
    {"authority URL", "9990000018^^^https://fhir.nhs.uk/Id/nhs-number", true, true},
    {"authority URL as universal id", "9990000018^^^&https://fhir.nhs.uk/Id/nhs-number&URI", true,
     true},
    {"type NH alone", "9990000018^^^RXX^NH", true, true},
    {"type NHS alone", "9990000018^^^RXX^NHS", true, true},
    {"type NHSNMBR alone", "9990000018^^^RXX^NHSNMBR", true, true},
    {"type HN alone", "9990000018^^^RXX^HN", true, true},
    {"authority in lower case", "9990000018^^^nhs", true, true},
    {"authority padded", "9990000018^^^ NHS ^ ", true, true},
    {"with spaces", "999 000 0018^^^NHS", true, true},
    {"with hyphens", "999-000-0018^^^NHS", true, true},
    {"padded number", " 9990000018  ^^^NHS", true, true},
    {"wrong check digit", "9990000019^^^NHS", true, false},
    {"check digit would be ten", "9990000000^^^NHS", true, false},
    {"ten zeros", "0000000000^^^NHS", true, false},
    {"nine digits", "999000001^^^NHS", true, false},
    {"eleven digits", "99900000180^^^NHS", true, false},
    {"letters", "99900000AB^^^NHS", true, false},
    {"no number", "^^^NHS", true, false},
    {"null number", "\"\"^^^NHS", true, false},
    {"ten equal digits pass", "3333333333^^^NHS", true, true},
    {"local authority", "9990000018^^^RXX^MR", false, false},
    {"no authority, no type", "9990000018", false, false},
    {"authority that only begins so", "9990000018^^^NHSX", false, false},
    {"type in the place of the authority's id", "9990000018^^^RXX&NH&L^MR", false, false},
    {"null authority", "9990000018^^^\"\"^\"\"", false, false},
};

BOOST_DATA_TEST_CASE(nhs_numbers_are_recognised_in_every_form, boost::unit_test::data::make(kCases),
                     c) {
  const Message message = With("PID|1||" + std::string(c.cx) + "\r");
  const Element cx = message.Get("PID", 3).Repetition(1);
  BOOST_TEST(ClaimsNhsNumber(cx) == c.claims);
  BOOST_TEST(IsNhsNumber(cx) == c.is);
}

struct PatientCase {
  const char* name;
  const char* pid;
  std::vector<std::string> nhs;
  bool invalid;
  std::vector<std::string> local;  // number/assigner/type
};
std::ostream& operator<<(std::ostream& out, const PatientCase& c) { return out << c.name; }

const std::vector<PatientCase> kPatients = {
    {"one of each", "PID|1||9990000018^^^NHS~L1^^^RXX^MR", {"9990000018"}, false, {"L1/RXX/MR"}},
    {"local first", "PID|1||L1^^^RXX^MR~9990000018^^^^NH", {"9990000018"}, false, {"L1/RXX/MR"}},
    {"the same twice", "PID|1||9990000018^^^NHS~999 000 0018^^^^NH", {"9990000018"}, false, {}},
    {"two different ones",
     "PID|1||9990000018^^^NHS~9990000026^^^NHS",
     {"9990000018", "9990000026"},
     false,
     {}},
    {"wrong check digit", "PID|1||9990000019^^^NHS~L1^^^RXX", {}, true, {"L1/RXX/"}},
    {"right and wrong", "PID|1||9990000018^^^NHS~9990000019^^^NHS", {"9990000018"}, true, {}},
    {"empty repetitions", "PID|1||~^^^NHS~L1~", {}, false, {"L1//"}},
    {"nulls", "PID|1||\"\"~\"\"^^^NHS^NH", {}, false, {}},
    {"local padded", "PID|1|| L1 ^^^ RXX &1.2&ISO^ MR ", {}, false, {"L1/RXX/MR"}},
    {"two local", "PID|1||L1^^^RXX^MR~L2^^^RYY^PI", {}, false, {"L1/RXX/MR", "L2/RYY/PI"}},
    {"PID-2, bare", "PID|1|9990000018|L1^^^RXX", {"9990000018"}, false, {"L1/RXX/"}},
    {"PID-2, typed", "PID|1|9990000018^^^^NH|L1^^^RXX", {"9990000018"}, false, {"L1/RXX/"}},
    {"PID-2 of another authority", "PID|1|9990000018^^^RYY^MR|L1^^^RXX", {}, false, {"L1/RXX/"}},
    {"PID-4", "PID|1||L1^^^RXX|X~9990000018", {"9990000018"}, false, {"L1/RXX/"}},
    {"PID-19", "PID|1||L1^^^RXX||||||||||||||||9990000018", {"9990000018"}, false, {"L1/RXX/"}},
    {"PID-19 of no use", "PID|1||L1^^^RXX||||||||||||||||123-45-6789", {}, false, {"L1/RXX/"}},
    {"PID-3 before the legacy fields",
     "PID|1|9990000026|9990000018^^^NHS",
     {"9990000018"},
     false,
     {}},
    {"invalid PID-3 is not healed by legacy fields",
     "PID|1|9990000018|9990000019^^^NHS",
     {},
     true,
     {}},
    {"legacy fields that agree", "PID|1|9990000018||9990000018", {"9990000018"}, false, {}},
    {"legacy fields in conflict",
     "PID|1|9990000018||9990000026",
     {"9990000018", "9990000026"},
     false,
     {}},
    {"invalid legacy claim", "PID|1|9990000019^^^NHS", {}, true, {}},
    {"no PID-3", "PID|1", {}, false, {}},
    {"no PID", "EVN||2026", {}, false, {}},
};

std::vector<std::string> Shown(const std::vector<LocalNumber>& numbers) {
  std::vector<std::string> shown;
  for (const LocalNumber& local : numbers) {
    shown.push_back(local.number.Reveal() + "/" + local.assigner + "/" + local.type);
  }
  return shown;
}

std::vector<std::string> Shown(const std::vector<model::NhsNumber>& numbers) {
  std::vector<std::string> shown;
  for (const model::NhsNumber& number : numbers) shown.push_back(number.Reveal());
  return shown;
}

BOOST_DATA_TEST_CASE(numbers_of_a_patient_are_sorted, boost::unit_test::data::make(kPatients), c) {
  const Message message = With(std::string(c.pid) + "\r");
  const PatientNumbers numbers = FindPatientNumbers(message);
  BOOST_TEST(Shown(numbers.nhs_numbers) == c.nhs, boost::test_tools::per_element());
  BOOST_TEST(numbers.invalid_nhs_number == c.invalid);
  BOOST_TEST(Shown(numbers.local) == c.local, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_of_any_field_are_found) {
  const Message message = With("MRG|9990000018^^^NHS~L9^^^RXX^MR\r");
  const PatientNumbers numbers = FindNumbers(message.Get("MRG", 1));
  BOOST_TEST(Shown(numbers.nhs_numbers) == std::vector<std::string>{"9990000018"},
             boost::test_tools::per_element());
  BOOST_TEST(Shown(numbers.local) == std::vector<std::string>{"L9/RXX/MR"},
             boost::test_tools::per_element());
  BOOST_TEST(FindNumbers(message.Get("MRG", 9)).local.empty());
}

BOOST_AUTO_TEST_CASE(a_flood_of_numbers_is_cut_off) {
  std::string field;
  for (int i = 0; i < 100'000; ++i) field += "~" + std::to_string(9990000000 + i) + "^^^NHS";
  const Message message = With("PID|1||" + field + "\r");
  BOOST_TEST(FindPatientNumbers(message).nhs_numbers.size() == 16U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
