#include "core/mapping/formula.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/formula_cursor.h"
#include "core/mapping/segments.h"

namespace wardbridge::mapping {
namespace {

constexpr std::size_t kMaxSize = 4096;
constexpr int kMaxDepth = 32;

// "PID", "PID-7", "ZU1-3": a segment, or a segment and a field.
bool IsPathWord(std::string_view word) {
  if (word.size() < 3 || !IsUpper(word[0])) return false;
  if (!(IsUpper(word[1]) || IsDigit(word[1])) || !(IsUpper(word[2]) || IsDigit(word[2])))
    return false;
  if (word.size() == 3) return true;
  return word.size() > 4 && word[3] == '-' &&
         std::all_of(word.begin() + 4, word.end(), [](char c) { return IsDigit(c); });
}

class Parser : private Cursor {
 public:
  using Cursor::Cursor;

  std::optional<Ast> Parse() {
    Ast ast = ParseOr();
    SkipBlanks();
    if (!failed_ && at_ < text_.size()) Fail("something is left over here");
    if (failed_) return std::nullopt;
    return ast;
  }

 private:
  // Counts how deep the parser stands, for as long as it lives.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxDepth) parser_.Fail("nested too deep");
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Parser& parser_;
  };

  [[nodiscard]] Ast Make(Ast::Kind kind, std::size_t offset, std::vector<Ast> args = {}) const {
    Ast ast;
    ast.kind = kind;
    ast.offset = offset;
    ast.size = at_ - offset;
    ast.args = std::move(args);
    return ast;
  }

  template <typename Next>
  Ast ParseList(Ast::Kind kind, std::string_view word, Next next) {
    SkipBlanks();
    const std::size_t start = at_;
    Ast first = next();
    if (!TakeWord(word)) return first;
    std::vector<Ast> args;
    args.push_back(std::move(first));
    do {
      args.push_back(next());
    } while (!failed_ && TakeWord(word));
    return Make(kind, start, std::move(args));
  }

  Ast ParseOr() {
    const Deeper deeper(*this);
    return ParseList(Ast::Kind::kOr, "or", [this] { return ParseAnd(); });
  }

  Ast ParseAnd() {
    return ParseList(Ast::Kind::kAnd, "and", [this] { return ParseNot(); });
  }

  Ast ParseNot() {
    SkipBlanks();
    const std::size_t start = at_;
    if (!TakeWord("not")) return ParseCompare();
    const Deeper deeper(*this);
    std::vector<Ast> args;
    args.push_back(failed_ ? Ast{} : ParseNot());
    return Make(Ast::Kind::kNot, start, std::move(args));
  }

  Ast ParseCompare() {
    SkipBlanks();
    const std::size_t start = at_;
    Ast left = ParseSum();
    if (TakeWord("in")) return ParseIn(std::move(left), start);
    Ast::Kind kind = Ast::Kind::kEqual;
    if (Take('=')) {
      kind = Ast::Kind::kEqual;
    } else if (Peek() == '!' && Peek(1) == '=') {
      at_ += 2;
      kind = Ast::Kind::kUnequal;
    } else if (Take('~')) {
      kind = Ast::Kind::kMatches;
    } else {
      return left;
    }
    std::vector<Ast> args;
    args.push_back(std::move(left));
    args.push_back(ParseSum());
    return Make(kind, start, std::move(args));
  }

  Ast ParseIn(Ast left, std::size_t start) {
    std::vector<Ast> args;
    args.push_back(std::move(left));
    Expect('(');
    do {
      SkipBlanks();
      if (Peek() != '"' && !IsDigit(Peek())) Fail("a text is wanted here: in (\"A\", \"B\")");
      args.push_back(ParsePrimary());
    } while (!failed_ && Take(','));
    Expect(')');
    return Make(Ast::Kind::kIn, start, std::move(args));
  }

  Ast ParseSum() {
    SkipBlanks();
    const std::size_t start = at_;
    Ast first = ParsePrimary();
    if (!Take('+')) return first;
    std::vector<Ast> args;
    args.push_back(std::move(first));
    do {
      args.push_back(ParsePrimary());
    } while (!failed_ && Take('+'));
    return Make(Ast::Kind::kPlus, start, std::move(args));
  }

