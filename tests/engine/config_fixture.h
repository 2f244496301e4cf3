// A folder with a small, complete configuration, and ways to change one thing in it.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config.h"

namespace wardbridge::engine {

// Removed with everything in it at the end of the test.
class TempFolder {
 public:
  TempFolder() {
    std::random_device random;
    path_ = std::filesystem::temp_directory_path() /
            ("wb-config-" + std::to_string(random()) + std::to_string(random()));
    std::filesystem::create_directories(path_);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }

  void Write(const std::string& name, std::string_view text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  [[nodiscard]] std::string Path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline constexpr std::string_view kGoodConfig = R"(wardbridge: 1
organisation: {ods: "RXX", name: "Example NHS Foundation Trust", telecom: "0300 555 0199"}
store: {path: store.db}
listeners:
  adt: {mllp: "127.0.0.1:2575", feed: pas}
feeds:
  pas: {charset: from-msh-18}
wards:
  - {sender: RXX, codes: [VWRESP]}
mapping: {pack: pack}
destinations:
  archive: {channel: folder, path: out}
)";

// What one load gave.
struct LoadResult {
  Config config;
  std::vector<Fault> faults;

  [[nodiscard]] const Fault* Find(std::string_view code) const {
    for (const Fault& fault : faults) {
      if (fault.code == code) return &fault;
    }
    return nullptr;
  }
  // Every fault as one line, for messages of failed tests.
  [[nodiscard]] std::string Text() const {
    std::string text;
    for (const Fault& fault : faults) text += fault.Text(false) + "\n";
    return text;
  }
};

// Writes the configuration with a minimal pack and loads it.
class ConfigFixture {
 public:
  ConfigFixture() { folder.Write("pack/pack.yaml", "pack: test\n"); }

  [[nodiscard]] LoadResult Load(std::string_view yaml) const {
    folder.Write("wardbridge.yaml", yaml);
    LoadResult loaded;
    loaded.config = LoadConfigFile(
        folder.Path("wardbridge.yaml"),
        [this](const std::string& name) -> std::optional<std::string> {
          const auto found = variables.find(name);
          if (found == variables.end()) return std::nullopt;
          return found->second;
        },
        loaded.faults);
    return loaded;
  }

  // The good configuration with the first `from` replaced by `to`.
  [[nodiscard]] LoadResult LoadWith(std::string_view from, std::string_view to) const {
    std::string yaml(kGoodConfig);
    const auto at = yaml.find(from);
    if (at == std::string::npos) throw std::logic_error("nothing to replace: " + std::string(from));
    return Load(yaml.replace(at, from.size(), to));
  }

  // The good configuration with one more setting of the feed.
  [[nodiscard]] LoadResult LoadFeed(std::string_view setting) const {
    return LoadWith("{charset: from-msh-18}", "{" + std::string(setting) + "}");
  }

  TempFolder folder;
  std::map<std::string, std::string> variables;
};

}  // namespace wardbridge::engine
