#include "edge/channel/operation_outcome.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(operation_outcome)

namespace {

std::string Outcome(const std::string& issues) {
  return R"({"resourceType":"OperationOutcome","issue":[)" + issues + "]}";
}

std::string Issue(const std::string& code, const std::string& severity = "error") {
  return R"({"severity":")" + severity + R"(","code":")" + code + R"("})";
}

Leaning Leans(const std::string& issues, int status) {
  const auto outcome = ReadOperationOutcome(Outcome(issues));
  BOOST_REQUIRE(outcome.has_value());
  return outcome->Leans(status);
}

}  // namespace

BOOST_AUTO_TEST_CASE(severity_code_place_and_coded_detail_are_shown) {
  const auto outcome = ReadOperationOutcome(
      Outcome(R"({"severity":"error","code":"invalid","expression":["Bundle.entry[12].resource"],)"
              R"("details":{"coding":[{"code":"MSG_BAD_FORMAT"}]}},)"
              R"({"severity":"warning","code":"value","location":["/f:Patient/f:name[1]"]})"));
  BOOST_REQUIRE(outcome.has_value());
  BOOST_TEST(outcome->Text() ==
             "error invalid at Bundle.entry[12].resource (MSG_BAD_FORMAT); "
             "warning value at /f:Patient/f:name[1]");
  BOOST_TEST(outcome->HasError());
}

BOOST_AUTO_TEST_CASE(what_could_be_of_a_patient_is_never_shown) {
  const auto outcome = ReadOperationOutcome(
      Outcome(R"({"severity":"error","code":"9990000018","diagnostics":"Zaphod 9990000018",)"
              R"x("expression":["Patient.identifier.where(value='9990000018')",)x"
              R"("Patient.name 'Zaphod'","Patient.identifier[9990000018]"],)"
              R"("details":{"text":"Zaphod","coding":[{"code":"Zaphod 9990000018",)"
              R"("display":"Zaphod"}]}})"));
  BOOST_REQUIRE(outcome.has_value());
  BOOST_TEST(outcome->Text() == "error unknown");
}

BOOST_AUTO_TEST_CASE(numbers_in_groups_are_no_index) {
  const auto outcome = ReadOperationOutcome(
      Outcome(R"({"severity":"error","code":"1-2-3-4","expression":["Patient.999-000-001-8",)"
              R"("/entry/112/resource/extension/3"],"details":{"coding":[{"code":"29-02-44"}]}})"));
  BOOST_REQUIRE(outcome.has_value());
  BOOST_TEST(outcome->Text() == "error unknown at /entry/112/resource/extension/3");
}

BOOST_AUTO_TEST_CASE(issue_codes_say_whether_to_come_again) {
  BOOST_TEST((Leans(Issue("throttled"), 400) == Leaning::kTransient));
  BOOST_TEST((Leans(Issue("invariant"), 500) == Leaning::kPermanent));
  BOOST_TEST((Leans(Issue("transient") + "," + Issue("invalid"), 400) == Leaning::kPermanent));
  BOOST_TEST((Leans(Issue("exception"), 400) == Leaning::kNone));
  BOOST_TEST((Leans(Issue("exception"), 500) == Leaning::kTransient));
  BOOST_TEST((Leans(Issue("invalid", "warning"), 500) == Leaning::kNone));
  BOOST_TEST((Leans(Issue("processing"), 500) == Leaning::kNone));
  BOOST_TEST((Leans("", 500) == Leaning::kNone));
}

BOOST_AUTO_TEST_CASE(at_most_five_issues_are_shown) {
  std::string issues = Issue("invalid");
  for (int i = 0; i < 50; ++i) issues += "," + Issue("invalid");
  const auto outcome = ReadOperationOutcome(Outcome(issues));
  BOOST_REQUIRE(outcome.has_value());
  BOOST_TEST(outcome->issues.size() == 20U);
  BOOST_TEST(outcome->Text() ==
             "error invalid; error invalid; error invalid; error invalid; error invalid");
}

BOOST_AUTO_TEST_CASE(anything_else_is_no_outcome) {
  for (const char* body : {"", "null", "[]", "{", "<html>", R"({"resourceType":"Bundle"})",
                           R"({"resourceType":1})", R"({"issue":[]})"}) {
    BOOST_TEST(!ReadOperationOutcome(body).has_value());
  }
  BOOST_TEST(!ReadOperationOutcome(std::string(300'000, ' ')).has_value());
  for (const char* issues :
       {"1", "null", "[]", R"({"severity":1,"code":[]})", R"({"expression":"x","details":[]})",
        R"({"expression":[1],"details":{"coding":[1,{}]}})"}) {
    BOOST_TEST(ReadOperationOutcome(Outcome(issues)).has_value());
  }
  BOOST_TEST(ReadOperationOutcome(R"({"resourceType":"OperationOutcome","issue":1})").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
