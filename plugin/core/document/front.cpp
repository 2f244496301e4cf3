#include "core/document/front.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/document/layout.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

constexpr double kGap = 16;  // between the two columns
constexpr double kColumnWidth = (kContentWidth - kGap) / 2;
constexpr double kLabelWidth = 68;
constexpr double kLabelGap =
    5;  // small: a label and its value read as one line, by eye and by machine

// One line of a column: a label and what it says.
struct Fact {
  std::string label;
  std::string value;
  bool strong = false;
  int max_lines = 2;
};

struct ShapedFact {
  Text label;
  Text value;
};

std::vector<ShapedFact> Shape(Canvas& canvas, const std::vector<Fact>& facts) {
  std::vector<ShapedFact> shaped;
  for (const Fact& fact : facts) {
    Style style{.size = fact.strong ? 9.5 : 8.5, .bold = fact.strong};
    style.width = kColumnWidth - kLabelWidth - kLabelGap;
    style.max_lines = fact.max_lines;
    shaped.push_back({canvas.Shape(fact.label, {.size = 7.8}), canvas.Shape(fact.value, style)});
  }
  return shaped;
}

double HeightOf(const std::vector<ShapedFact>& facts) {
  double height = 0;
  for (const ShapedFact& fact : facts) height += fact.value.height + 2.4;
  return height;
}

void DrawColumn(Canvas& canvas, const std::vector<ShapedFact>& facts, double x, double y) {
  for (const ShapedFact& fact : facts) {
    const Tag paragraph(canvas, "P");
    canvas.Draw(fact.label, x + kLabelWidth - fact.label.width,
                y + fact.value.baseline - fact.label.baseline, kGrey);
    canvas.Draw(fact.value, x + kLabelWidth + kLabelGap, y);
    y += fact.value.height + 2.4;
  }
}

std::string AddressOf(const model::Person& person) {
  std::string text;
  for (const std::string& line : person.address.Reveal()) {
    const std::string clean = Clean(line);
    if (clean.empty()) continue;
    if (!text.empty()) text += ", ";
    text += clean;
  }
  return text.empty() ? "not given" : text;
}

std::string GenderOf(const model::Person& person) {
  std::string gender = Clean(person.gender.Reveal());
  if (gender.empty()) return "not known";
  if (gender.front() >= 'a' && gender.front() <= 'z')
    gender.front() = static_cast<char>(gender.front() - 'a' + 'A');
  return gender;
}

std::string PracticeOf(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    const std::string clean = Clean(line);
    if (clean.empty()) continue;
    if (!text.empty()) text += ", ";
    text += clean;
  }
  return text;
}

// "6 days", "5 hours": how long the stay was, rounded down.
std::string LengthOf(const model::Stay& stay) {
  const auto hours = static_cast<std::size_t>(
      std::max<std::int64_t>(0, (*stay.end - *stay.start).count() / (60LL * 60 * 1000)));
  return hours < 48 ? Count(hours, "hour") : Count(hours / 24, "day");
}

std::vector<Fact> PatientFacts(const model::Person& person) {
  const std::string born = BirthDate(person.birth_date.Reveal());
  std::vector<Fact> facts = {{"Name", FullName(person), true, 8},
                             {"NHS number", NhsNumber(person), true},
                             {"Date of birth", born.empty() ? "not known" : born, true},
                             {"Gender", GenderOf(person)},
                             {"Address", AddressOf(person), false, 8}};
  const std::string local = Clean(person.local_number.Reveal());
  if (!local.empty()) facts.push_back({"Hospital number", local});
  return facts;
}

std::vector<Fact> StayFacts(const model::Summary& summary) {
  const model::Stay& stay = summary.stay;
  std::string ward =
      stay.ward ? Clean(stay.ward->name.empty() ? stay.ward->code : stay.ward->name) : "";
  const model::Organisation& from = summary.organisation;
  std::vector<Fact> facts = {
      {"Virtual ward", ward.empty() ? "not known" : ward, true, 5},
      {"From", DateAndTime(*stay.start), true},
      {"To", DateAndTime(*stay.end) + " (" + LengthOf(stay) + ")", true},
      {"Sent by", Clean(from.name) + (from.ods.empty() ? "" : " (ODS " + from.ods + ")"), false, 3},
      {"Questions to", from.telecom.empty() ? "the organisation above" : Clean(from.telecom),
       true}};
  const std::string practice = PracticeOf(summary.general_practice);
  if (!practice.empty()) facts.push_back({"GP practice", practice, false, 3});
  facts.push_back({"Made", DateAndTime(summary.due)});
  return facts;
}

