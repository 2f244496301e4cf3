// Reads sections of the configuration tree: unknown keys, types, ranges and secrets, each fault at
// its place.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "base/timestamp.h"
#include "engine/config.h"
#include "engine/config_keys.h"

namespace wardbridge::engine {

// A map of the file together with its path for people: "feeds.pas". The node must outlive the
// Section.
struct Section {
  const YamlNode& node;
  std::string path;

  // "feeds.pas.charset"
  [[nodiscard]] std::string At(std::string_view key) const {
    return path.empty() ? std::string(key) : path + "." + std::string(key);
  }
};

template <typename T>
using Words = std::initializer_list<std::pair<std::string_view, T>>;

// One pass over one configuration. Not thread-safe. `lookup`, `faults` and `notes` must outlive the
// reader. What is asked of it is noted in `notes`, when there are any.
//
// Every Take... puts the value of a key into `into` and returns true; a missing key leaves the
// default and returns false, a faulty one too, with a Fault. Faults quote what stands in the file,
// never what a secret expands to. `kind` is the reference's word for the form of a value that the
// caller looks at further.
class ConfigReader {
 public:
  ConfigReader(std::filesystem::path folder, const Lookup& lookup, std::vector<Fault>& faults,
               KeyNotes* notes = nullptr)
      : folder_(std::move(folder)), lookup_(lookup), faults_(faults), notes_(notes) {}

  // Whether the section is a map. Keys not among `known` are faults, those of `later` with a text
  // of their own.
  bool Open(const Section& section, const std::vector<std::string>& known,
            const std::vector<std::string>& later = {});
  // Whether the section is a map of names that the user chose; `what` says of what: "names and
  // settings".
  bool OpenNames(const Section& section, std::string_view what);

  // A fault when `key` is missing.
  void Require(const Section& section, std::string_view key);

  bool TakeText(const Section& section, std::string_view key, std::string& into,
                std::string_view kind = "text");
  bool TakeBool(const Section& section, std::string_view key, bool& into);
  bool TakeInteger(const Section& section, std::string_view key, long long least, long long most,
                   long long& into);
  bool TakeDuration(const Section& section, std::string_view key, Millis least, Millis most,
                    Millis& into);
  bool TakeSize(const Section& section, std::string_view key, std::size_t least, std::size_t most,
                std::size_t& into);
  // A path, made absolute against the folder of the configuration.
  bool TakePath(const Section& section, std::string_view key, std::string& into);
  // A PEM text: a file that holds it ("tls/ca.pem", with "file:" before it or not), or a variable
  // that does.
  bool TakePem(const Section& section, std::string_view key, std::string& into);
  // As TakeText; a value that stands in the configuration itself is a fault.
  bool TakeSecret(const Section& section, std::string_view key, std::string& into);
  // A list of texts; a single text counts as a list of one.
  bool TakeList(const Section& section, std::string_view key, std::vector<std::string>& into,
                std::string_view kind = "list");
  template <typename T>
  bool TakeWord(const Section& section, std::string_view key, Words<T> words, T& into);

  // The text of a scalar with its secrets put in. Nothing, with a Fault, when it is none, is empty
  // or a secret is missing.
  [[nodiscard]] std::optional<std::string> Text(const YamlNode& node, const std::string& path);

  // `value` of `node`, a text or a list of texts, in quotes for a fault; what came in from a
  // variable or a file is not repeated.
  [[nodiscard]] static std::string Quoted(const YamlNode& node, std::string_view value);

  // Notes a key that the caller reads without a Take...
  void Note(const Section& section, std::string_view key, std::string kind,
            std::string fallback = {});

  // `path` as it stands or below the folder of the configuration.
  [[nodiscard]] std::string Resolve(const std::string& path) const;

  void Error(const YamlNode& node, std::string code, std::string text);
  void Warn(const YamlNode& node, std::string code, std::string text);
  [[nodiscard]] std::vector<Fault>& faults() { return faults_; }

 private:
  void UnknownWord(const YamlNode& node, const std::string& path,
                   const std::vector<std::string>& words);
  std::optional<std::string> Expand(const YamlNode& node, const std::string& path);
  std::optional<std::string> Variable(const YamlNode& node, const std::string& path,
                                      const std::string& name);
  std::optional<std::string> SecretFile(const YamlNode& node, const std::string& path,
                                        const std::string& file);

  std::filesystem::path folder_;
  const Lookup& lookup_;
  std::vector<Fault>& faults_;
  KeyNotes* notes_;  // may be null
};

template <typename T>
bool ConfigReader::TakeWord(const Section& section, std::string_view key, Words<T> words, T& into) {
  if (notes_ != nullptr) {
    std::string kind;
    std::string fallback;
    for (const auto& [word, value] : words) {
      kind.append(kind.empty() ? "word: " : ", ").append(word);
      if (value == into) fallback = word;
    }
    Note(section, key, std::move(kind), std::move(fallback));
  }
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const auto text = Text(node, section.At(key));
  if (!text) return false;
  std::vector<std::string> names;
  for (const auto& [word, value] : words) {
    if (word == *text) {
      into = value;
      return true;
    }
    names.emplace_back(word);
  }
  UnknownWord(node, section.At(key), names);
  return false;
}

}  // namespace wardbridge::engine
