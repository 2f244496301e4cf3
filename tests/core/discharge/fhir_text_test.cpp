// QuestionnaireResponse and Communication to texts.
#include "core/discharge/fhir_text.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "monitored_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(fhir_text)

namespace {

using model::ReadingStatus;
using model::TextKind;

std::string Response(const std::string& status, const std::string& more) {
  return R"({"resourceType":"QuestionnaireResponse","id":"q1","status":")" + status +
         R"(","subject":{"reference":"Patient/p1"},"authored":"2026-10-20T12:00:00+01:00")" + more +
         "}";
}

std::string Message(const std::string& status, const std::string& more) {
  return R"({"resourceType":"Communication","id":"c1","status":")" + status +
         R"(","subject":{"reference":"Patient/p1"},"sent":"2026-10-20T12:00:00+01:00")" + more +
         "}";
}

// "question=answer|..." of the only text.
std::string Lines(const ReadAll& all) {
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  BOOST_TEST_REQUIRE(all.events.front().texts.size() == 1U);
  std::string lines;
  for (const model::TextLine& line : all.events.front().texts.front().lines) {
    lines += (lines.empty() ? "" : "|") + line.question.Reveal() + "=" + line.answer.Reveal();
  }
  return lines;
}

const char* const kItems =
    R"(,"questionnaire":"https://rpm.example/q|2","author":{"reference":"Patient/p1"},"item":[)"
    R"({"linkId":"1","text":"Breathing","item":[)"
    R"({"linkId":"1.1","text":"Short of breath?","answer":[{"valueBoolean":true,"item":[)"
    R"({"linkId":"1.1.1","text":"When?","answer":[{"valueString":"at night"},{"valueString":"stairs"}]}]}]},)"
    R"({"linkId":"1.2","answer":[{"valueCoding":{"code":"2","display":"Rarely"}}]}]},)"
    R"({"linkId":"2","text":"Weight","answer":[{"valueQuantity":{"value":70.50,"unit":"kg"}}]},)"
    R"({"linkId":"3","text":"Since","answer":[{"valueDate":"2026-10-19"}]},)"
    R"({"linkId":"4","text":"Pain","answer":[{"valueInteger":3}]},)"
    R"({"linkId":"5","text":"Anything else?"}])";

BOOST_AUTO_TEST_CASE(answers_are_lines_in_the_order_of_the_questions) {
  const std::string questionnaire =
      R"({"resourceType":"Questionnaire","url":"https://rpm.example/q","title":"Daily check"})";
  const ReadAll all =
      ReadMonitored(BundleOf({kFhirPatient, questionnaire, Response("completed", kItems)}));
  BOOST_TEST(Lines(all) ==
             "Breathing=|Short of breath?=yes|When?=at night; stairs|1.2=Rarely|Weight=70.50 kg|"
             "Since=2026-10-19|Pain=3|Anything else?=");
  const model::ClinicalText& text = all.events.front().texts.front();
  BOOST_CHECK(text.kind == TextKind::kQuestionnaire);
  BOOST_TEST(text.title.Reveal() == "Daily check");
  BOOST_TEST(text.author.Reveal() == "patient");
  BOOST_TEST(FormatDateTime(text.time) == "2026-10-20T12:00:00+01:00");
  BOOST_TEST(all.received.texts == 1U);
  BOOST_TEST(all.Problem() == "0");
}

BOOST_AUTO_TEST_CASE(message_has_its_sender_and_every_payload) {
  const ReadAll all = ReadOne(Message(
      "completed",
      R"(,"topic":{"text":"Oxygen"},"sender":{"display":"Nurse Test"},"payload":[)"
      R"({"contentString":"Feeling worse today"},{"contentAttachment":{"title":"photo"}}])"));
  BOOST_TEST(Lines(all) == "=Feeling worse today|=attachment: photo");
  const model::ClinicalText& text = all.events.front().texts.front();
  BOOST_CHECK(text.kind == TextKind::kMessage);
  BOOST_TEST(text.author.Reveal() == "Nurse Test");
  BOOST_TEST(text.title.Reveal() == "Oxygen");
}

BOOST_AUTO_TEST_CASE(text_entered_in_error_withdraws_by_its_key) {
  const ReadAll first = ReadOne(Response("completed", kItems));
  const ReadAll withdrawn = ReadOne(Response("entered-in-error", ""));
  BOOST_TEST_REQUIRE(withdrawn.events.size() == 1U);
  const model::ClinicalText& text = withdrawn.events.front().texts.front();
  BOOST_CHECK(text.status == ReadingStatus::kWithdrawn);
  BOOST_TEST(text.key == first.events.front().texts.front().key);
}

BOOST_AUTO_TEST_CASE(text_that_says_nothing_or_has_no_time_is_told) {
  BOOST_TEST(ReadOne(Response("completed", "")).Problem() == "text.empty Bundle.entry[1]");
  BOOST_TEST(ReadOne(Message("on-hold", "")).Problem() == "text.status Bundle.entry[1].status");
  const std::string dateless =
      R"({"resourceType":"Communication","status":"completed","subject":{"reference":"Patient/p1"},)"
      R"("sent":"2026-10-20","payload":[{"contentString":"x"}]})";
  BOOST_TEST(ReadOne(dateless).Problem() == "text.no-time Bundle.entry[1]");
}

BOOST_AUTO_TEST_CASE(long_texts_are_cut_at_a_character_and_told) {
  std::string long_text;
  while (long_text.size() < 40'000) long_text += "\xC3\xA9";
  const ReadAll all =
      ReadOne(Message("completed", R"(,"payload":[{"contentString":"x)" + long_text + "\"}]"));
  BOOST_TEST(all.Problem() == "text.cut Bundle.entry[1].payload[0]");
  const std::string& kept = all.events.front().texts.front().lines.front().answer.Reveal();
  BOOST_TEST(kept.size() == (32U << 10U) - 1);
}

BOOST_AUTO_TEST_CASE(lines_beyond_a_thousand_are_told) {
  std::string payloads;
  for (int i = 0; i < 1'100; ++i) {
    payloads += std::string(payloads.empty() ? "" : ",") + R"({"contentString":"x"})";
  }
  const ReadAll all = ReadOne(Message("completed", ",\"payload\":[" + payloads + "]"));
  BOOST_TEST(all.Problem() == "text.cut Bundle.entry[1].payload[1000]");
  BOOST_TEST(all.events.front().texts.front().lines.size() == 1'000U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
