// The table of questions is whole: every reason for which the sources hold something has one.
#include "core/discharge/question_table.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(question_table)

namespace {

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void Collect(const std::string& text, const std::regex& pattern, std::set<std::string>& codes) {
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    codes.insert((*match)[1].str());
  }
}

// The codes of everything that holds a stay or a message, as the sources spell them.
std::set<std::string> ReasonsInSources() {
  const std::filesystem::path root(WARDBRIDGE_SOURCE_DIR "/plugin");
  const std::regex made(R"re((?:Reason|Problem|Hold)\((?:\w+,\s*)?\s*"([a-z-]+\.[a-z-]+)")re");
  const std::regex error(R"re(Severity::kError,\s*"([a-z-]+\.[a-z-]+)")re");
  const std::regex named(R"re(kCode = "([a-z-]+\.[a-z-]+)")re");
  std::set<std::string> codes;
  for (const auto& entry : std::filesystem::directory_iterator(root / "core" / "discharge")) {
    const std::string name = entry.path().filename().string();
    const bool holds =
        name.starts_with("stay_") || name == "patient_facts.cpp" || name == "interpret.cpp";
    if (!holds || entry.path().extension() != ".cpp") continue;
    const std::string text = TextOf(entry.path());
    Collect(text, made, codes);
    Collect(text, error, codes);
    Collect(text, named, codes);
  }
  for (const char* name : {"project.cpp", "operate.cpp"}) {
    Collect(TextOf(root / "pipeline" / name), error, codes);
  }
  return codes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_reason_of_the_sources_has_a_question_and_no_question_is_without_reason) {
  const std::set<std::string> reasons = ReasonsInSources();
  BOOST_TEST(reasons.size() > 25U);
  std::set<std::string> asked;
  for (const Question& question : QuestionTable()) asked.insert(question.code);
  for (const std::string& code : reasons) {
    BOOST_TEST(asked.contains(code), code << " holds something, and nothing is asked about it");
  }
  for (const std::string& code : asked) {
    BOOST_TEST(reasons.contains(code), code << " is asked about, and nothing holds for it");
  }
}

BOOST_AUTO_TEST_CASE(each_question_is_asked_once_in_words_and_has_answers) {
  std::set<std::pair<Held, std::string>> seen;
  for (const Question& question : QuestionTable()) {
    BOOST_TEST_CONTEXT(question.code) {
      BOOST_TEST(seen.emplace(question.held, question.code).second);
      BOOST_TEST(question.asks.ends_with('?'));
      BOOST_TEST(!question.answers.empty());
      std::set<std::string> words;
      for (const PossibleAnswer& answer : question.answers) {
        BOOST_TEST(words.insert(answer.word).second);
        BOOST_TEST(!answer.does.empty());
        // Only a stay is told anew, only a message is read again.
        const bool of_stay = answer.effect != Effect::kReadAgain;
        const bool of_message =
            answer.effect == Effect::kReadAgain || answer.effect == Effect::kGiveUp;
        BOOST_TEST((question.held == Held::kStay ? of_stay : of_message));
      }
    }
  }
}

// One word given for several reasons at once must mean the same for each.
BOOST_AUTO_TEST_CASE(a_word_has_one_effect) {
  for (const Question& one : QuestionTable()) {
    for (const Question& other : QuestionTable()) {
      if (one.held != other.held) continue;
      for (const PossibleAnswer& answer : one.answers) {
        const PossibleAnswer* same = FindAnswer(other, answer.word);
        if (same == nullptr) continue;
        BOOST_TEST((same->effect == answer.effect), one.code << ", " << other.code);
        BOOST_TEST(same->names_stay == answer.names_stay, one.code << ", " << other.code);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(reasons_lead_to_their_questions_each_once) {
  using model::Issue;
  const auto reason = [](const char* code, const char* path) {
    return Issue{Issue::Severity::kError, code, path, "", ""};
  };
  const auto asked = QuestionsOf(
      Held::kStay, {reason("patient.deceased", "PID-29"), reason("patient.deceased", "PID-30"),
                    reason("stay.left-ward", "PV1-3"), reason("visit.missing", "PV1-19")});
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  BOOST_TEST(asked[0]->code == "patient.deceased");
  BOOST_TEST(asked[1]->code == "stay.left-ward");
  BOOST_TEST(QuestionsOf(Held::kMessage, {reason("visit.missing", "PV1-19")}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(
    an_event_that_is_not_handled_asks_otherwise_about_a_stay_than_about_a_message) {
  const Question* of_stay = FindQuestion(Held::kStay, "event.unhandled");
  const Question* of_message = FindQuestion(Held::kMessage, "event.unhandled");
  BOOST_TEST_REQUIRE((of_stay != nullptr && of_message != nullptr));
  BOOST_TEST(FindAnswer(*of_stay, "no-effect") != nullptr);
  BOOST_TEST(FindAnswer(*of_message, "no-effect") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
