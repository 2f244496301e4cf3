#include "core/fhir/xml_scan.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include "base/text.h"
#include "core/fhir/xml_text.h"

namespace wardbridge::fhir {
namespace {

constexpr std::size_t kMostOpen = 200;
constexpr std::size_t kMaxAttributes = 64;
constexpr std::string_view kBlanks = " \t\n\r";

bool StartsName(char c) { return IsLetter(c) || c == '_'; }
bool IsInName(char c) { return StartsName(c) || IsDigit(c) || c == '-' || c == '.'; }

// Whether a character reference may name this character (XML 1.0 section 2.2, Char).
bool IsXmlCharacter(std::uint32_t point) {
  if (point < 0x20U) return point == '\t' || point == '\n' || point == '\r';
  return point <= 0xD7FFU || (point >= 0xE000U && point <= 0xFFFDU) ||
         (point >= 0x10000U && point <= 0x10FFFFU);
}

// One pass over a document. Views of the text it is made with. One use, one thread.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  Result<> Document() {
    at_ = text_.size() - WithoutByteOrderMark(text_).size();
    bool is_good = Declaration() && Outside();
    if (is_good && AtEnd()) is_good = Refuse("there is no element");
    is_good = is_good && Tree() && Outside();
    if (is_good && !AtEnd()) is_good = Refuse("something stands behind the last element");
    if (is_good) return {};
    return Error{code_, Place(), fault_};
  }

 private:
  // The functions below take what they are named after; false after a fault.

  bool Refuse(const char* fault, Code code = Code::kMalformed) {
    fault_ = fault;
    code_ = code;
    return false;
  }

  [[nodiscard]] bool AtEnd() const { return at_ == text_.size(); }
  [[nodiscard]] bool Sees(std::string_view what) const {
    return text_.compare(at_, what.size(), what) == 0;
  }
  bool Take(std::string_view what) {
    if (!Sees(what)) return false;
    at_ += what.size();
    return true;
  }
  bool TakeBlanks() {
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
    return at_ > start;
  }

  // Characters up to `end`, which is taken too; `open` is the fault where it is not there.
  bool Until(std::string_view end, const char* open) {
    const std::size_t stop = text_.find(end, at_);
    if (stop == std::string_view::npos) return Refuse(open);
    if (!Characters(stop)) return false;
    at_ = stop + end.size();
    return true;
  }

  // Characters that XML can hold up to `stop`.
  bool Characters(std::size_t stop) {
    while (at_ < stop) {
      const std::size_t size = XmlCharacterSize(text_, at_);
      if (size == 0) return Refuse("a character that XML cannot hold, or broken UTF-8");
      at_ += size;
    }
    return true;
  }

  // "<?xml version="1.0" encoding="UTF-8"?>", where there is one. Only the encoding counts.
  bool Declaration() {
    if (!Sees("<?xml") || at_ + 5 >= text_.size() || IsInName(text_[at_ + 5])) return true;
    const std::size_t end = text_.find("?>", at_);
    if (end == std::string_view::npos) return Refuse("the XML declaration does not end");
    const std::string said = LowerAscii(text_.substr(at_, end - at_));
    const std::size_t encoding = said.find("encoding");
    if (encoding != std::string::npos) {
      const std::size_t start = said.find_first_of("\"'", encoding);
      const std::size_t stop =
          start == std::string::npos ? start : said.find(said[start], start + 1);
      if (stop == std::string::npos) return Refuse("the XML declaration has no encoding in quotes");
      const std::string name = said.substr(start + 1, stop - start - 1);
      if (name != "utf-8" && name != "us-ascii") {
        return Refuse("another encoding than UTF-8", Code::kUnsupported);
      }
    }
    return Until("?>", "the XML declaration does not end");
  }

  // Blanks, comments and processing instructions before and after the element.
  bool Outside() {
    while (true) {
      TakeBlanks();
      if (Sees("<!--") || Sees("<?")) {
        if (!Markup()) return false;
      } else if (Sees("<!")) {
        return Refuse("a document type definition is not taken", Code::kUnsupported);
      } else {
        return AtEnd() || Sees("<") || Refuse("text outside of an element");
      }
    }
  }

  // A comment or a processing instruction.
  bool Markup() {
    if (Take("<!--")) {
      if (!Until("--", "a comment does not end")) return false;
      return Take(">") || Refuse("two hyphens in a comment");
    }
    at_ += 2;
    std::string_view name;
    if (!Name(name)) return false;
    if (LowerAscii(name) == "xml") return Refuse("an XML declaration that is not at the start");
    return Until("?>", "a processing instruction does not end");
  }

