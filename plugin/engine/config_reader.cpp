#include "engine/config_reader.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "engine/config_files.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

constexpr std::string_view kFilePrefix = "file:";
constexpr std::size_t kSecretBytes = 64U << 10U;
constexpr std::size_t kPemBytes = 1U << 20U;  // a bundle of authorities

bool IsVariableName(std::string_view name) {
  if (name.empty() || IsDigit(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '_'; });
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string Suggestion(std::string_view word, const std::vector<std::string>& words) {
  const std::string near = DidYouMean(word, words);
  return near.empty() ? std::string() : "; did you mean '" + near + "'?";
}

}  // namespace

bool ConfigReader::Open(const Section& section, const std::vector<std::string>& known,
                        const std::vector<std::string>& later) {
  if (notes_ != nullptr) {
    notes_->Read(section.path, "map", "");
    for (const std::string& key : known) notes_->List(section.At(key));
    for (const std::string& key : later) notes_->Refuse(section.At(key));
  }
  const std::string name = section.path.empty() ? "the configuration" : section.path;
  if (!section.node.IsMap()) {
    Error(section.node, "config.value.type", name + " must be a map of keys and values");
    return false;
  }
  for (const auto& [key, value] : section.node.Entries()) {
    const std::string& word = key.Text();
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    if (std::find(later.begin(), later.end(), word) != later.end()) {
      Error(key, "config.key.later", "this version does not have '" + section.At(word) + "'");
      continue;
    }
    std::string text = "unknown key '" + word;
    text.append("' in ").append(name).append(Suggestion(word, known));
    Error(key, "config.key.unknown", text);
  }
  return true;
}

bool ConfigReader::OpenNames(const Section& section, std::string_view what) {
  if (notes_ != nullptr) notes_->Read(section.path, "map of names", "");
  if (section.node.IsMap()) return true;
  Error(section.node, "config.value.type", section.path + " must be a map of " + std::string(what));
  return false;
}

void ConfigReader::Note(const Section& section, std::string_view key, std::string kind,
                        std::string fallback) {
  if (notes_ != nullptr) notes_->Read(section.At(key), std::move(kind), std::move(fallback));
}

void ConfigReader::Require(const Section& section, std::string_view key) {
  if (notes_ != nullptr) notes_->Need(section.At(key));
  if (section.node[key]) return;
  Error(section.node, "config.key.missing", "'" + section.At(key) + "' is missing");
}

bool ConfigReader::TakeText(const Section& section, std::string_view key, std::string& into,
                            std::string_view kind) {
  Note(section, key, std::string(kind), into);
  const YamlNode& node = section.node[key];
  if (!node) return false;
  auto text = Text(node, section.At(key));
  if (!text) return false;
  into = std::move(*text);
  return true;
}

bool ConfigReader::TakeBool(const Section& section, std::string_view key, bool& into) {
  const bool fallback = into;
  const bool is_taken = TakeWord<bool>(section, key, {{"true", true}, {"false", false}}, into);
  Note(section, key, "yes or no", fallback ? "true" : "false");
  return is_taken;
}

bool ConfigReader::TakeInteger(const Section& section, std::string_view key, long long least,
                               long long most, long long& into) {
  Note(section, key, "number, " + std::to_string(least) + " to " + std::to_string(most),
       std::to_string(into));
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const auto text = Text(node, section.At(key));
  if (!text) return false;
  const auto value = ParseDigits(*text);
  if (!value || *value < least || *value > most) {
    Error(node, "config.value.number",
          section.At(key) + " must be a whole number from " + std::to_string(least) + " to " +
              std::to_string(most));
    return false;
  }
  into = *value;
  return true;
}

