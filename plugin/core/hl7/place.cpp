#include "core/hl7/place.h"

#include <algorithm>
#include <map>

namespace wardbridge::hl7 {
namespace {

void AppendNumber(char before, std::size_t number, std::string& text) {
  text.push_back(before);
  text.append(std::to_string(number));
}

bool IsWanted(std::string_view leaf, Leaves wanted) {
  const std::size_t last = leaf.find_last_not_of(std::string_view(" \0", 2));
  if (last == std::string_view::npos) return false;
  return wanted == Leaves::kAndNulls || leaf.substr(0, last + 1) != "\"\"";
}

// Takes one field apart, leaf by leaf, in one pass over its bytes.
class FieldReader {
 public:
  FieldReader(const Element& field, Place at, Leaves wanted, std::vector<Place>& leaves)
      : raw_(field.Raw()), at_(std::move(at)), wanted_(wanted), leaves_(leaves) {
    at_.begin = field.Offset();
    const Delimiters& delimiters = field.message()->delimiters();
    component_ = delimiters.component;
    repetition_ = delimiters.repetition;
    subcomponent_ = delimiters.subcomponent;
    at_.repetition = Has(raw_, repetition_) ? 1 : 0;
    OpenRepetition(0);
  }

  void Read() {
    const std::size_t start = at_.begin;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= raw_.size(); ++i) {
      const char c = i < raw_.size() ? raw_[i] : '\0';
      if (i < raw_.size() && !IsSeparator(c)) continue;
      Keep(start, from, i);
      if (i == raw_.size()) return;
      from = i + 1;
      Step(c, from);
    }
  }

 private:
  static bool Has(std::string_view text, char separator) {
    return separator != '\0' && text.find(separator) != std::string_view::npos;
  }
  [[nodiscard]] bool IsSeparator(char c) const {
    return c != '\0' && (c == component_ || c == repetition_ || c == subcomponent_);
  }
  // What follows at `from` up to the next of these separators.
  [[nodiscard]] std::string_view Ahead(std::size_t from, std::string_view ends) const {
    const std::string_view left = raw_.substr(from);
    return left.substr(0, std::min(left.size(), left.find_first_of(ends)));
  }
  void OpenRepetition(std::size_t from) {
    const std::string_view whole = Ahead(from, {&repetition_, 1});
    at_.component = Has(whole, component_) || Has(whole, subcomponent_) ? 1 : 0;
    OpenComponent(from);
  }
  void OpenComponent(std::size_t from) {
    const char ends[] = {repetition_, component_};
    at_.subcomponent = Has(Ahead(from, {ends, 2}), subcomponent_) ? 1 : 0;
  }
  void Step(char separator, std::size_t from) {
    if (separator == repetition_) {
      ++at_.repetition;
      OpenRepetition(from);
    } else if (separator == component_) {
      ++at_.component;
      OpenComponent(from);
    } else {
      ++at_.subcomponent;
    }
  }
  void Keep(std::size_t start, std::size_t from, std::size_t to) {
    if (!IsWanted(raw_.substr(from, to - from), wanted_)) return;
    Place leaf = at_;
    leaf.begin = start + from;
    leaf.end = start + to;
    leaves_.push_back(std::move(leaf));
  }

  std::string_view raw_;
  Place at_;
  Leaves wanted_;
  std::vector<Place>& leaves_;  // outlives this: an argument of LeavesOf's loop
  char component_ = '\0';
  char repetition_ = '\0';
  char subcomponent_ = '\0';
};

}  // namespace

std::string Place::Text() const {
  std::string text = segment;
  if (occurrence > 0) AppendNumber('[', occurrence, text), text.push_back(']');
  AppendNumber('-', field, text);
  if (repetition > 0) AppendNumber('[', repetition, text), text.push_back(']');
  if (component > 0) AppendNumber('.', component, text);
  if (subcomponent > 0) AppendNumber('.', subcomponent, text);
  return text;
}

std::vector<Place> LeavesOf(const Message& message, Leaves wanted) {
  std::map<std::string_view, std::size_t> all;
  for (std::size_t i = 0; i < message.SegmentCount(); ++i) ++all[message.At(i).Id()];
  std::map<std::string_view, std::size_t> met;
  std::vector<Place> leaves;
  for (std::size_t i = 0; i < message.SegmentCount(); ++i) {
    const Segment segment = message.At(i);
    Place place;
    place.segment = segment.Id();
    const std::size_t number = ++met[segment.Id()];
    place.occurrence = all[segment.Id()] > 1 ? number : 0;
    constexpr std::size_t kFirstOfMsh = 3;  // before it stand the delimiters
    const std::size_t first = segment.Id() == "MSH" ? kFirstOfMsh : 1;
    for (place.field = first; place.field <= segment.FieldCount(); ++place.field) {
      const Element field = segment.Field(place.field);
      const Presence presence = field.presence();
      if (presence == Presence::kMissing || presence == Presence::kEmpty) {
        if (wanted == Leaves::kValues || field.Raw().empty()) continue;
      }
      FieldReader(field, place, wanted, leaves).Read();
    }
  }
  return leaves;
}

}  // namespace wardbridge::hl7
