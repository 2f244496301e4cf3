// Reading FHIR JSON without knowing the JSON library: for the check before sending and for tests.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wardbridge::fhir {

// A place in a parsed document, shared and immutable: cheap to copy, thread-safe. What is not there
// is a Node that is false; asking it for more gives false Nodes.
class Node {
 public:
  Node() = default;
  // Errors: kMalformed (not JSON, deeper than 64, duplicate keys).
  [[nodiscard]] static Result<Node> Parse(std::string_view json);

  explicit operator bool() const { return value_ != nullptr; }
  [[nodiscard]] bool IsObject() const;
  [[nodiscard]] bool IsArray() const;
  [[nodiscard]] bool IsString() const;
  [[nodiscard]] bool IsInteger() const;  // a JSON number without fraction or exponent
  [[nodiscard]] bool IsNumber() const;
  [[nodiscard]] bool IsBoolean() const;

  [[nodiscard]] Node operator[](std::string_view key) const;
  [[nodiscard]] Node At(std::size_t index) const;
  [[nodiscard]] std::size_t Size() const;               // of an array or object
  [[nodiscard]] std::vector<Node> Items() const;        // of an array; an absent one is empty
  [[nodiscard]] std::vector<std::string> Keys() const;  // of an object
  // The n-th entry of an object, without copying: "" and a false Node when there is none. Views
  // live as long as any Node of the document.
  [[nodiscard]] std::string_view KeyAt(std::size_t index) const;
  [[nodiscard]] Node ValueAt(std::size_t index) const;

  [[nodiscard]] std::string Text() const;  // of a string; "" otherwise
  [[nodiscard]] std::string_view View()
      const;  // Text() without copying; lives as long as any Node of the document
  [[nodiscard]] std::optional<long long> Integer() const;
  // The number's own digits as they stand in the document.
  [[nodiscard]] std::string NumberText() const;
  [[nodiscard]] std::optional<bool> Boolean() const;

 private:
  class Builder;
  struct Value;
  Node(const std::shared_ptr<const Value>& other, const Value* value) : value_(other, value) {}
  // Shares the whole tree, so that a Node that was moved from has neither.
  std::shared_ptr<const Value> value_;
};

}  // namespace wardbridge::fhir
