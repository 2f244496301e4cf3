#include "engine/config_keys.h"

#include <utility>

namespace wardbridge::engine {

void KeyNotes::Read(std::string_view path, std::string kind, std::string fallback) {
  ConfigKey& key = At(path);
  key.kind = std::move(kind);
  key.fallback = std::move(fallback);
}

// "wards[3].codes" is noted as "wards[].codes".
ConfigKey& KeyNotes::At(std::string_view path) {
  std::string plain;
  bool in_brackets = false;
  for (const char c : path) {
    if (c == ']') in_brackets = false;
    if (!in_brackets) plain.push_back(c);
    if (c == '[') in_brackets = true;
  }
  return keys_[plain];
}

}  // namespace wardbridge::engine