  // The element and all within it.
  bool Tree() {
    if (!Tag()) return false;
    while (!open_.empty()) {
      if (AtEnd()) return Refuse("an element does not end");
      const bool taken = Sees("<") ? Inside() : CharacterData();
      if (!taken) return false;
    }
    return true;
  }

  // What begins with "<" inside of an element.
  bool Inside() {
    if (Sees("<!--") || Sees("<?")) return Markup();
    if (Take("<![CDATA[")) return Until("]]>", "a CDATA section does not end");
    if (Sees("<!")) return Refuse("a declaration inside of an element");
    if (!Take("</")) return Tag();
    std::string_view name;
    if (!Name(name)) return false;
    TakeBlanks();
    if (name != open_.back() || !Take(">")) return Refuse("an end tag that fits no start tag");
    open_.pop_back();
    return true;
  }

  bool Tag() {
    if (!Take("<")) return Refuse("no tag");
    std::string_view name;
    if (!Name(name)) return false;
    std::vector<std::string_view> attributes;
    while (true) {
      const bool is_apart = TakeBlanks();
      if (Take("/>")) return true;
      if (Take(">")) break;
      if (!is_apart) return Refuse("a tag does not end");
      if (!Attribute(attributes)) return false;
    }
    if (open_.size() == kMostOpen) {
      return Refuse("elements nested deeper than 200", Code::kUnsupported);
    }
    open_.push_back(name);
    return true;
  }

  bool Attribute(std::vector<std::string_view>& names) {
    std::string_view name;
    if (!Name(name)) return false;
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return Refuse("an element has the same attribute twice");
    }
    if (names.size() == kMaxAttributes) {
      return Refuse("an element has more than 64 attributes", Code::kUnsupported);
    }
    names.push_back(name);
    TakeBlanks();
    if (!Take("=")) return Refuse("an attribute without a value");
    TakeBlanks();
    if (!Sees("\"") && !Sees("'")) return Refuse("an attribute's value without quotes");
    const char quote = text_[at_++];
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) return Refuse("an attribute's value does not end");
    while (at_ < end) {
      if (text_[at_] == '<') return Refuse("a '<' in an attribute's value");
      if (!Character()) return false;
    }
    ++at_;
    return true;
  }

  bool CharacterData() {
    while (!AtEnd() && text_[at_] != '<') {
      if (Sees("]]>")) return Refuse("a ']]>' in text");
      if (!Character()) return false;
    }
    return true;
  }

  // One character, written as it is or as a reference.
  bool Character() {
    const char c = text_[at_];
    if (c == '&') return Reference();
    if (c >= ' ' && c < '\x7F') {  // most of them
      ++at_;
      return true;
    }
    const std::size_t size = XmlCharacterSize(text_, at_);
    if (size == 0) return Refuse("a character that XML cannot hold, or broken UTF-8");
    at_ += size;
    return true;
  }

  bool Reference() {
    for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
      if (Take(known)) return true;
    }
    if (!Sees("&#")) return Refuse("an entity that is none of XML's own five");
    const bool is_hexadecimal = Sees("&#x");
    const char* first = text_.data() + at_ + (is_hexadecimal ? 3 : 2);
    std::uint32_t point = 0;
    const auto [end, fault] =
        std::from_chars(std::min(first, text_.data() + text_.size()), text_.data() + text_.size(),
                        point, is_hexadecimal ? 16 : 10);
    const auto next = static_cast<std::size_t>(end - text_.data());
    if (fault != std::errc() || next >= text_.size() || text_[next] != ';' ||
        !IsXmlCharacter(point)) {
      return Refuse("a character reference that names no character of XML");
    }
    at_ = next + 1;
    return true;
  }

  // Letters, digits and the like, with one prefix at most (Namespaces in XML 1.0, QName).
  bool Name(std::string_view& name) {
    const std::size_t start = at_;
    if (!Part()) return Refuse("no name, or one that neither FHIR nor XHTML has");
    if (Take(":") && !Part()) return Refuse("a prefix without a name");
    name = text_.substr(start, at_ - start);
    return true;
  }

  bool Part() {
    if (AtEnd() || !StartsName(text_[at_])) return false;
    while (!AtEnd() && IsInName(text_[at_])) ++at_;
    return true;
  }

  [[nodiscard]] std::string Place() const {
    const std::string_view before = text_.substr(0, at_);
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return "line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n')) +
           ", column " + std::to_string(1 + before.size() - line_start);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string_view> open_;  // names of the elements around `at_`
  const char* fault_ = "";
  Code code_ = Code::kMalformed;
};

}  // namespace

Result<> CheckXml(std::string_view xml) { return Scan(xml).Document(); }

}  // namespace wardbridge::fhir
