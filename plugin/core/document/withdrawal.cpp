#include "core/document/withdrawal.h"

#include <utility>
#include <vector>

#include "core/document/canvas.h"
#include "core/document/finish.h"
#include "core/document/fonts.h"
#include "core/document/layout.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

std::vector<std::string> Sentences(const Withdrawal& withdrawal) {
  const model::Organisation& from = withdrawal.organisation;
  std::string sender = "From: " + Clean(from.name);
  if (!from.ods.empty()) sender += " (ODS " + from.ods + ")";
  std::vector<std::string> sentences = {
      "Please do not use revision " + std::to_string(withdrawal.revision - 1) +
          " of this document, nor any earlier one. Nothing takes its place for now.",
      "Reason: " + withdrawal.reason, "NHS number: " + NhsNumber(withdrawal.person),
      "Withdrawn: " + DateAndTime(withdrawal.due) + ", as revision " +
          std::to_string(withdrawal.revision),
      std::move(sender)};
  if (!from.telecom.empty()) sentences.push_back("Questions to: " + Clean(from.telecom));
  return sentences;
}

void DrawPage(Canvas& canvas, const Withdrawal& withdrawal, const std::string& title) {
  const Tag document(canvas, "Document");
  double top = kFirstTop;
  const auto write = [&](const char* tag_name, const std::string& words, const Style& style,
                         const Color& color) {
    const Text text = canvas.Shape(words, style);
    const Tag tag(canvas, tag_name);
    canvas.Draw(text, kMargin, top, color);
    top += text.height + 9;
  };
  write("H1", title, {.size = 15, .bold = true, .width = kContentWidth}, kBlue);
  write("H2", "This document was withdrawn", {.size = 13, .bold = true, .width = kContentWidth},
        kBlack);
  for (const std::string& sentence : Sentences(withdrawal)) {
    write("P", sentence, {.size = 10, .width = kContentWidth}, kBlack);
  }
}

}  // namespace

Result<model::Document> RenderWithdrawal(const Withdrawal& withdrawal, const Options& options) {
  const Result<PangoFontMap*> map = ThreadFontMap(options);
  if (!map) return map.error();
  const std::string title = Clean(options.title);
  const Metadata metadata{title, Clean(withdrawal.organisation.name), withdrawal.due};
  Canvas canvas(*map, FamilyList(options), metadata);
  DrawPage(canvas, withdrawal, title);
  const Result<Drawn> drawn = canvas.Finish();
  if (!drawn) return drawn.error();
  Result<std::string> bytes = Finish(*drawn, metadata);
  if (!bytes) return bytes.error();
  return model::Document{std::move(*bytes), title, withdrawal.due, drawn->pages};
}

}  // namespace wardbridge::document
