#include "model/stay.h"

#include <array>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(stay)

namespace {

constexpr std::array kStates = {StayState::kOpen, StayState::kPending, StayState::kSent,
                                StayState::kRetracted, StayState::kCancelled};

PatientIds Ids(const char* nhs_number, std::vector<const char*> local) {
  PatientIds ids;
  ids.nhs_number = NhsNumber::Parse(nhs_number);
  for (const char* const number : local) ids.local.push_back(Phi<std::string>(number));
  return ids;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_state_has_its_own_name_and_comes_back_from_it) {
  std::set<std::string_view> names;
  for (const StayState state : kStates) {
    BOOST_TEST(names.insert(Name(state)).second);
    BOOST_TEST((StayStateOf(Name(state)) == state));
  }
}

BOOST_AUTO_TEST_CASE(state_names_are_those_of_the_store) {
  BOOST_TEST(Name(StayState::kOpen) == "open");
  BOOST_TEST(Name(StayState::kPending) == "pending");
  BOOST_TEST(Name(StayState::kSent) == "sent");
  BOOST_TEST(Name(StayState::kRetracted) == "retracted");
  BOOST_TEST(Name(StayState::kCancelled) == "cancelled");
}

BOOST_AUTO_TEST_CASE(other_words_are_no_state) {
  for (const char* const word : {"", "Open", "open ", "closed"})
    BOOST_TEST(!StayStateOf(word).has_value());
}

BOOST_AUTO_TEST_CASE(the_nhs_number_is_the_first_patient_key) {
  const std::vector<std::string> want = {"N|9990000018", "L|123|RXX", "L|456|RYY"};
  BOOST_TEST(PatientKeys(Ids("9990000018", {"123|RXX", "456|RYY"})) == want,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_nhs_number_local_numbers_are_the_keys) {
  const std::vector<std::string> want = {"L|123|RXX"};
  BOOST_TEST(PatientKeys(Ids("", {"123|RXX"})) == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nobody_has_no_keys) { BOOST_TEST(PatientKeys({}).empty()); }

BOOST_AUTO_TEST_CASE(a_reference_is_sixteen_digits_of_the_digest) {
  Stay stay;
  stay.key = "abc";
  BOOST_TEST(stay.Reference() == "ba7816bf8f01cfea");
  BOOST_TEST(StayReference("abc") == stay.Reference());
}

BOOST_AUTO_TEST_CASE(a_reference_does_not_show_the_key) {
  BOOST_TEST(StayReference("RXX|V|9990000018#1").find("999") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_stay_is_quarantined_while_it_has_a_reason) {
  Stay stay;
  BOOST_TEST(!stay.IsQuarantined());
  stay.quarantine.push_back(
      {Issue::Severity::kError, "nhs-number.missing", "PID-3", "no NHS number", ""});
  BOOST_TEST(stay.IsQuarantined());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
