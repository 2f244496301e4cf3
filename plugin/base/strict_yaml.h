// The YAML subset that people write for Wardbridge: maps, lists and text, nothing else. Anchors,
// aliases, tags, merge keys and duplicate keys are errors; every scalar stays text, so NO is not
// false. Depth and size are capped.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.h"

namespace wardbridge {

// One node with its place. Owns its children. A value: safe to share between threads once nobody
// edits it any more.
class YamlNode {
 public:
  enum class Kind { kMissing, kScalar, kList, kMap };

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool IsScalar() const { return kind_ == Kind::kScalar; }
  [[nodiscard]] bool IsList() const { return kind_ == Kind::kList; }
  [[nodiscard]] bool IsMap() const { return kind_ == Kind::kMap; }
  explicit operator bool() const { return kind_ != Kind::kMissing; }

  // The text of a scalar; an empty value ("key:") is the empty text. "" for lists and maps.
  [[nodiscard]] const std::string& Text() const { return text_; }
  // The items of a list, in order. Empty for others.
  [[nodiscard]] const std::vector<YamlNode>& Items() const { return items_; }
  // The entries of a map in the order of the file: key node (a scalar) and value. Empty for others.
  [[nodiscard]] const std::vector<std::pair<YamlNode, YamlNode>>& Entries() const {
    return entries_;
  }
  // The value under `key`, or a node of kind kMissing.
  [[nodiscard]] const YamlNode& operator[](std::string_view key) const;

  // Where it begins: file as given, line and column from 1.
  [[nodiscard]] const std::string& File() const;
  [[nodiscard]] int Line() const { return line_; }
  [[nodiscard]] int Column() const { return column_; }
  // As it is written, from its first byte to the end of its first line. "" where that is not known.
  [[nodiscard]] std::string_view Written() const;

  // For who edits a tree of his own (an overlay over a pack): what is put in keeps the place it was
  // read from.
  [[nodiscard]] YamlNode* Child(std::string_view key);  // of a map; null when there is none
  [[nodiscard]] std::vector<YamlNode>& Items() { return items_; }
  // Gives the map this entry, in the place of a former one with that key or at the end.
  void Put(YamlNode key, YamlNode value);
  void Remove(std::string_view key);
  // A new text, or an empty map, at the place of `node`.
  [[nodiscard]] static YamlNode TextAt(const YamlNode& node, std::string text);
  [[nodiscard]] static YamlNode MapAt(const YamlNode& node);

  // A Fault at this node, `column_offset` characters to the right of where it begins (for places
  // inside a scalar). Control characters are not repeated in it. Of a long line it holds what
  // stands around its place.
  [[nodiscard]] Fault MakeFault(std::string code, std::string text,
                                Fault::Severity severity = Fault::Severity::kError,
                                int column_offset = 0) const;

 private:
  friend class YamlReader;
  struct Source {
    std::string file;
    std::vector<std::string> lines;
  };
  [[nodiscard]] const std::string* SourceLine() const;
  void CutSource(const std::string& line, Fault& fault) const;

  Kind kind_ = Kind::kMissing;
  std::string text_;
  std::vector<YamlNode> items_;
  std::vector<std::pair<YamlNode, YamlNode>> entries_;
  int line_ = 0;
  int column_ = 0;
  std::size_t byte_ = 0;  // of its beginning in its line, from 0
  std::shared_ptr<const Source> source_;
};

struct YamlLimits {
  std::size_t size_bytes = 4U << 20U;
  int depth = 40;
};

// Reads `text` of `file` (a name for messages only). Faults are appended to `faults`; with an error
// among them the returned tree may be incomplete. An empty text is an empty map. A key has at most
// 1 KiB. Takes time and memory in proportion to the text, whatever its lines and faults. Codes:
// yaml.syntax, yaml.anchor, yaml.tag, yaml.duplicate-key, yaml.key, yaml.depth, yaml.size,
// yaml.encoding, yaml.documents.
[[nodiscard]] YamlNode ReadYaml(std::string_view text, std::string file, std::vector<Fault>& faults,
                                const YamlLimits& limits = {});

}  // namespace wardbridge