  Ast ParsePrimary() {
    SkipBlanks();
    const char c = Peek();
    if (c == '"') return ParseText();
    if (IsDigit(c) || (c == '-' && IsDigit(Peek(1)))) return ParseNumber();
    if (c == '.') return ParseRelative();
    if (c == '$') return ParseParameter();
    if (IsWordLetter(c)) return ParseWord();
    if (Take('(')) {
      Ast inner = ParseOr();
      Expect(')');
      return inner;
    }
    Fail(c == '\0' ? "the formula ends too early" : "a value is wanted here");
    return {};
  }

  Ast ParseText() {
    const std::size_t start = at_++;
    std::string text;
    while (at_ < text_.size() && Peek() != '"') {
      if (Peek() == '\\' && (Peek(1) == '"' || Peek(1) == '\\')) ++at_;
      text.push_back(text_[at_++]);
    }
    if (Peek() != '"') {
      at_ = start;
      Fail("this text has no closing quotation mark");
      return {};
    }
    ++at_;
    Ast ast = Make(Ast::Kind::kText, start);
    ast.text = std::move(text);
    return ast;
  }

  Ast ParseNumber() {
    const std::size_t start = at_;
    if (selector_depth_ > 0 && Peek() != '-') {
      Ast ast;
      ParseParts(ast.path.parts);
      Ast place = Make(Ast::Kind::kPlace, start);
      place.path = std::move(ast.path);
      place.path.relative = true;
      return place;
    }
    ++at_;
    while (IsDigit(Peek())) ++at_;
    if (Peek() == '.' && IsDigit(Peek(1))) {
      ++at_;
      while (IsDigit(Peek())) ++at_;
    }
    Ast ast = Make(Ast::Kind::kNumber, start);
    ast.text = text_.substr(start, at_ - start);
    const std::size_t first = ast.text[0] == '-' ? 1 : 0;
    if (ast.text[first] == '0' && ast.text.size() > first + 1 && ast.text[first + 1] != '.') {
      at_ = start;
      Fail("a number with a leading zero; for a code write it in quotes");
    }
    return ast;
  }

  Ast ParseRelative() {
    const std::size_t start = at_++;
    Path path;
    path.relative = true;
    if (IsDigit(Peek())) ParseParts(path.parts);
    if (path.parts.empty() && IsStep()) ParseSteps(path);
    return MakePath(start, std::move(path));
  }

  [[nodiscard]] Ast MakePath(std::size_t start, Path path) const {
    Ast ast = Make(Ast::Kind::kPath, start);
    ast.text = text_.substr(start, at_ - start);
    ast.path = std::move(path);
    return ast;
  }

  bool IsStep() {
    const std::size_t before = at_;
    const bool step = Take('>');
    at_ = before;
    return step;
  }

  // { "> SEG[sel]" } and then the field, if one is named.
  void ParseSteps(Path& path) {
    while (!failed_ && path.field == 0 && IsStep()) {
      Take('>');
      SkipBlanks();
      ParseSegment(path);
    }
  }

  // "SEG", "SEG[sel]", "SEG-3", "SEG[sel]-3[sel].1.2"
  void ParseSegment(Path& path) {
    const std::size_t start = at_;
    for (int i = 0; i < 3; ++i) {
      if (IsUpper(Peek()) || (i > 0 && IsDigit(Peek()))) ++at_;
    }
    if (at_ - start != 3) return Fail("a segment is wanted here, such as OBX");
    SegmentStep step{std::string(text_.substr(start, 3)), {}, start};
    step.selector = ParseSelector();
    path.steps.push_back(std::move(step));
    if (Peek() != '-' || !IsDigit(Peek(1))) return;
    ++at_;
    path.field = ParseCount();
    path.repetition = ParseSelector();
    if (Peek() == '.' && IsDigit(Peek(1))) {
      ++at_;
      ParseParts(path.parts);
    }
  }

