// OBX of a feed's table and NTE to words.
#include "core/discharge/observe_words.h"

#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/observe.h"
#include "model/text_kind.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(observe_words)

namespace {

using model::ClinicalText;
using model::ReadingStatus;
using model::TextKind;

constexpr const char* kHeader =
    "MSH|^~\\&|RPM|RXX|TIE|RXX|20261020120000||ORU^R01^ORU_R01|C1|P|2.7\r";
constexpr const char* kPatient = "PID|1||9990000018^^^NHS\r";
constexpr const char* kOrder = "OBR|1||F1^RPM|DAILY^Daily questions^L|||20261020115500\r";

FeedOptions Feed() {
  FeedOptions feed;
  feed.name = "rpm";
  feed.local_texts["NOTE"] = {TextKind::kNote, ""};
  feed.local_texts["CALL"] = {TextKind::kMessage, "Telephone call"};
  for (const char* code : {"Q1", "Q2", "Q3"}) {
    feed.local_texts[code] = {TextKind::kQuestionnaire, ""};
  }
  return feed;
}

Observed Parse(const std::string& bytes) {
  static const FeedOptions kFeed = Feed();
  auto message = hl7::Message::Parse(bytes);
  BOOST_REQUIRE(message.has_value());
  return ReadObservations(*message, kFeed, {}, Timestamp::FromUnixMs(5), 7);
}

Observed Read(const std::string& rest) { return Parse(std::string(kHeader) + kPatient + rest); }

std::string Obx(const std::string& id, const std::string& type, const std::string& code,
                const std::string& value, const std::string& status = "F",
                const std::string& author = "") {
  return "OBX|" + id + "|" + type + "|" + code + "||" + value + "||||||" + status + "|||||" +
         author + "\r";
}

std::string Lines(const ClinicalText& text) {
  std::string all;
  for (const model::TextLine& line : text.lines) {
    if (!all.empty()) all += " / ";
    all += line.question.Reveal() + ": " + line.answer.Reveal();
  }
  return all;
}

struct Words {
  const char* name;
  const char* type;
  const char* value;
  const char* want;  // "" no text
  const char* warning = "";
};
std::ostream& operator<<(std::ostream& out, const Words& c) { return out << c.name; }

const Words kWords[] = {
    {"ST", "ST", "feels well", "feels well"},
    {"TX with lines", "TX", "one~two", "one\ntwo"},
    {"FT with a break", "FT", "one\\.br\\two", "one\ntwo"},
    {"delimiters that were not escaped", "ST", "tea & toast ^ more", "tea & toast ^ more"},
    {"escaped ones", "ST", "tea \\T\\ toast", "tea & toast"},
    {"CE", "CE", "Y^Yes^L", "Yes"},
    {"CE with a code only", "CE", "Y", "Y"},
    {"CWE with the alternate text", "CWE", "Y^^L^1^Yes, often^L", "Yes, often"},
    {"CWE with the original text", "CWE", "^^^^^^^^in my own words", "in my own words"},
    {"several choices", "CE", "1^Cough~2^Fever", "Cough, Fever"},
    {"NM", "NM", "7", "7"},
    {"empty", "ST", "", ""},
    {"null", "ST", "\"\"", ""},
    {"ED", "ED", "^TEXT^^Base64^AAAA", "", "text.type"},
};

}  // namespace

BOOST_DATA_TEST_CASE(words_are_read_by_their_type, boost::unit_test::data::make(kWords), c) {
  const Observed observed = Read(kOrder + Obx("1", c.type, "NOTE^Nurse's note^L", c.value));
  BOOST_TEST((observed.texts.empty() ? "" : observed.texts[0].lines.at(0).answer.Reveal()) ==
             c.want);
  BOOST_TEST((observed.warnings.empty() ? "" : observed.warnings[0].code) == c.warning);
  BOOST_TEST(observed.readings.empty());
}

BOOST_AUTO_TEST_CASE(a_note_has_its_kind_title_author_and_time) {
  const Observed observed =
      Read(kOrder + Obx("1", "TX", "NOTE^Nurse's note^L", "well", "F", "12^Onymous^Ann^^^Sr") +
           Obx("2", "TX", "X^X^L^call^^L", "rang back", "F", "Ward desk"));
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 2U);
  const ClinicalText& note = observed.texts[0];
  BOOST_TEST((note.kind == TextKind::kNote));
  BOOST_TEST(note.title.Reveal() == "Nurse's note");
  BOOST_TEST(note.author.Reveal() == "Sr Ann Onymous");
  BOOST_TEST(FormatDateTime(note.time) == "2026-10-20T11:55:00+01:00");
  BOOST_TEST(note.source == "rpm");
  BOOST_TEST(note.message == 7);
  BOOST_TEST((note.received == Timestamp::FromUnixMs(5)));
  BOOST_TEST(FormatDateTime(*note.stated) == "2026-10-20T12:00:00+01:00");
  BOOST_TEST(QuestionnaireOf(note).empty());
  const ClinicalText& call = observed.texts[1];
  BOOST_TEST((call.kind == TextKind::kMessage));
  BOOST_TEST(call.title.Reveal() == "Telephone call");
  BOOST_TEST(call.author.Reveal() == "Ward desk");
}

BOOST_AUTO_TEST_CASE(the_author_may_come_in_a_participation) {
  const Observed observed =
      Read(kOrder + Obx("1", "TX", "NOTE", "well") + "PRT|1|AD||RO|77^Doe^Jane\r" +
           Obx("2", "TX", "CALL", "rang") + "PRT|1|AD||WAY|78^Poe^Pat\r");
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 2U);
  BOOST_TEST(observed.texts[0].author.Reveal() == "Jane Doe");
  BOOST_TEST(observed.texts[1].author.Reveal().empty());
}

