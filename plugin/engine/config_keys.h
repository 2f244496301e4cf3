// What the reader of the configuration knows about each key, noted while it reads:
// docs/configuration.md is held against this, not against a second list.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace wardbridge::engine {

// One key as the code has it.
struct ConfigKey {
  // How it is read and what it may be: "duration, 1min to 1h"; "map" for a section; "" when nothing
  // has read it.
  std::string kind;
  std::string fallback;     // the default as one would write it; "" none
  bool is_listed = false;   // some section knows it; else it is a name that the user chose
  bool is_needed = false;   // its section is faulty without it
  bool is_refused = false;  // of a later version
};

// By path as in faults, with "[]" for a place in a list: "wards[].codes". A value; not thread-safe.
class KeyNotes {
 public:
  void List(std::string_view path) { At(path).is_listed = true; }
  void Refuse(std::string_view path) { At(path).is_refused = true; }
  void Need(std::string_view path) { At(path).is_needed = true; }
  void Read(std::string_view path, std::string kind, std::string fallback);

  [[nodiscard]] const std::map<std::string, ConfigKey>& Keys() const { return keys_; }

 private:
  ConfigKey& At(std::string_view path);

  std::map<std::string, ConfigKey> keys_;
};

// Reads `yaml` as LoadConfigText does and tells which keys that asked for, faulty or missing ones
// too. Sections that `yaml` does not have are not looked into.
[[nodiscard]] KeyNotes NoteKeys(std::string_view yaml);

}  // namespace wardbridge::engine
