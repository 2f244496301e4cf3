// Walks the characters of a formula; the ground the parser stands on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "core/mapping/formula.h"

namespace wardbridge::mapping {

// A letter of a word in a formula, where an underscore is one.
inline bool IsWordLetter(char c) { return IsLetter(c) || c == '_'; }
inline bool IsWordPart(char c) { return IsWordLetter(c) || IsDigit(c) || c == '-'; }

// A place in a text, which must outlive it. Only the first fault counts.
class Cursor {
 public:
  Cursor(std::string_view text, SyntaxFault& fault) : text_(text), fault_(fault) {}

 protected:
  [[nodiscard]] char Peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void SkipBlanks() {
    while (Peek() == ' ' || Peek() == '\t' || Peek() == '\n' || Peek() == '\r') ++at_;
  }

  // Only the first fault counts; afterwards the parser runs to the end of the text.
  void Fail(std::string text) {
    if (!failed_) fault_ = {at_, std::move(text)};
    failed_ = true;
    at_ = text_.size();
  }

  bool Take(char c) {
    SkipBlanks();
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  void Expect(char c) {
    if (!Take(c)) Fail(std::string("'") + c + "' is wanted here");
  }

  bool TakeWord(std::string_view word) {
    SkipBlanks();
    if (text_.substr(at_, word.size()) != word || IsWordPart(Peek(word.size()))) return false;
    at_ += word.size();
    return true;
  }

  // "4", "4.1", "4.1.2": what follows is read into `parts`.
  void ParseParts(std::vector<std::size_t>& parts) {
    do {
      parts.push_back(ParseCount());
    } while (!failed_ && Peek() == '.' && IsDigit(Peek(1)) && ++at_ > 0);
  }

  std::size_t ParseCount() {
    const std::size_t start = at_;
    while (IsDigit(Peek())) ++at_;
    const auto number = ParseDigits(text_.substr(start, at_ - start));
    if (!number || *number == 0 || *number > 9999) {
      at_ = start;
      Fail("a number from 1 is wanted here");
      return 1;
    }
    return static_cast<std::size_t>(*number);
  }

  std::string_view text_;  // both outlive the cursor, see above
  SyntaxFault& fault_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace wardbridge::mapping
