#include "core/discharge/observe_words.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/discharge/observe_details.h"

namespace wardbridge::discharge {
namespace {

using model::ClinicalText;
using model::ReadingStatus;
using model::TextKind;

constexpr std::size_t kMostTitle = 200;

// A leaf with the blanks at its end.
std::string WholeLeaf(const hl7::Element& leaf) {
  const std::string_view raw = leaf.Raw();
  const std::size_t last = raw.find_last_not_of(' ');
  return leaf.Text() + std::string(last == raw.npos ? raw.size() : raw.size() - last - 1, ' ');
}

// One repetition. Text that holds a delimiter unescaped is put together again.
std::string WholeRepetition(const hl7::Element& repetition) {
  if (repetition.message() == nullptr) return {};
  const hl7::Delimiters& delimiters = repetition.message()->delimiters();
  std::string text;
  for (std::size_t c = 1; c <= repetition.ComponentCount(); ++c) {
    const hl7::Element component = repetition.Component(c);
    if (c > 1) text += delimiters.component;
    for (std::size_t s = 1; s <= component.SubcomponentCount(); ++s) {
      if (s > 1) text += delimiters.subcomponent;
      text += WholeLeaf(component.Subcomponent(s));
    }
  }
  return text;
}

std::string Joined(const std::vector<hl7::Element>& repetitions, std::string_view between,
                   std::string (*read)(const hl7::Element&)) {
  std::string all;
  for (const hl7::Element& repetition : repetitions) {
    if (!repetition.HasValue()) continue;
    if (!all.empty()) all += between;
    all += read(repetition);
  }
  return std::string(Trim(all));
}

bool IsOneOf(std::string_view type, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// OBX-5 in words; nothing for a type that holds none.
std::optional<std::string> WordsOf(const hl7::Segment& obx) {
  const std::string type = UpperAscii(Trim(obx.Field(2).Text()));
  const hl7::Element value = obx.Field(5);
  if (IsOneOf(type, {"ST", "TX", "FT"})) return WholeText(value);
  if (IsOneOf(type, {"CE", "CWE", "CNE", "CF"})) {
    return Joined(value.Repetitions(), ", ", TextOfCoded);
  }
  if (IsOneOf(type, {"NM", "IS", "ID"})) {
    std::string text =
        Joined(value.Repetitions(), ", ", [](const hl7::Element& one) { return one.Text(); });
    const std::string unit = TextOfCoded(obx.Field(6));
    if (!text.empty() && !unit.empty()) text += " " + unit;
    return text;
  }
  return std::nullopt;
}

void Append(Phi<std::string>& text, const std::string& more) {
  const std::string& before = text.Reveal();
  text = Phi<std::string>(before.empty() ? more : before + "\n" + more);
}

}  // namespace

std::string WholeText(const hl7::Element& field) {
  return Joined(field.Repetitions(), "\n", WholeRepetition);
}

const LocalText* TextRowOf(const hl7::Element& obx3, const FeedOptions& feed) {
  if (feed.local_texts.empty()) return nullptr;
  for (const std::size_t component : {std::size_t{1}, std::size_t{4}}) {
    const auto found = feed.local_texts.find(UpperAscii(Trim(obx3.Component(component).Text())));
    if (found != feed.local_texts.end()) return &found->second;
  }
  return nullptr;
}

void WordReader::OpenPatient() {
  Close();
  place_ = Place::kPatient;
  order_ = Order();
}

void WordReader::OpenOrder(const Order& order) {
  Close();
  place_ = Place::kOrder;
  order_ = order;
}

void WordReader::Close() {
  place_ = Place::kNone;
  note_.reset();
}

ClinicalText WordReader::Make(TextKind kind, Timestamp time) const {
  ClinicalText text;
  text.source = source_.feed.name;
  text.kind = kind;
  text.time = time;
  text.received = source_.received;
  text.stated = source_.stated;
  text.message = source_.inbox_id;
  return text;
}

ClinicalText WordReader::MakeText(const hl7::Segment& obx, const Order& order, const LocalText& row,
                                  Timestamp time) {
  ClinicalText text = Make(row.kind, time);
  text.key = source_.KeyOfObx(obx, order, time);
  text.author = Phi<std::string>(PersonName(obx.Field(16)));
  std::string title = row.title;
  if (row.kind != TextKind::kQuestionnaire) {
    if (title.empty()) title = TextOfCoded(obx.Field(3));
  } else {
    if (title.empty()) title = TextOfCoded(order.service);
    const Timestamp of_order = order.time.value_or(time);
    text.key = KeyOf({source_.sender, order.filler, order.service.Component(1).Text(),
                      "questionnaire", std::to_string(of_order.UnixMs())}) +
               "/" + text.key;
  }
  text.title = Phi<std::string>(Bounded(title, kMostTitle));
  return text;
}

std::optional<std::size_t> WordReader::ReadObx(const hl7::Segment& obx, const Order& order,
                                               const LocalText& row) {
  const auto time = source_.TimeOf(obx, order);
  if (!time) {
    remarks_.OfObx(14, "text.no-time", "neither OBX-14 nor OBR-7 nor ORC-9 holds a time of day");
    return std::nullopt;
  }
  const auto status = StatusOf(obx, remarks_);
  if (!status) return std::nullopt;
  ClinicalText text = MakeText(obx, order, row, *time);
  text.status = *status;
  if (*status != ReadingStatus::kWithdrawn) {
    const auto words = WordsOf(obx);
    if (!words) {
      remarks_.OfObx(2, "text.type", "words come as ST, TX, FT, CE, CWE, CNE, IS or NM");
      return std::nullopt;
    }
    if (words->empty()) return std::nullopt;
    const bool is_answer = row.kind == TextKind::kQuestionnaire;
    text.lines.push_back({Phi<std::string>(is_answer ? TextOfCoded(obx.Field(3)) : std::string()),
                          Phi<std::string>(*words)});
  }
  const auto same = std::find_if(texts_.begin(), texts_.end(), [&](const ClinicalText& known) {
    return known.key == text.key && known.status == text.status;
  });
  if (same == texts_.end()) {
    texts_.push_back(std::move(text));
    return texts_.size() - 1;
  }
  std::move(text.lines.begin(), text.lines.end(), std::back_inserter(same->lines));
  return static_cast<std::size_t>(same - texts_.begin());
}

void WordReader::ReadNote(const hl7::Segment& nte) {
  ++nte_;
  const std::string words = WholeText(nte.Field(3));
  if (place_ == Place::kNone || words.empty()) return;
  if (note_) {
    texts_[*note_].lines.push_back({Phi<std::string>(), Phi<std::string>(words)});
    return;
  }
  ++notes_;
  std::optional<Timestamp> time = source_.TimeOf(nte.Field(6));
  if (!time) time = place_ == Place::kOrder ? order_.time : source_.stated;
  if (!time) {
    remarks_.Of("NTE[" + std::to_string(nte_) + "]", "text.no-time",
                "neither NTE-6 nor what it stands below holds a time of day");
    return;
  }
  ClinicalText text = Make(TextKind::kNote, *time);
  // Without a number of the sender the words themselves tell notes of the same time apart.
  text.key = KeyOf({source_.sender, order_.filler, "NTE",
                    order_.filler.empty() ? words : std::to_string(notes_),
                    std::to_string(time->UnixMs())});
  text.author = Phi<std::string>(PersonName(nte.Field(5)));
  std::string title = TextOfCoded(nte.Field(4));
  if (title.empty()) title = TextOfCoded(order_.service);
  text.title = Phi<std::string>(Bounded(title, kMostTitle));
  text.lines.push_back({Phi<std::string>(), Phi<std::string>(words)});
  texts_.push_back(std::move(text));
  note_ = texts_.size() - 1;
}

void WordReader::AddRemark(std::size_t text, const std::string& remark) {
  if (!texts_[text].lines.empty()) Append(texts_[text].lines.back().answer, remark);
}

}  // namespace wardbridge::discharge