Block TitleBlock(Canvas& canvas, const model::Summary& summary, const std::string& title) {
  const bool amended = summary.revision > 1;
  const Text revision =
      canvas.Shape(RevisionText(summary.revision), {.size = amended ? 10.0 : 8.5, .bold = amended});
  Style style{.size = 15, .bold = true};
  style.width = kContentWidth - revision.width - 34;
  style.max_lines = 2;
  const Text heading = canvas.Shape(title, style);
  Style sender{.size = 9.5, .width = kContentWidth, .max_lines = 2};
  const Text organisation = canvas.Shape(Clean(summary.organisation.name), sender);
  Block block;
  block.height = heading.height + organisation.height + 7;
  block.draw = [=](Canvas& target, double top) {
    const double right = kMargin + kContentWidth;
    if (amended) {
      target.Fill(right - revision.width - 14, top + 1, revision.width + 14, revision.height + 7,
                  kBlue);
    }
    target.Line(kMargin, top + block.height, right, top + block.height, kBlue, 1.4);
    {
      const Tag tag(target, "H1");
      target.Draw(heading, kMargin, top, kBlue);
    }
    {
      const Tag tag(target, "P");
      target.Draw(revision, right - revision.width - (amended ? 7 : 0), top + 4.5,
                  amended ? kWhite : kGrey);
    }
    const Tag tag(target, "P");
    target.Draw(organisation, kMargin, top + heading.height + 2);
  };
  return block;
}

Block StatementBlock(Canvas& canvas, int revision) {
  Style style{.size = 8.5, .bold = true, .width = kContentWidth - 16};
  const Text lead = canvas.Shape("This is not a discharge summary.", style);
  std::string words =
      "It accompanies the discharge summary and does not replace it. It shows what was measured "
      "remotely during the virtual ward stay below.";
  if (revision > 1) {
    words += " Amended: this revision replaces revision " + std::to_string(revision - 1) +
             " and every earlier one.";
  }
  style.bold = false;
  const Text rest = canvas.Shape(words, style);
  Block block;
  block.space_before = 7;
  block.height = lead.height + rest.height + 11;
  block.draw = [=, height = block.height](Canvas& target, double top) {
    target.Fill(kMargin, top, kContentWidth, height, kPaper);
    target.Fill(kMargin, top, 3, height, kBlue);
    const Tag tag(target, "P");
    target.Draw(lead, kMargin + 10, top + 5);
    target.Draw(rest, kMargin + 10, top + 6 + lead.height);
  };
  return block;
}

Block IdentityBlock(Canvas& canvas, const model::Summary& summary) {
  const Text patient_heading = canvas.Shape("Patient", {.size = 10.5, .bold = true});
  const Text stay_heading = canvas.Shape("Virtual ward stay", {.size = 10.5, .bold = true});
  std::vector<ShapedFact> patient = Shape(canvas, PatientFacts(summary.person));
  std::vector<ShapedFact> stay = Shape(canvas, StayFacts(summary));
  Block block;
  block.space_before = 8;
  block.height = patient_heading.height + 3 + std::max(HeightOf(patient), HeightOf(stay));
  block.draw = [=](Canvas& target, double top) {
    const double below = top + patient_heading.height + 3;
    const double second = kMargin + kColumnWidth + kGap;
    {
      const Tag tag(target, "H2");
      target.Draw(patient_heading, kMargin, top, kBlue);
    }
    DrawColumn(target, patient, kMargin, below);
    {
      const Tag tag(target, "H2");
      target.Draw(stay_heading, second, top, kBlue);
    }
    DrawColumn(target, stay, second, below);
  };
  return block;
}

}  // namespace

std::string RevisionText(int revision) {
  return (revision > 1 ? "Amended: revision " : "Revision ") + std::to_string(revision);
}

std::vector<Block> FrontBlocks(Canvas& canvas, const model::Summary& summary,
                               const std::string& title) {
  std::vector<Block> blocks;
  blocks.push_back(TitleBlock(canvas, summary, title));
  blocks.push_back(StatementBlock(canvas, summary.revision));
  blocks.push_back(IdentityBlock(canvas, summary));
  return blocks;
}

}  // namespace wardbridge::document
