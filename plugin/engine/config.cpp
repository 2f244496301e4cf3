#include "engine/config.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "base/digest.h"
#include "base/strict_yaml.h"
#include "base/text.h"
#include "engine/config_files.h"
#include "engine/config_reader.h"
#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kConfigBytes = 4U << 20U;

// The map below `key`, opened with its keys. Nothing when it is missing or no map.
std::optional<Section> OpenSection(const Section& root, std::string_view key, ConfigReader& reader,
                                   const std::vector<std::string>& known,
                                   const std::vector<std::string>& later = {}) {
  const YamlNode& node = root.node[key];
  if (!node) return std::nullopt;
  Section section{node, std::string(key)};
  if (!reader.Open(section, known, later)) return std::nullopt;
  return section;
}

void ReadVersion(const Section& root, ConfigReader& reader) {
  reader.Require(root, "wardbridge");
  std::string version;
  if (reader.TakeText(root, "wardbridge", version, "number") && version != "1") {
    reader.Error(root.node["wardbridge"], "config.version",
                 "this version reads configurations with wardbridge: 1");
  }
}

void ReadOrganisation(const Section& root, ConfigReader& reader, model::Organisation& into) {
  reader.Require(root, "organisation");
  const auto section = OpenSection(root, "organisation", reader, {"ods", "name", "telecom"});
  if (!section) return;
  reader.Require(*section, "ods");
  reader.Require(*section, "name");
  if (reader.TakeText(*section, "ods", into.ods)) {
    const bool plain = std::all_of(into.ods.begin(), into.ods.end(),
                                   [](char c) { return IsUpper(c) || IsDigit(c); });
    if (!plain || into.ods.size() < 3 || into.ods.size() > 12) {
      reader.Error(section->node["ods"], "config.value.ods",
                   "organisation.ods must be an ODS code: 3 to 12 upper-case letters and digits");
    }
  }
  reader.TakeText(*section, "name", into.name);
  reader.TakeText(*section, "telecom", into.telecom);
}

void ReadStore(const Section& root, ConfigReader& reader, Config& config) {
  reader.Require(root, "store");
  const auto section = OpenSection(root, "store", reader, {"path"}, {"postgres"});
  if (!section) return;
  if (!section->node["postgres"]) reader.Require(*section, "path");
  reader.TakePath(*section, "path", config.store_path);
}

void ReadMapping(const Section& root, ConfigReader& reader, Config& config) {
  reader.Require(root, "mapping");
  const auto section = OpenSection(root, "mapping", reader, {"pack", "site"});
  if (!section) return;
  reader.Require(*section, "pack");
  std::string pack;
  if (reader.TakeText(*section, "pack", pack, "path")) {
    const YamlNode& node = section->node["pack"];
    config.pack_folders.push_back(reader.Resolve(pack));
    config.core.pack = ReadPack({reader.Resolve(pack), node.Text()}, node, reader.faults());
  }
  std::vector<std::string> sites;
  reader.TakeList(*section, "site", sites, "list of paths");
  for (const std::string& site : sites) {
    config.pack_folders.push_back(reader.Resolve(site));
    config.core.pack.overlays.push_back(std::make_shared<const mapping::PackFiles>(
        ReadOverlay({reader.Resolve(site), site}, section->node["site"], reader.faults())));
  }
}

void ReadSummary(const Section& root, ConfigReader& reader, Config& config) {
  const auto section =
      OpenSection(root, "summary", reader, {"settle", "late-readings", "amendment-debounce", "at"});
  discharge::Options& core = config.core;
  if (!section) return;
  reader.TakeDuration(*section, "settle", Millis{0}, kDay, core.settle);
  reader.TakeDuration(*section, "late-readings", Millis{0}, 14 * kDay, core.late_readings);
  reader.TakeDuration(*section, "amendment-debounce", Millis{0}, kHour, core.amendment_debounce);
  ReadDailyTime(*section, reader, config);
}

void ReadDocument(const Section& root, ConfigReader& reader, document::Options& into) {
  const auto section = OpenSection(root, "document", reader, {"fonts", "font-family", "title"});
  if (!section) return;
  std::vector<std::string> folders = into.font_folders;
  if (reader.TakeList(*section, "fonts", folders, "list of paths")) {
    into.font_folders.clear();
    for (const std::string& folder : folders) {
      std::error_code code;
      if (!fs::is_directory(reader.Resolve(folder), code)) {
        const YamlNode& node = section->node["fonts"];
        reader.Error(node, "config.value.folder", reader.Quoted(node, folder) + " is no folder");
      }
      into.font_folders.push_back(reader.Resolve(folder));
    }
    if (folders.empty()) {
      reader.Error(section->node["fonts"], "config.value.empty", "document.fonts names no folder");
    }
  }
  reader.TakeText(*section, "font-family", into.font_family);
  reader.TakeText(*section, "title", into.title);
}

