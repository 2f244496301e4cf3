// What a person is asked, and the commands that answer.
#include "engine/queue_questions.h"

#include <sstream>

#include <boost/test/unit_test.hpp>

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(queue_questions)

namespace {

model::Issue Reason(const char* code) { return {model::Issue::Severity::kError, code, "", "", ""}; }

model::Stay HeldStay() {
  model::Stay stay;
  stay.key = "RXX|V|1#1";
  stay.quarantine = {Reason("nhs-number.changed"), Reason("operator.hold")};
  stay.messages = {{17, "A08", "v2"}, {16, "A01", "v1"}};
  return stay;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_answer_of_a_stay_is_a_command_with_the_newest_message_that_is_seen) {
  const model::Stay stay = HeldStay();
  const auto asked = QuestionsAbout(stay);
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  BOOST_TEST(asked[0].question->code == "nhs-number.changed");
  BOOST_TEST_REQUIRE(asked[0].ways.size() == asked[0].question->answers.size());
  BOOST_TEST(asked[0].ways[0].command ==
             "queue resolve " + stay.Reference() + " --answer keep-number --seen m17");
  BOOST_TEST(asked[0].ways[0].does.starts_with("the stay keeps the number"));
}

BOOST_AUTO_TEST_CASE(a_message_is_named_by_its_number_and_an_answer_that_names_a_stay_says_so) {
  store::InboxRow message;
  message.id = 4;
  message.state = store::InboxState::kQuarantined;
  const auto asked = QuestionsAbout(message, {Reason("reading.two-stays")});
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].ways[0].command == "queue resolve m4 --answer of-stay --stay REF");
  BOOST_TEST(asked[0].ways[1].command == "queue resolve m4 --answer leave-out");
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_about_what_is_not_held) {
  BOOST_TEST(QuestionsAbout(model::Stay()).empty());
  store::InboxRow message;
  message.state = store::InboxState::kApplied;
  BOOST_TEST(QuestionsAbout(message, {Reason("date.malformed")}).empty());
}

BOOST_AUTO_TEST_CASE(people_read_the_question_before_its_answers) {
  std::ostringstream out;
  PrintQuestions(QuestionsAbout(HeldStay()), out);
  const std::string text = out.str();
  BOOST_TEST(text.starts_with("question: A message of this stay names another NHS number"));
  BOOST_TEST((text.find("question: ") < text.find("  answer: queue resolve ")));
  BOOST_TEST((text.find("--answer end-hold") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(machines_read_the_same) {
  const auto json = ToJson(QuestionsAbout(HeldStay()));
  BOOST_TEST_REQUIRE(json.size() == 2U);
  BOOST_TEST(json[0].at("reason").get<std::string>() == "nhs-number.changed");
  BOOST_TEST(json[0].at("answers").size() == 4U);
  BOOST_TEST(json[0].at("answers").at(3).at("command").get<std::string>().ends_with(
      "--answer never-send --seen m17"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
