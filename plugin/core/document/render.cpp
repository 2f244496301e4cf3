#include "core/document/render.h"

#include <iterator>
#include <utility>

#include "core/clinical/trend.h"
#include "core/document/canvas.h"
#include "core/document/finish.h"
#include "core/document/flow.h"
#include "core/document/fonts.h"
#include "core/document/front.h"
#include "core/document/layout.h"
#include "core/document/notes.h"
#include "core/document/sections.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

using model::Summary;

void Append(std::vector<Block>& all, std::vector<Block> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Block> AllBlocks(Canvas& canvas, const Summary& summary, const std::string& title) {
  const clinical::Trend trend = clinical::TrendOf(summary);
  std::vector<Block> blocks = FrontBlocks(canvas, summary, title);
  Append(blocks, ScoreBlocks(canvas, summary, trend));
  Append(blocks, ReadingBlocks(canvas, summary, trend));
  Append(blocks, MissingBlocks(canvas, summary, trend));
  Append(blocks, LimitBlocks(canvas, summary, trend));
  Append(blocks, ChartBlocks(canvas, summary, trend));
  Append(blocks, DetailBlocks(canvas, summary, trend));
  Append(blocks, NoteBlocks(canvas, summary));
  return blocks;
}

// Whose document this is, on every page but the first, and which page it is, on each.
class Surroundings {
 public:
  Surroundings(Canvas& canvas, const Summary& summary, const std::string& title, int pages)
      : canvas_(canvas), pages_(pages) {
    Style style{.size = 7.8, .bold = true, .width = kContentWidth * 0.55, .max_lines = 1};
    name_ = canvas.Shape(FullName(summary.person), style);
    ids_ = canvas.Shape("NHS number " + NhsNumber(summary.person) + "   Born " +
                            BirthDate(summary.person.birth_date.Reveal()),
                        {.size = 7.8});
    Style foot{.size = 7, .width = kContentWidth - 70, .max_lines = 1};
    foot_ = canvas.Shape(title + " \u00B7 not a discharge summary \u00B7 " +
                             RevisionText(summary.revision) + " \u00B7 " + DateAndTime(summary.due),
                         foot);
  }

  void Draw(int page) {
    const double right = kMargin + kContentWidth;
    if (page > 0) {
      canvas_.Draw(name_, kMargin, 30);
      canvas_.Draw(ids_, right - ids_.width, 30);
      canvas_.Line(kMargin, 43, right, 43, kRule, 0.7);
    }
    canvas_.Line(kMargin, kFootTop, right, kFootTop, kRule, 0.7);
    canvas_.Draw(foot_, kMargin, kFootTop + 4, kGrey);
    const Text number = canvas_.Shape(
        "Page " + std::to_string(page + 1) + " of " + std::to_string(pages_), {.size = 7});
    canvas_.Draw(number, right - number.width, kFootTop + 4, kGrey);
  }

 private:
  Canvas& canvas_;  // outlives this
  int pages_;
  Text name_;
  Text ids_;
  Text foot_;
};

void DrawAll(Canvas& canvas, const Summary& summary, const std::string& title,
             const std::vector<Block>& blocks) {
  const std::vector<Placed> places = Paginate(blocks, {kFirstTop, kNextTop, kBottom});
  Surroundings around(canvas, summary, title, places.back().page + 1);
  const Tag document(canvas, "Document");
  int page = 0;
  around.Draw(page);
  for (const Placed& place : places) {
    for (; page < place.page; around.Draw(++page)) canvas.NextPage();
    blocks[place.block].draw(canvas, place.top);
  }
}

}  // namespace

Result<model::Document> Render(const Summary& summary, const Options& options) {
  if (!summary.stay.start || !summary.stay.end) {
    return Error{Code::kMissing, "document", "the stay has no start or no end"};
  }
  const Result<PangoFontMap*> map = ThreadFontMap(options);
  if (!map) return map.error();
  const std::string title = Clean(options.title);
  const Metadata metadata{title, Clean(summary.organisation.name), summary.due};
  Canvas canvas(*map, FamilyList(options), metadata);
  DrawAll(canvas, summary, title, AllBlocks(canvas, summary, title));
  const Result<Drawn> drawn = canvas.Finish();
  if (!drawn) return drawn.error();
  Result<std::string> bytes = Finish(*drawn, metadata);
  if (!bytes) return bytes.error();
  return model::Document{std::move(*bytes), title, summary.due, drawn->pages};
}

Result<> CheckFonts(const Options& options) {
  const Result<PangoFontMap*> map = ThreadFontMap(options);
  if (!map) return map.error();
  return {};
}

}  // namespace wardbridge::document
