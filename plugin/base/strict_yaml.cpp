#include "base/strict_yaml.h"

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "base/text.h"

namespace wardbridge {
namespace {

constexpr std::size_t kLongestKey = 1024;
// Of a line: so many characters before the place of a fault, and so many from it on.
constexpr int kBefore = 100;
constexpr int kAfter = 100;

}  // namespace

const YamlNode& YamlNode::operator[](std::string_view key) const {
  static const YamlNode kNone;
  for (const auto& [name, value] : entries_) {
    if (name.text_ == key) return value;
  }
  return kNone;
}

const std::string& YamlNode::File() const {
  static const std::string kNone;
  return source_ ? source_->file : kNone;
}

YamlNode* YamlNode::Child(std::string_view key) {
  for (auto& [name, value] : entries_) {
    if (name.text_ == key) return &value;
  }
  return nullptr;
}

void YamlNode::Put(YamlNode key, YamlNode value) {
  for (auto& entry : entries_) {
    if (entry.first.text_ != key.text_) continue;
    entry = {std::move(key), std::move(value)};
    return;
  }
  entries_.emplace_back(std::move(key), std::move(value));
}

void YamlNode::Remove(std::string_view key) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first.text_ == key; });
}

YamlNode YamlNode::TextAt(const YamlNode& node, std::string text) {
  YamlNode made;
  made.kind_ = Kind::kScalar;
  made.text_ = std::move(text);
  made.line_ = node.line_;
  made.column_ = node.column_;
  made.byte_ = node.byte_;
  made.source_ = node.source_;
  return made;
}

YamlNode YamlNode::MapAt(const YamlNode& node) {
  YamlNode made = TextAt(node, {});
  made.kind_ = Kind::kMap;
  return made;
}

const std::string* YamlNode::SourceLine() const {
  if (!source_ || line_ < 1 || static_cast<std::size_t>(line_) > source_->lines.size()) {
    return nullptr;
  }
  return &source_->lines[static_cast<std::size_t>(line_) - 1];
}

std::string_view YamlNode::Written() const {
  const std::string* line = SourceLine();
  return line != nullptr && byte_ < line->size() ? std::string_view(*line).substr(byte_)
                                                 : std::string_view();
}

// The line from kBefore characters before the fault to kAfter behind it. Only that part is looked
// at: a line may have a million faults.
void YamlNode::CutSource(const std::string& line, Fault& fault) const {
  const auto back = [&line](std::size_t& at) {
    do --at;
    while (at > 0 && !StartsCharacter(line[at]));
  };
  const auto forth = [&line](std::size_t& at) {
    do ++at;
    while (at < line.size() && !StartsCharacter(line[at]));
  };
  std::size_t place = std::min(byte_, line.size());
  int column = column_;
  for (; column < fault.column && place < line.size(); ++column) forth(place);
  std::size_t begin = place;
  int before = 0;
  for (; before < kBefore && begin > 0; ++before) back(begin);
  std::size_t end = place;
  for (int after = 0; after < kAfter && end < line.size(); ++after) forth(end);
  fault.source = Visible(line.substr(begin, end - begin));
  if (begin > 0) fault.source_from = column - before;
}

Fault YamlNode::MakeFault(std::string code, std::string text, Fault::Severity severity,
                          int column_offset) const {
  // A fault is one line, whatever a key was called; yaml-cpp quotes halves of characters.
  Fault fault{
      severity, File(), line_, column_ + column_offset, std::move(code), Visible(std::move(text)),
      {}};
  if (const std::string* line = SourceLine()) CutSource(*line, fault);
  return fault;
}

constexpr const char* kNoAlias = "aliases (*name) are not allowed; write it out";

// Builds the tree from yaml-cpp's events, because only events show anchors and tags.
class YamlReader final : public YAML::EventHandler {
 public:
  YamlReader(std::string_view text, std::string file, std::vector<Fault>& faults, int max_depth)
      : faults_(faults), max_depth_(max_depth) {
    auto source = std::make_shared<YamlNode::Source>();
    source->file = std::move(file);
    for (std::string_view line : Split(text, '\n')) {
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      source->lines.emplace_back(line);
    }
    source_ = std::move(source);
  }

  [[nodiscard]] YamlNode Take() { return std::move(root_); }

