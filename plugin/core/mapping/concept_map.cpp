// FHIR R4 ConceptMap as a table (hl7.org/fhir/R4/conceptmap.html). Read by events, because only
// these tell where in the file a thing stands.
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {
namespace {

using Json = nlohmann::json;

// Reads characters and tells how many were read: the parser itself keeps its position to itself.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const CountingIterator& a, const CountingIterator& b) { return !(a == b); }

 private:
  const char* at_;
  std::size_t* count_;  // outlives the iterator: a variable of ReadConceptMap
};

// The keys from the root to where the parser stands: "group.element.target.code". Lists add
// nothing.
class MapHandler : public nlohmann::json_sax<Json> {
 public:
  MapHandler(std::string_view text, const std::string& file, const std::size_t& count, Table& table,
             std::vector<Fault>& faults)
      : text_(text), file_(file), count_(count), table_(table), faults_(faults) {}

  bool null() override { return Scalar(); }
  bool boolean(bool) override { return Scalar(); }
  bool number_integer(number_integer_t) override { return Scalar(); }
  bool number_unsigned(number_unsigned_t) override { return Scalar(); }
  bool number_float(number_float_t, const string_t&) override { return Scalar(); }
  bool binary(binary_t&) override { return Scalar(); }

  bool string(string_t& value) override {
    const std::string path = Path();
    if (path == "resourceType") type_ = value;
    if (path == "group.target") system_ = value;
    if (path == "group.element.code") {
      row_.source = value;
      place_ = count_;
    }
    if (path == "group.element.target.code") target_.target = value;
    if (path == "group.element.target.display") target_.display = value;
    if (path == "group.element.target.equivalence") equivalence_ = value;
    return Scalar();
  }

  bool start_object(std::size_t) override {
    objects_.push_back(Path());
    if (objects_.back() == "group") {
      system_.clear();
      pending_.clear();
    }
    if (objects_.back() == "group.element") {
      row_ = {};
      place_ = count_;
      targets_ = 0;
    }
    if (objects_.back() == "group.element.target") {
      target_ = {};
      equivalence_.clear();
    }
    keys_.emplace_back();
    return true;
  }

  bool end_object() override {
    keys_.pop_back();
    const std::string path = std::move(objects_.back());
    objects_.pop_back();
    if (path == "group.element.target") EndTarget();
    if (path == "group.element") pending_.emplace_back(row_, place_);
    if (path == "group") EndGroup();
    return Scalar();
  }

  bool start_array(std::size_t) override {
    keys_.emplace_back("[");
    return true;
  }
  bool end_array() override {
    keys_.pop_back();
    return Scalar();
  }

  bool key(string_t& name) override {
    keys_.back() = name;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
    Report(position, "table.map.syntax", "not JSON here");
    return false;
  }

  void Finish() {
    if (type_ != "ConceptMap") Report(0, "table.map.type", "a JSON table is a FHIR ConceptMap");
    if (type_ == "ConceptMap" && table_.size() == 0 && !failed_) {
      Report(0, "table.map.empty", "a ConceptMap without group.element");
    }
  }

 private:
  [[nodiscard]] std::string Path() const {
    std::string path;
    for (const std::string& key : keys_) {
      if (key == "[" || key.empty()) continue;
      if (!path.empty()) path.push_back('.');
      path += key;
    }
    return path;
  }

  // After a value the key above it has done its work.
  bool Scalar() {
    if (!keys_.empty() && keys_.back() != "[") keys_.back().clear();
    return true;
  }

  void EndTarget() {
    if (equivalence_ == "unmatched" || equivalence_ == "disjoint") return;
    if (targets_++ > 0) {
      Report(place_, "table.map.targets", "more than one target: a lookup needs exactly one");
      return;
    }
    row_.target = target_.target;
    row_.display = target_.display;
  }

  // The system of a group may stand after its elements, so rows wait for its end.
  void EndGroup() {
    for (auto& [row, place] : pending_) {
      row.system = row.target.empty() ? std::string() : system_;
      row.line = Place(place).first;
      if (row.source.empty()) {
        Report(place, "table.map.source", "an element without code");
      } else if (const Row* former = table_.Find(row.source)) {
        Report(place, "table.map.duplicate",
               "this code has a row already, in line " + std::to_string(former->line));
      } else {
        table_.Add(std::move(row));
      }
    }
    pending_.clear();
  }

  // Line and column, from 1, of the character read last before `count`.
  [[nodiscard]] std::pair<int, int> Place(std::size_t count) const {
    int line = 1;
    int column = 1;
    for (std::size_t i = 0; i + 1 < count && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        column = 1;
      } else if (StartsCharacter(text_[i])) {
        ++column;
      }
    }
    return {line, column};
  }

  void Report(std::size_t count, std::string code, std::string message) {
    failed_ = true;
    const auto [line, column] = Place(count);
    std::size_t start = count == 0 ? 0 : std::min(count - 1, text_.size());
    start = start == 0 ? 0 : text_.rfind('\n', start - 1) + 1;  // npos + 1 is 0
    const std::string source(text_.substr(start, text_.find('\n', start) - start));
    AddFault(faults_, {Fault::Severity::kError, file_, line, column, std::move(code),
                       std::move(message), Visible(source)});
  }

  std::string_view text_;
  const std::string& file_;  // these five outlive the handler: arguments of ReadConceptMap
  const std::size_t& count_;
  Table& table_;
  std::vector<Fault>& faults_;
  std::vector<std::string> keys_;
  std::vector<std::string> objects_;
  std::string type_;
  std::string system_;
  std::string equivalence_;
  Row row_;
  Row target_;
  std::size_t place_ = 0;
  int targets_ = 0;
  bool failed_ = false;
  std::vector<std::pair<Row, std::size_t>> pending_;
};

}  // namespace

void ReadConceptMap(std::string_view text, const std::string& file, Table& table,
                    std::vector<Fault>& faults) {
  std::size_t count = 0;
  MapHandler handler(text, file, count, table, faults);
  const CountingIterator first(text.data(), &count);
  const CountingIterator last(text.data() + text.size(), &count);
  if (Json::sax_parse(first, last, &handler)) handler.Finish();
}

}  // namespace wardbridge::mapping