bool ConfigReader::TakeDuration(const Section& section, std::string_view key, Millis least,
                                Millis most, Millis& into) {
  Note(section, key, "duration, " + FormatDuration(least) + " to " + FormatDuration(most),
       FormatDuration(into));
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const auto text = Text(node, section.At(key));
  if (!text) return false;
  const auto value = ParseDuration(*text);
  if (!value) {
    Error(
        node, "config.value.duration",
        section.At(key) + " must be a duration: a whole number and ms, s, min, h or d (\"15min\")");
    return false;
  }
  if (*value < least || *value > most) {
    Error(
        node, "config.value.range",
        section.At(key) + " must be from " + FormatDuration(least) + " to " + FormatDuration(most));
    return false;
  }
  into = *value;
  return true;
}

bool ConfigReader::TakeSize(const Section& section, std::string_view key, std::size_t least,
                            std::size_t most, std::size_t& into) {
  Note(section, key, "size, " + FormatSize(least) + " to " + FormatSize(most), FormatSize(into));
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const auto text = Text(node, section.At(key));
  if (!text) return false;
  const auto value = ParseSize(*text);
  if (!value) {
    Error(node, "config.value.size",
          section.At(key) + " must be a size: a whole number and B, KiB, MiB or GiB (\"16MiB\")");
    return false;
  }
  if (*value < least || *value > most) {
    Error(node, "config.value.range",
          section.At(key) + " must be from " + FormatSize(least) + " to " + FormatSize(most));
    return false;
  }
  into = *value;
  return true;
}

bool ConfigReader::TakePath(const Section& section, std::string_view key, std::string& into) {
  std::string path = into;
  if (!TakeText(section, key, path, "path")) return false;
  into = Resolve(path);
  return true;
}

bool ConfigReader::TakePem(const Section& section, std::string_view key, std::string& into) {
  Note(section, key, "PEM");
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const std::string path = section.At(key);
  std::string raw = node.Text();
  if (node.IsScalar() && raw.starts_with(kFilePrefix)) {
    raw.erase(0, kFilePrefix.size());
  } else if (raw.find("${") != std::string::npos) {
    auto expanded = Expand(node, path);
    if (!expanded) return false;
    raw = std::move(*expanded);
    if (raw.find("-----BEGIN ") != std::string::npos) {
      into = std::move(raw);
      return true;
    }
  } else if (!Text(node, path)) {
    return false;
  }
  auto bytes = ReadFile(Resolve(raw), kPemBytes);
  if (!bytes) {
    Error(node, "config.secret.file", path + ": cannot be read: " + bytes.error().detail);
    return false;
  }
  into = std::move(*bytes);
  return true;
}

bool ConfigReader::TakeSecret(const Section& section, std::string_view key, std::string& into) {
  constexpr std::string_view kKind = "secret";
  Note(section, key, std::string(kKind));
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const std::string& raw = node.Text();
  if (node.IsScalar() && !raw.starts_with(kFilePrefix) && raw.find("${") == std::string::npos) {
    Error(node, "config.secret.open",
          section.At(key) + " is a secret: write ${NAME} or file:PATH instead of the value");
    return false;
  }
  return TakeText(section, key, into, kKind);
}

bool ConfigReader::TakeList(const Section& section, std::string_view key,
                            std::vector<std::string>& into, std::string_view kind) {
  if (notes_ != nullptr) {
    std::string fallback;
    for (const std::string& item : into) fallback += (fallback.empty() ? "" : ", ") + item;
    if (!into.empty()) fallback = "[" + fallback + "]";
    Note(section, key, std::string(kind), std::move(fallback));
  }
  const YamlNode& node = section.node[key];
  if (!node) return false;
  const std::string path = section.At(key);
  if (node.IsMap()) {
    Error(node, "config.value.type", path + " must be a list");
    return false;
  }
  std::vector<std::string> values;
  bool good = true;
  const auto add = [&](const YamlNode& item) {
    auto text = Text(item, path);
    good = good && text.has_value();
    if (text) values.push_back(std::move(*text));
  };
  if (node.IsScalar()) add(node);
  for (const YamlNode& item : node.Items()) add(item);
  if (!good) return false;
  into = std::move(values);
  return true;
}