  [[nodiscard]] YamlNode At(const YAML::Mark& mark) const {
    YamlNode node;
    node.source_ = source_;
    node.line_ = mark.line + 1;
    node.column_ = CharactersBefore(mark) + 1;
    node.byte_ = static_cast<std::size_t>(std::max(mark.column, 0));
    return node;
  }

  // At the start of the file, as an empty map: what an empty file means.
  [[nodiscard]] YamlNode EmptyRoot() const {
    YamlNode node = At(YAML::Mark());
    node.line_ = 1;
    node.column_ = 1;
    node.kind_ = YamlNode::Kind::kMap;
    return node;
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node = At(mark);
    node.kind_ = YamlNode::Kind::kScalar;
    node.text_ = NullWord(node, mark);
    RefuseAnchor(node, anchor);
    // An absent value stands where its key does: the mark may be that of the next line.
    if (node.text_.empty() && !levels_.empty() && levels_.back().has_key) {
      node.line_ = levels_.back().key.line_;
      node.column_ = levels_.back().key.column_;
    }
    Add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlNode node = At(mark);
    node.kind_ = YamlNode::Kind::kScalar;
    Refuse(node, "yaml.anchor", kNoAlias);
    Add(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = At(mark);
    node.kind_ = YamlNode::Kind::kScalar;
    node.text_ = value;
    RefuseAnchor(node, anchor);
    RefuseTag(node, tag);
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { Close(); }

 private:
  struct Level {
    YamlNode node;
    YamlNode key;
    bool has_key = false;
    std::unordered_map<std::string, int> lines;  // of the keys so far
  };
  // A place up to which the characters of a line are counted.
  struct Counted {
    std::size_t line = 0;
    std::size_t bytes = 0;
    int tails = 0;  // bytes of a character behind its first
  };

  // The source from a mark to the end of its line. yaml-cpp counts bytes.
  [[nodiscard]] std::string_view RestOfLine(const YAML::Mark& mark) const {
    const auto line = static_cast<std::size_t>(mark.line);
    const auto column = static_cast<std::size_t>(mark.column);
    if (mark.line < 0 || line >= source_->lines.size()) return {};
    const std::string_view text = source_->lines[line];
    return column < text.size() ? text.substr(column) : std::string_view();
  }

  // Counts on from the place of the last call, which is near: marks go forward but for small steps.
  [[nodiscard]] int CharactersBefore(const YAML::Mark& mark) const {
    const auto number = static_cast<std::size_t>(std::max(mark.line, 0));
    if (mark.line < 0 || number >= source_->lines.size()) return mark.column;
    const std::string& line = source_->lines[number];
    const std::size_t wanted =
        std::min(static_cast<std::size_t>(std::max(mark.column, 0)), line.size());
    if (counted_.line != number) counted_ = {number, 0, 0};
    while (counted_.bytes < wanted)
      counted_.tails += StartsCharacter(line[counted_.bytes++]) ? 0 : 1;
    while (counted_.bytes > wanted)
      counted_.tails -= StartsCharacter(line[--counted_.bytes]) ? 0 : 1;
    return mark.column - counted_.tails;
  }

  // yaml-cpp reports the words for null and the absence of a value alike; here the words are text.
  // Of an absent value the mark is that of its key or of what stands next, which is followed by a
  // colon when it is a word.
  [[nodiscard]] std::string NullWord(const YamlNode& node, const YAML::Mark& mark) const {
    const bool is_value = !levels_.empty() && levels_.back().has_key;
    if (is_value && levels_.back().key.line_ == node.line_ &&
        levels_.back().key.column_ == node.column_) {
      return {};
    }
    const std::string_view rest = RestOfLine(mark);
    for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
      if (!rest.starts_with(word)) continue;
      const bool is_next_key = is_value && Trim(rest.substr(word.size())).starts_with(':');
      return is_next_key ? std::string() : std::string(word);
    }
    return {};
  }

  void RefuseAnchor(const YamlNode& node, YAML::anchor_t anchor) {
    if (anchor != 0) {
      Refuse(node, "yaml.anchor", "anchors (&name) are not allowed; write it out");
    }
  }

  void RefuseTag(const YamlNode& node, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      Refuse(node, "yaml.tag", "tags (!name) are not allowed; every value is text");
    }
  }

