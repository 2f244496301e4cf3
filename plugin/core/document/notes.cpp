#include "core/document/notes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/document/prose.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

using model::ClinicalText;
using model::Reading;
using model::Summary;
using model::TextKind;

constexpr double kIndent = 12;

std::string_view KindText(TextKind kind) {
  switch (kind) {
    case TextKind::kNote:
      return "Note";
    case TextKind::kMessage:
      return "Message";
    case TextKind::kQuestionnaire:
      return "Questionnaire";
  }
  return "";
}

// " (60 of 100)"
std::string Share(std::size_t shown, std::size_t all) {
  if (shown == all) return "";
  return " (" + std::to_string(shown) + " of " + std::to_string(all) + ")";
}

std::string MoreText(std::size_t number, std::string_view what) {
  return "And " + Count(number, what) + ", which the record of this stay holds.";
}

// One line of it: the question, where there is one, beside the beginning of the answer.
void AddLine(Canvas& canvas, const model::TextLine& line, std::size_t most_bytes,
             std::vector<Block>& blocks) {
  const std::vector<std::string> pieces = Pieces(line.answer.Reveal(), most_bytes);
  const std::string question = Clean(line.question.Reveal());
  if (pieces.empty() && question.empty()) return;
  std::size_t next = 0;
  if (!question.empty()) {
    blocks.push_back(
        Answered(canvas, question, pieces.empty() ? "\u2013" : pieces[next++], kIndent));
  }
  for (; next < pieces.size(); ++next) blocks.push_back(Prose(canvas, pieces[next], kIndent));
}

void AddLines(Canvas& canvas, const std::vector<model::TextLine>& lines,
              std::vector<Block>& blocks) {
  std::size_t bytes = kMostNoteBytes;
  std::size_t shown = 0;
  while (shown < std::min(lines.size(), kMostAnswers) && bytes > 0) {
    AddLine(canvas, lines[shown], bytes, blocks);
    bytes -= std::min(bytes, lines[shown].answer.Reveal().size());
    ++shown;
  }
  if (shown == lines.size()) return;
  blocks.push_back(Prose(canvas, MoreText(lines.size() - shown, "more line"), kIndent, kGrey));
}

void AddText(Canvas& canvas, const ClinicalText& text, std::vector<Block>& blocks) {
  std::string heading = DateAndTime(text.time) + " \u00B7 " + std::string(KindText(text.kind));
  const std::string title = Clean(text.title.Reveal());
  if (!title.empty()) heading += ": " + title;
  blocks.push_back(ItemHeading(canvas, heading));
  const std::string author = Clean(text.author.Reveal());
  blocks.push_back(
      Prose(canvas, author.empty() ? "Author not stated" : "By " + author, kIndent, kGrey));
  if (!text.lines.empty()) blocks.back().keep_with_next = true;
  AddLines(canvas, text.lines, blocks);
}

void AddTexts(Canvas& canvas, const Summary& summary, std::vector<Block>& blocks) {
  if (summary.texts.empty()) return;
  const std::size_t all = summary.texts.size();
  const std::size_t shown = std::min(all, kMostNotes);
  blocks.push_back(PartHeading(canvas, "Notes and answers" + Share(shown, all)));
  blocks.push_back(Prose(
      canvas, "As they were received, the newest first. Nothing is scored from them.", 0, kGrey));
  blocks.back().keep_with_next = true;
  for (std::size_t i = 0; i < shown; ++i) AddText(canvas, summary.texts[all - 1 - i], blocks);
  if (shown < all) blocks.push_back(Prose(canvas, MoreText(all - shown, "older one"), 0, kGrey));
}

// Readings that were remarked on at once: both of a blood pressure.
struct Remark {
  std::vector<const Reading*> readings;
};

void Collect(const std::vector<Reading>& readings, std::vector<Remark>& remarks) {
  for (const Reading& reading : readings) {
    if (reading.note.Reveal().empty()) continue;
    if (!remarks.empty()) {
      const Reading& last = *remarks.back().readings.back();
      const bool same =
          last.time == reading.time && last.message == reading.message && last.note == reading.note;
      if (same) {
        remarks.back().readings.push_back(&reading);
        continue;
      }
    }
    remarks.push_back({{&reading}});
  }
}

std::string Measured(const Reading& reading) {
  std::string text = std::string(Label(reading.vital)) + " " + ValueOf(reading);
  const std::string unit(UnitText(reading.vital));
  if (reading.value && !unit.empty()) text += " " + unit;
  return text;
}

void AddRemark(Canvas& canvas, const Remark& remark, std::vector<Block>& blocks) {
  const Reading& first = *remark.readings.front();
  std::string heading = DateAndTime(first.time) + " \u00B7 ";
  for (std::size_t i = 0; i < remark.readings.size(); ++i) {
    heading += (i > 0 ? ", " : "") + Measured(*remark.readings[i]);
  }
  const std::string flag = Clean(first.flag);
  const std::string device = Clean(first.device);
  if (!flag.empty()) heading += " \u00B7 flag " + flag;
  if (!device.empty()) heading += " \u00B7 " + device;
  blocks.push_back(ItemHeading(canvas, heading));
  for (const std::string& piece : Pieces(first.note.Reveal(), kMostNoteBytes)) {
    blocks.push_back(Prose(canvas, piece, kIndent));
  }
}

void AddRemarks(Canvas& canvas, const Summary& summary, std::vector<Block>& blocks) {
  std::vector<Remark> remarks;
  Collect(summary.readings, remarks);
  Collect(summary.after_end, remarks);
  if (remarks.empty()) return;
  const std::size_t all = remarks.size();
  const std::size_t shown = std::min(all, kMostRemarks);
  blocks.push_back(PartHeading(canvas, "Remarks on readings" + Share(shown, all)));
  for (std::size_t i = 0; i < shown; ++i) AddRemark(canvas, remarks[all - 1 - i], blocks);
  if (shown < all) blocks.push_back(Prose(canvas, MoreText(all - shown, "older one"), 0, kGrey));
}

}  // namespace

std::vector<Block> NoteBlocks(Canvas& canvas, const Summary& summary) {
  const bool unknown_before = canvas.HasUnknownGlyphs();
  std::vector<Block> blocks;
  AddTexts(canvas, summary, blocks);
  AddRemarks(canvas, summary, blocks);
  if (canvas.HasUnknownGlyphs() && !unknown_before) {
    blocks.push_back(Prose(canvas,
                           "Some characters of these texts cannot be printed here; the record of "
                           "this stay holds them.",
                           0, kGrey));
  }
  return blocks;
}

}  // namespace wardbridge::document
