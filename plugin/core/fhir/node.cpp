#include "core/fhir/node.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace wardbridge::fhir {

struct Node::Value {
  enum class Kind : std::uint8_t { kNull, kObject, kArray, kString, kNumber, kBoolean };
  Kind kind = Kind::kNull;
  bool boolean = false;
  std::string text;               // of a string its value, of a number its digits
  std::vector<std::string> keys;  // of an object, beside `items`
  std::vector<Value> items;       // of an object or array
};

// Builds the tree from nlohmann's events, because only events show a number's own digits and
// repeated keys. Owns nothing: `root` outlives it. One parse, one thread.
class Node::Builder {
 public:
  using Json = nlohmann::json;

  explicit Builder(Value& root) : root_(root) {}

  [[nodiscard]] const std::string& Fault() const { return fault_; }

  // The names below are the library's.
  // NOLINTBEGIN(readability-identifier-naming)
  bool null() {
    Add({});
    return true;
  }
  bool boolean(bool value) {
    Value added{Value::Kind::kBoolean, value, {}, {}, {}};
    Add(std::move(added));
    return true;
  }
  // Only texts with a minus come here, so a zero was written "-0".
  bool number_integer(Json::number_integer_t value) {
    return AddNumber(value == 0 ? "-0" : std::to_string(value));
  }
  bool number_unsigned(Json::number_unsigned_t value) { return AddNumber(std::to_string(value)); }
  bool number_float(Json::number_float_t, const std::string& digits) { return AddNumber(digits); }
  bool string(std::string& text) {
    Add({Value::Kind::kString, false, std::move(text), {}, {}});
    return true;
  }
  bool binary(Json::binary_t&) { return false; }  // not in JSON
  bool start_object(std::size_t) { return Open(Value::Kind::kObject); }
  bool key(std::string& name) {
    open_.back()->keys.push_back(std::move(name));
    return true;
  }
  bool end_object() {
    const bool distinct = KeysDiffer(*open_.back());
    open_.pop_back();
    return distinct || Refuse("an object has the same key twice");
  }
  bool start_array(std::size_t) { return Open(Value::Kind::kArray); }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  // The library's own text may quote the document, so only the place is kept.
  bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
    return Refuse("not JSON at byte " + std::to_string(position));
  }
  // NOLINTEND(readability-identifier-naming)

 private:
  static constexpr std::size_t kMaxDepth = 64;

  bool Refuse(std::string fault) {
    fault_ = std::move(fault);
    return false;
  }

  // While a container is open nothing is added beside it, so pointers to open containers stay good.
  Value* Add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    open_.back()->items.push_back(std::move(value));
    return &open_.back()->items.back();
  }

  bool AddNumber(std::string digits) {
    Add({Value::Kind::kNumber, false, std::move(digits), {}, {}});
    return true;
  }

  bool Open(Value::Kind kind) {
    if (open_.size() == kMaxDepth) return Refuse("nested deeper than 64");
    open_.push_back(Add({kind, false, {}, {}, {}}));
    return true;
  }

  static bool KeysDiffer(const Value& object) {
    std::vector<std::string_view> keys(object.keys.begin(), object.keys.end());
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) == keys.end();
  }

  Value& root_;               // outlives this Builder, see the class comment
  std::vector<Value*> open_;  // from the root inwards
  std::string fault_;
};

Result<Node> Node::Parse(std::string_view json) {
  // JSON has no byte 0, and the parser would take it for the end of the text.
  if (const std::size_t zero = json.find('\0'); zero != std::string_view::npos) {
    return Error{Code::kMalformed, "JSON", "a byte 0 at byte " + std::to_string(zero)};
  }
  const auto root = std::make_shared<Value>();
  Builder builder(*root);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) {
    return Error{Code::kMalformed, "JSON", builder.Fault()};
  }
  return Node(root, root.get());
}

bool Node::IsObject() const { return value_ && value_->kind == Value::Kind::kObject; }
bool Node::IsArray() const { return value_ && value_->kind == Value::Kind::kArray; }
bool Node::IsString() const { return value_ && value_->kind == Value::Kind::kString; }
bool Node::IsNumber() const { return value_ && value_->kind == Value::Kind::kNumber; }
bool Node::IsBoolean() const { return value_ && value_->kind == Value::Kind::kBoolean; }

bool Node::IsInteger() const {
  return IsNumber() && value_->text.find_first_of(".eE") == std::string::npos;
}

Node Node::operator[](std::string_view key) const {
  if (!IsObject()) return {};
  for (std::size_t i = 0; i < value_->keys.size(); ++i) {
    if (value_->keys[i] == key) return {value_, &value_->items[i]};
  }
  return {};
}

Node Node::At(std::size_t index) const {
  if (!IsArray() || index >= value_->items.size()) return {};
  return {value_, &value_->items[index]};
}

std::size_t Node::Size() const { return value_ ? value_->items.size() : 0; }

std::vector<Node> Node::Items() const {
  std::vector<Node> items;
  if (!IsArray()) return items;
  items.reserve(value_->items.size());
  for (const Value& item : value_->items) items.push_back(Node(value_, &item));
  return items;
}

std::vector<std::string> Node::Keys() const {
  return IsObject() ? value_->keys : std::vector<std::string>{};
}

std::string_view Node::KeyAt(std::size_t index) const {
  if (!IsObject() || index >= value_->keys.size()) return {};
  return value_->keys[index];
}

Node Node::ValueAt(std::size_t index) const {
  if (!IsObject() || index >= value_->items.size()) return {};
  return {value_, &value_->items[index]};
}

std::string_view Node::View() const {
  return IsString() ? std::string_view(value_->text) : std::string_view{};
}

std::string Node::Text() const { return IsString() ? value_->text : std::string{}; }

std::optional<long long> Node::Integer() const {
  if (!IsInteger()) return std::nullopt;
  const std::string& digits = value_->text;
  long long value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string Node::NumberText() const { return IsNumber() ? value_->text : std::string{}; }

std::optional<bool> Node::Boolean() const {
  if (!IsBoolean()) return std::nullopt;
  return value_->boolean;
}

}  // namespace wardbridge::fhir
