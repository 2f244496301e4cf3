#include "core/discharge/summary_texts.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "model/text_kind.h"

namespace wardbridge::discharge {
namespace {

using model::ClinicalText;
using model::Issue;

// One a key, as they came.
std::vector<const ClinicalText*> Newest(const std::vector<ClinicalText>& texts) {
  std::vector<const ClinicalText*> newest;
  std::map<std::string_view, std::size_t> places;
  for (const ClinicalText& text : texts) {
    const auto [place, added] = places.try_emplace(text.key, newest.size());
    if (added) {
      newest.push_back(&text);
    } else if (model::TakesPlaceOf(text, *newest[place->second])) {
      newest[place->second] = &text;
    }
  }
  return newest;
}

// One more answer of a questionnaire: it is of the time of the first, and of the author and title
// of the first that has one.
void Join(const ClinicalText& answer, ClinicalText& whole) {
  whole.lines.insert(whole.lines.end(), answer.lines.begin(), answer.lines.end());
  whole.time = std::min(whole.time, answer.time);
  if (whole.author.Reveal().empty()) whole.author = answer.author;
  if (whole.title.Reveal().empty()) whole.title = answer.title;
}

bool Before(const ClinicalText& a, const ClinicalText& b) {
  return std::tie(a.time, a.key) < std::tie(b.time, b.key);
}

std::string Texts(std::size_t number) {
  return std::to_string(number) + (number == 1 ? " note or answer" : " notes or answers");
}

void Note(model::Summary& summary, std::string code, std::string text) {
  summary.notes.push_back({Issue::Severity::kWarning, std::move(code), "", std::move(text), ""});
}

}  // namespace

void SortTexts(const AssembleRequest& request, model::Summary& summary) {
  const Timestamp start = *summary.stay.start;
  const Timestamp end = *summary.stay.end;
  const Timestamp last = end + Millis(summary.stay.ward ? summary.stay.ward->grace_ms : 0);
  std::vector<ClinicalText>& texts = summary.texts;
  std::map<std::pair<std::string, std::string>, std::size_t> questionnaires;
  std::size_t after_end = 0;
  for (const ClinicalText* text : Newest(request.texts)) {
    const bool outside = text->time < start || text->time > last;
    if (outside || text->status == model::ReadingStatus::kWithdrawn) continue;
    if (text->time > end) {
      ++after_end;
      continue;
    }
    const std::string questionnaire(model::QuestionnaireOf(*text));
    if (!questionnaire.empty()) {
      const auto [place, added] =
          questionnaires.try_emplace({text->source, questionnaire}, texts.size());
      if (!added) {
        Join(*text, texts[place->second]);
        continue;
      }
    }
    texts.push_back(*text);
    if (!questionnaire.empty()) texts.back().key = questionnaire;
  }
  std::sort(texts.begin(), texts.end(), Before);
  if (texts.size() > kMostTexts) {
    const std::size_t left_out = texts.size() - kMostTexts;
    texts.erase(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(left_out));
    Note(summary, "texts.left-out",
         "The oldest " + Texts(left_out) + " of the stay " + (left_out == 1 ? "is" : "are") +
             " left out here: a summary holds " + std::to_string(kMostTexts) + ".");
  }
  if (after_end > 0) {
    Note(summary, "texts.after-end",
         Texts(after_end) + " came from the time after the end of the stay and " +
             (after_end == 1 ? "is" : "are") + " not shown.");
  }
}

}  // namespace wardbridge::discharge
