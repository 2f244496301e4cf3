#include "model/text_kind.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(text_kind)

namespace {

ClinicalText Made(ReadingStatus status, std::int64_t stated, std::int64_t message) {
  ClinicalText text;
  text.status = status;
  text.stated = Timestamp::FromUnixMs(stated);
  text.message = message;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_kind_has_a_name_and_is_found_by_it) {
  for (const TextKind kind : {TextKind::kNote, TextKind::kMessage, TextKind::kQuestionnaire}) {
    BOOST_TEST(!Name(kind).empty());
    BOOST_TEST((TextKindOf(Name(kind)) == kind));
  }
  BOOST_TEST(!TextKindOf("letter"));
  BOOST_TEST(!TextKindOf(""));
}

BOOST_AUTO_TEST_CASE(which_of_two_counts_is_as_of_readings) {
  const ClinicalText first = Made(ReadingStatus::kFinal, 100, 1);
  BOOST_TEST(TakesPlaceOf(Made(ReadingStatus::kFinal, 200, 2), first));
  BOOST_TEST(!TakesPlaceOf(Made(ReadingStatus::kFinal, 50, 2), first));
  BOOST_TEST(TakesPlaceOf(Made(ReadingStatus::kCorrected, 50, 2), first));
  BOOST_TEST(TakesPlaceOf(Made(ReadingStatus::kWithdrawn, 50, 2), first));
  BOOST_TEST(!TakesPlaceOf(Made(ReadingStatus::kPreliminary, 200, 2), first));
  BOOST_TEST(TakesPlaceOf(Made(ReadingStatus::kFinal, 100, 2), first));
}

BOOST_AUTO_TEST_CASE(an_answer_says_which_questionnaire_it_is_of) {
  ClinicalText text;
  text.key = "abc/def";
  BOOST_TEST(QuestionnaireOf(text).empty());
  text.kind = TextKind::kQuestionnaire;
  BOOST_TEST(QuestionnaireOf(text) == "abc");
  text.key = "abc";
  BOOST_TEST(QuestionnaireOf(text).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