std::optional<std::string> ConfigReader::Text(const YamlNode& node, const std::string& path) {
  if (!node.IsScalar()) {
    Error(node, "config.value.type", path + " must be a plain value, not a list or a map");
    return std::nullopt;
  }
  auto text = Expand(node, path);
  if (!text) return std::nullopt;
  if (Trim(*text).empty()) {
    Error(node, "config.value.empty", path + " is empty");
    return std::nullopt;
  }
  if (std::any_of(text->begin(), text->end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }) ||
      !IsUtf8(*text)) {
    Error(node, "config.value.characters", path + " holds control characters or is not UTF-8");
    return std::nullopt;
  }
  return text;
}

std::string ConfigReader::Quoted(const YamlNode& node, std::string_view value) {
  const std::string wanted = UpperAscii(Trim(value));
  const auto is_it = [&wanted](const YamlNode& item) {
    return item.IsScalar() && UpperAscii(Trim(item.Text())) == wanted;
  };
  const bool is_written =
      is_it(node) || std::any_of(node.Items().begin(), node.Items().end(), is_it);
  return is_written ? "'" + std::string(value) + "'" : "what a variable or file holds";
}

std::string ConfigReader::Resolve(const std::string& path) const {
  return (folder_ / path).lexically_normal().string();  // an absolute `path` replaces the folder
}

void ConfigReader::Error(const YamlNode& node, std::string code, std::string text) {
  AddFault(faults_, node.MakeFault(std::move(code), std::move(text)));
}

void ConfigReader::Warn(const YamlNode& node, std::string code, std::string text) {
  AddFault(faults_, node.MakeFault(std::move(code), std::move(text), Fault::Severity::kWarning));
}

void ConfigReader::UnknownWord(const YamlNode& node, const std::string& path,
                               const std::vector<std::string>& words) {
  Error(node, "config.value.word",
        path + " must be " + Joined(words) + Suggestion(node.Text(), words));
}

// value = "file:" path | { text | "${" NAME "}" | "$${" }
std::optional<std::string> ConfigReader::Expand(const YamlNode& node, const std::string& path) {
  const std::string& raw = node.Text();
  if (raw.starts_with(kFilePrefix)) {
    return SecretFile(node, path, raw.substr(kFilePrefix.size()));
  }
  std::string text;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t start = raw.find("${", at);
    if (start == std::string::npos) {
      text.append(raw, at);
      break;
    }
    if (start > at && raw[start - 1] == '$') {
      text.append(raw, at, start - at - 1).append("${");
      at = start + 2;
      continue;
    }
    text.append(raw, at, start - at);
    const std::size_t end = raw.find('}', start);
    const std::string name = end == std::string::npos ? "" : raw.substr(start + 2, end - start - 2);
    if (!IsVariableName(name)) {
      Error(node, "config.secret.name",
            path + ": after ${ stands the name of a variable and } (write $${ for the characters)");
      return std::nullopt;
    }
    const auto value = Variable(node, path, name);
    if (!value) return std::nullopt;
    text += *value;
    at = end + 1;
  }
  return text;
}

std::optional<std::string> ConfigReader::Variable(const YamlNode& node, const std::string& path,
                                                  const std::string& name) {
  if (lookup_) {
    if (auto value = lookup_(name)) return value;
  }
  // Threads of ours never change the environment, and configuration is read by one control thread.
  if (const char* value = std::getenv(name.c_str())) return std::string(value);
  Error(node, "config.secret.missing", path + " wants the variable " + name + ", which is not set");
  return std::nullopt;
}

std::optional<std::string> ConfigReader::SecretFile(const YamlNode& node, const std::string& path,
                                                    const std::string& file) {
  auto bytes = ReadFile(Resolve(file), kSecretBytes);
  if (!bytes) {
    Error(node, "config.secret.file", path + ": cannot read " + file + ": " + bytes.error().detail);
    return std::nullopt;
  }
  // One line end at the end belongs to the file, not to the secret.
  if (bytes->ends_with('\n')) bytes->pop_back();
  if (bytes->ends_with('\r')) bytes->pop_back();
  return std::move(*bytes);
}

}  // namespace wardbridge::engine