void ReadConsole(const Section& root, ConfigReader& reader, Config& config) {
  const auto section = OpenSection(root, "console", reader, {"listen"}, {"tls"});
  if (!section) return;
  TakeLoopback(*section, "listen",
               "the console has neither TLS nor users; put a proxy that has them in front of it",
               reader, config.console_listen);
}

// No two of what listens here may have one address.
void RefuseSharedPorts(const Section& root, ConfigReader& reader, const Config& config) {
  std::map<std::string, std::string> owners;
  const auto claim = [&](const std::string& address, const std::string& owner,
                         const YamlNode& node) {
    if (address.empty() || address.ends_with(":0")) return;
    const auto [known, is_new] = owners.emplace(address, owner);
    if (is_new) return;
    reader.Error(node, "config.value.twice", known->second + " has this address already");
  };
  for (const ListenerConfig& listener : config.listeners) {
    const std::string& name = listener.mllp.name;
    claim(listener.mllp.address, "listener '" + name + "'", root.node["listeners"][name]["mllp"]);
  }
  for (const PostConfig& post : config.posts) {
    claim(post.listen, "monitoring '" + post.name + "'",
          root.node["monitoring"][post.name]["listen"]);
  }
  claim(config.console_listen, "the console", root.node["console"]["listen"]);
}

void ReadLog(const Section& root, ConfigReader& reader, Config& config) {
  using telemetry::Level;
  const auto section = OpenSection(root, "log", reader, {"level"});
  if (!section) return;
  reader.TakeWord<Level>(*section, "level",
                         {{"info", Level::kInfo}, {"warn", Level::kWarn}, {"error", Level::kError}},
                         config.log_level);
}

void AppendText(const YamlNode& node, std::string& text) {
  if (node.IsScalar()) text.append(node.Text());
  for (const auto& [key, value] : node.Entries()) {
    text.append(key.Text()).push_back(':');
    AppendText(value, text);
  }
  for (const YamlNode& item : node.Items()) AppendText(item, text.append("-"));
  text.push_back('\n');
}

// All but what makes the core: organisation, feeds, wards, mapping, summary and document.
void NoteWhatIsReadAtStart(const Section& root, Config& config) {
  const auto note = [&config](const std::string& name, const YamlNode& node) {
    std::string text;
    AppendText(node, text);
    config.at_start[name] = Hex(Sha256(text));
  };
  for (const char* section : {"store", "listeners", "monitoring", "retention", "alarms",
                              "reconciliation", "destinations", "console", "log"}) {
    note(section, root.node[section]);
  }
  note("summary.at", root.node["summary"]["at"]);
}

Config Load(std::string_view yaml, const std::string& name, const fs::path& folder,
            const Lookup& lookup, std::vector<Fault>& faults, KeyNotes* notes = nullptr) {
  Config config;
  config.digest = Hex(Sha256(yaml));
  const YamlNode tree = ReadYaml(yaml, name, faults);
  if (!tree) return config;
  ConfigReader reader(folder, lookup, faults, notes);
  const Section root{tree, ""};
  if (!reader.Open(root, {"wardbridge", "organisation", "store", "listeners", "feeds", "wards",
                          "mapping", "summary", "monitoring", "retention", "document", "alarms",
                          "reconciliation", "destinations", "console", "log"})) {
    return config;
  }
  ReadVersion(root, reader);
  ReadOrganisation(root, reader, config.core.organisation);
  ReadStore(root, reader, config);
  ReadFeeds(root, reader, config);
  ReadWards(root, reader, config);
  ReadListeners(root, reader, config);
  ReadMapping(root, reader, config);
  ReadSummary(root, reader, config);
  ReadMonitoring(root, reader, config);
  ReadRetention(root, reader, config);
  ReadAlarms(root, reader, config);
  ReadReconciliation(root, reader, config);
  ReadDocument(root, reader, config.core.document);
  ReadDestinations(root, reader, config);
  ReadConsole(root, reader, config);
  RefuseSharedPorts(root, reader, config);
  ReadLog(root, reader, config);
  NoteWhatIsReadAtStart(root, config);
  return config;
}

}  // namespace

Config LoadConfigFile(const std::string& path, const Lookup& lookup, std::vector<Fault>& faults) {
  const auto bytes = ReadFile(path, kConfigBytes);
  if (!bytes) {
    AddFault(faults, FileFault(path, "config.file.unreadable",
                               "cannot read the configuration: " + bytes.error().detail));
    return {};
  }
  std::error_code code;
  const fs::path folder = fs::absolute(path, code).parent_path();
  Config config = Load(*bytes, path, folder, lookup, faults);
  config.file = path;
  return config;
}

Config LoadConfigText(std::string_view yaml, const Lookup& lookup, std::vector<Fault>& faults) {
  std::error_code code;
  return Load(yaml, "configuration", fs::current_path(code), lookup, faults);
}

KeyNotes NoteKeys(std::string_view yaml) {
  std::error_code code;
  KeyNotes notes;
  std::vector<Fault> faults;
  (void)Load(yaml, "configuration", fs::current_path(code), {}, faults, &notes);
  return notes;
}

}  // namespace wardbridge::engine