  void Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    YamlNode node = At(mark);
    node.kind_ = kind;
    RefuseAnchor(node, anchor);
    RefuseTag(node, tag);
    if (static_cast<int>(levels_.size()) == max_depth_) {
      Refuse(node, "yaml.depth", "nested deeper than " + std::to_string(max_depth_));
    }
    levels_.push_back({std::move(node), {}, false, {}});
  }

  void Close() {
    YamlNode node = std::move(levels_.back().node);
    levels_.pop_back();
    Add(std::move(node));
  }

  void Add(YamlNode node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind_ == YamlNode::Kind::kList) {
      level.node.items_.push_back(std::move(node));
    } else if (!level.has_key) {
      CheckKey(level, node);
      level.key = std::move(node);
      level.has_key = true;
    } else {
      level.node.entries_.emplace_back(std::move(level.key), std::move(node));
      level.has_key = false;
    }
  }

  // A key that is too long is cut: every path that names it stays short.
  void CheckKey(Level& level, YamlNode& key) {
    if (!key.IsScalar() || key.text_.empty()) {
      Refuse(key, "yaml.key", "a key must be a plain word");
      return;
    }
    if (key.text_.size() > kLongestKey) {
      key.text_.resize(kLongestKey);
      Refuse(key, "yaml.key", "a key has at most " + std::to_string(kLongestKey) + " bytes");
    } else if (key.text_ == "<<") {
      Refuse(key, "yaml.key", "merge keys (<<) are not allowed; write it out");
    }
    const auto [former, is_new] = level.lines.try_emplace(key.text_, key.line_);
    if (!is_new && key.text_ != "<<") {
      Refuse(
          key, "yaml.duplicate-key",
          "'" + key.text_ + "' stands here twice, first in line " + std::to_string(former->second));
    }
  }

  void Refuse(const YamlNode& node, std::string code, std::string text) {
    AddFault(faults_, node.MakeFault(std::move(code), std::move(text)));
  }

  std::vector<Fault>& faults_;  // outlives this reader: it belongs to the caller of ReadYaml
  int max_depth_;
  std::shared_ptr<const YamlNode::Source> source_;
  mutable Counted counted_;
  std::vector<Level> levels_;
  YamlNode root_;
};

namespace {

// Brackets and indents nest; yaml-cpp recurses on them, so they are bounded before it sees the
// text.
bool NestsTooDeep(std::string_view text, int depth) {
  int open = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++open;
    if ((c == ']' || c == '}') && open > 0) --open;
    if (open > depth * 8) return true;
  }
  return false;
}

}  // namespace

YamlNode ReadYaml(std::string_view text, std::string file, std::vector<Fault>& faults,
                  const YamlLimits& limits) {
  if (text.size() > limits.size_bytes) {
    AddFault(faults, FileFault(file, "yaml.size",
                               "larger than " + std::to_string(limits.size_bytes) + " bytes"));
    return {};
  }
  // yaml-cpp takes a text with a NUL among its first bytes for UTF-16 or UTF-32.
  if (!IsUtf8(text) || text.find('\0') != std::string_view::npos) {
    AddFault(faults, FileFault(file, "yaml.encoding", "not UTF-8"));
    return {};
  }
  if (NestsTooDeep(text, limits.depth)) {
    AddFault(faults, FileFault(file, "yaml.depth", "nested too deep"));
    return {};
  }
  text = WithoutByteOrderMark(text);
  YamlReader reader(text, file, faults, limits.depth);
  try {
    // yaml-cpp lets an open quote pass where the text ends with a line end, so a comment stands
    // behind it.
    std::istringstream stream{std::string(text) + (text.ends_with('\n') ? "#" : "")};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(reader)) return reader.EmptyRoot();
    YamlNode root = reader.Take();
    if (root.IsScalar() && root.Text().empty()) root = reader.EmptyRoot();
    YamlReader second(text, std::move(file), faults, limits.depth);
    if (parser.HandleNextDocument(second)) {
      AddFault(faults, second.Take().MakeFault("yaml.documents",
                                               "one document a file (a second --- begins here)"));
    }
    return root;
  } catch (const YAML::Exception& error) {
    const bool alias = error.msg.starts_with("the referenced anchor is not defined");
    const YamlNode at = reader.At(error.mark);
    AddFault(faults, alias ? at.MakeFault("yaml.anchor", kNoAlias)
                           : at.MakeFault("yaml.syntax", error.msg));
    return {};
  }
}

}  // namespace wardbridge
