// Which answer is about which message.
#include "core/discharge/answers.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/virtual_ward.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(answers)

namespace {

using model::Answer;

const Timestamp kThen = test::Instant("2026-10-23T16:00:00+01:00");
const Timestamp kLater = test::Instant("2026-10-24T16:00:00+01:00");

Answer Given(const char* word, std::int64_t upto, int ordinal = 1, Timestamp at = kThen) {
  return {ordinal, "nhs-number.changed", word, upto, at, ""};
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_answer_is_about_messages_up_to_it) {
  const std::vector<Answer> all = {Given("keep-number", 5)};
  const Answers answers(all);
  BOOST_TEST(answers.Say("nhs-number.changed", "keep-number", 5));
  BOOST_TEST(!answers.Say("nhs-number.changed", "keep-number", 6));
  BOOST_TEST(!answers.Say("nhs-number.conflict", "keep-number", 5));
  BOOST_TEST(answers.UpTo("nhs-number.changed") == 5);
  BOOST_TEST(answers.UpTo("nhs-number.conflict") == 0);
}

BOOST_AUTO_TEST_CASE(a_later_answer_does_not_change_what_was_answered_before) {
  const std::vector<Answer> all = {Given("keep-number", 5), Given("new-number", 9)};
  const Answers answers(all);
  BOOST_TEST(answers.Say("nhs-number.changed", "keep-number", 3));
  BOOST_TEST(answers.Say("nhs-number.changed", "new-number", 7));
}

BOOST_AUTO_TEST_CASE(a_reason_of_another_stay_of_the_spell_is_not_answered) {
  const std::vector<Answer> all = {Given("keep-number", 5, 2)};
  const Answers answers(all);
  BOOST_TEST(answers.Cover(2, "nhs-number.changed", 5));
  BOOST_TEST(!answers.Cover(2, "nhs-number.changed", 6));
  BOOST_TEST(!answers.Cover(1, "nhs-number.changed", 5));
}

BOOST_AUTO_TEST_CASE(the_answers_of_a_spell_are_in_the_order_they_were_given_each_once) {
  model::Stay first;
  model::Stay second;
  first.answers = {Given("new-number", 9, 1, kLater)};
  second.answers = {Given("keep-number", 5, 2), Given("new-number", 9, 1, kLater)};
  const auto all = AnswersOf({first, second});
  BOOST_TEST_REQUIRE(all.size() == 2U);
  BOOST_TEST(all[0].word == "keep-number");
  BOOST_TEST(all[1].word == "new-number");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