  Selector ParseSelector() {
    Selector selector;
    selector.offset = at_;
    if (failed_ || Peek() != '[') return selector;
    ++at_;
    const std::size_t inside = at_;
    if (Take('*')) {
      selector.kind = Selector::Kind::kAll;
    } else if (TakeWord("first")) {
      selector.kind = Selector::Kind::kFirst;
    } else if (TakeWord("last")) {
      selector.kind = Selector::Kind::kLast;
    } else if (!TakeNumberSelector(selector)) {
      at_ = inside;
      ++selector_depth_;
      selector.predicate = std::make_shared<const Ast>(ParseOr());
      --selector_depth_;
      selector.kind = Selector::Kind::kPredicate;
    }
    Expect(']');
    return selector;
  }

  bool TakeNumberSelector(Selector& selector) {
    SkipBlanks();
    if (!IsDigit(Peek())) return false;
    std::size_t end = at_;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    while (end < text_.size() && text_[end] == ' ') ++end;
    if (end >= text_.size() || text_[end] != ']') return false;
    selector.number = ParseCount();
    selector.kind = Selector::Kind::kNumber;
    SkipBlanks();
    return true;
  }

  Ast ParseWord() {
    const std::size_t start = at_;
    while (IsWordPart(Peek())) ++at_;
    std::string word(text_.substr(start, at_ - start));
    if (word == "event" && Peek() == '(') return ParseEvent(start);
    if (Peek() == '(') return ParseCall(start, std::move(word));
    if (IsPathWord(word)) {
      at_ = start;
      Path path;
      ParseSegment(path);
      ParseSteps(path);
      return MakePath(start, std::move(path));
    }
    if (word == "or" || word == "and" || word == "not" || word == "in") {
      at_ = start;
      Fail("a value is wanted before '" + word + "'");
    }
    while (Peek() == '.' && IsWordLetter(Peek(1))) {
      ++at_;
      while (IsWordPart(Peek())) ++at_;
    }
    const bool truth = word == "true" || word == "false";
    Ast ast = Make(truth ? Ast::Kind::kBoolean : Ast::Kind::kName, start);
    ast.text = text_.substr(start, at_ - start);
    return ast;
  }

  Ast ParseEvent(std::size_t start) {
    Path path;
    Expect('(');
    SkipBlanks();
    const std::size_t name = at_;
    while (IsWordPart(Peek())) ++at_;
    path.event = text_.substr(name, at_ - name);
    if (path.event.size() != 3) {
      at_ = name;
      Fail("an event is wanted here, such as A03");
    }
    Expect(')');
    if (Peek() != '.') Fail("a path is wanted after event(...): event(A03).PV1-45");
    if (!failed_) {
      ++at_;
      ParseSegment(path);
      ParseSteps(path);
    }
    return MakePath(start, std::move(path));
  }

  Ast ParseParameter() {
    const std::size_t start = at_++;
    while (IsWordPart(Peek())) ++at_;
    Ast ast = Make(Ast::Kind::kParameter, start);
    ast.text = text_.substr(start + 1, at_ - start - 1);
    if (ast.text.empty()) Fail("the name of a parameter is wanted here, such as $code");
    return ast;
  }

  Ast ParseCall(std::size_t start, std::string word) {
    std::vector<Ast> args;
    Expect('(');
    if (!Take(')')) {
      do {
        args.push_back(ParseOr());
      } while (!failed_ && Take(','));
      Expect(')');
    }
    Ast ast = Make(Ast::Kind::kCall, start, std::move(args));
    ast.text = std::move(word);
    return ast;
  }

  int depth_ = 0;
  int selector_depth_ = 0;
};

}  // namespace

std::optional<Ast> ParseFormula(std::string_view text, SyntaxFault& fault) {
  if (text.size() > kMaxSize) {
    fault = {0, "longer than 4096 characters"};
    return std::nullopt;
  }
  return Parser(text, fault).Parse();
}

bool LooksLikePath(std::string_view text) {
  if (text.size() < 5 || !IsSegmentId(text.substr(0, 3))) return false;
  SyntaxFault fault;
  const std::optional<Ast> ast = ParseFormula(text, fault);
  return ast && ast->kind == Ast::Kind::kPath && ast->path.field > 0;
}

}  // namespace wardbridge::mapping