BOOST_AUTO_TEST_CASE(the_answers_of_an_order_are_one_questionnaire_and_each_has_its_key) {
  const std::string first = kOrder + Obx("1", "CE", "Q1^More cough?^L", "N^No") +
                            Obx("2", "CE", "Q2^Short of breath?^L", "Y^Yes") + "NTE|1||on stairs\r";
  const Observed observed = Read(first + "OBR|2||F2^RPM|DAILY|||20261020115500\r" +
                                 Obx("1", "CE", "Q1^More cough?^L", "N^No"));
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 3U);
  const ClinicalText& cough = observed.texts[0];
  const ClinicalText& breath = observed.texts[1];
  BOOST_TEST((cough.kind == TextKind::kQuestionnaire));
  BOOST_TEST(Lines(cough) == "More cough?: No");
  BOOST_TEST(Lines(breath) == "Short of breath?: Yes\non stairs");
  BOOST_TEST(cough.title.Reveal() == "Daily questions");
  BOOST_TEST(!QuestionnaireOf(cough).empty());
  BOOST_TEST(QuestionnaireOf(cough) == QuestionnaireOf(breath));
  BOOST_TEST(cough.key != breath.key);
  BOOST_TEST(QuestionnaireOf(observed.texts[2]) != QuestionnaireOf(cough));
}

BOOST_AUTO_TEST_CASE(one_corrected_answer_has_the_key_of_the_first) {
  const Observed first = Read(kOrder + Obx("1", "CE", "Q1", "N") + Obx("2", "CE", "Q2", "Y"));
  const Observed corrected = Read(kOrder + Obx("2", "CE", "Q2", "N", "C"));
  const Observed gone = Read(kOrder + Obx("2", "CE", "Q2", "", "D"));
  for (const Observed* later : {&corrected, &gone}) {
    BOOST_REQUIRE_EQUAL(later->texts.size(), 1U);
    BOOST_TEST(later->texts[0].key == first.texts.at(1).key);
  }
  BOOST_TEST((corrected.texts[0].status == ReadingStatus::kCorrected));
  BOOST_TEST((gone.texts[0].status == ReadingStatus::kWithdrawn));
  BOOST_TEST(gone.texts[0].lines.empty());
}

BOOST_AUTO_TEST_CASE(obx_that_differ_in_their_words_only_are_lines_of_one_text) {
  const Observed observed = Read(kOrder + Obx("1", "TX", "NOTE", "one") +
                                 Obx("2", "TX", "NOTE", "two") + Obx("3", "TX", "CALL", "x"));
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 2U);
  BOOST_TEST(Lines(observed.texts[0]) == ": one / : two");
}

BOOST_AUTO_TEST_CASE(a_code_without_a_row_is_passed_over) {
  const Observed observed = Read(kOrder + Obx("1", "TX", "LETTER", "well") + "NTE|1||more\r");
  BOOST_TEST(observed.texts.empty());
  BOOST_TEST(observed.warnings.empty());
}

BOOST_AUTO_TEST_CASE(words_without_a_time_are_told_and_not_kept) {
  const Observed observed = Read("OBR|1||F1|X\rNTE|1||note\r" + Obx("1", "TX", "NOTE", "well"));
  BOOST_TEST(observed.texts.empty());
  BOOST_REQUIRE_EQUAL(observed.warnings.size(), 2U);
  BOOST_TEST(observed.warnings[0].code == "text.no-time");
  BOOST_TEST(observed.warnings[0].path == "NTE[1]");
  BOOST_TEST(observed.warnings[1].path == "OBX[1]-14");
}

BOOST_AUTO_TEST_CASE(notes_below_the_order_are_one_note) {
  const Observed observed = Read(std::string(kOrder) + "NTE|1|L|first~second|||\rNTE|2||third\r" +
                                 "OBR|2||F2^RPM|X^Other^L|||20261020110000\r" +
                                 "NTE|1||alone|RE^Remark|9^Doe^Jane|20261020104500\r");
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 2U);
  BOOST_TEST((observed.texts[0].kind == TextKind::kNote));
  BOOST_TEST(Lines(observed.texts[0]) == ": first\nsecond / : third");
  BOOST_TEST(observed.texts[0].title.Reveal() == "Daily questions");
  BOOST_TEST(FormatDateTime(observed.texts[0].time) == "2026-10-20T11:55:00+01:00");
  BOOST_TEST(observed.texts[1].title.Reveal() == "Remark");
  BOOST_TEST(observed.texts[1].author.Reveal() == "Jane Doe");
  BOOST_TEST(FormatDateTime(observed.texts[1].time) == "2026-10-20T10:45:00+01:00");
}

BOOST_AUTO_TEST_CASE(a_note_below_the_patient_is_of_the_time_it_was_sent) {
  const Observed observed = Read(std::string("NTE|1||lives alone\r") + kOrder);
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 1U);
  BOOST_TEST(Lines(observed.texts[0]) == ": lives alone");
  BOOST_TEST(FormatDateTime(observed.texts[0].time) == "2026-10-20T12:00:00+01:00");
}

BOOST_AUTO_TEST_CASE(notes_of_an_admission_are_no_clinical_notes) {
  const Observed observed =
      Parse(std::string("MSH|^~\\&|PAS|RXX|TIE|RXX|20261020120000||ADT^A01|C1|P|2.4\r") + kPatient +
            "NTE|1||lives alone\rOBX|1|TX|NOTE||well||||||F|||20261020110000\r");
  BOOST_REQUIRE_EQUAL(observed.texts.size(), 1U);
  BOOST_TEST(Lines(observed.texts[0]) == ": well");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
