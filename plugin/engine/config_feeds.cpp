// The section `feeds`: how the messages of one sender are read.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "engine/config_files.h"
#include "engine/config_sections.h"
#include "engine/config_tables.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

using discharge::DispositionLayout;
using discharge::FeedOptions;
using discharge::Unsupported;

constexpr std::size_t kTableBytes = 4U << 20U;

// charset = "from-msh-18" | "auto" | "force:" name
void ReadCharset(const Section& section, ConfigReader& reader, FeedOptions& feed) {
  constexpr std::string_view kForce = "force:";
  std::string text = "from-msh-18";
  if (!reader.TakeText(section, "charset", text, "character set")) return;
  if (text == "from-msh-18" || text == "auto") return;
  if (text.starts_with(kForce)) {
    feed.force_charset = hl7::CharsetOf(std::string_view(text).substr(kForce.size()));
    if (feed.force_charset) return;
    reader.Error(section.node["charset"], "config.value.charset",
                 section.At("charset") +
                     ": unknown character set after force: (ASCII, UNICODE UTF-8, WINDOWS-1252, "
                     "8859/1 to 8859/15)");
    return;
  }
  reader.Error(section.node["charset"], "config.value.word",
               section.At("charset") + " must be from-msh-18, auto or force: with a character set");
}

void ReadAssigner(const Section& section, ConfigReader& reader, mapping::Assigner& assigner) {
  if (!reader.Open(section, {"patient", "visit"})) return;
  if (section.node.Entries().empty()) {
    reader.Error(section.node, "config.value.empty", section.path + " names no system");
  }
  for (const auto& [key, into] : {std::pair{"patient", &assigner.patient_system},
                                  std::pair{"visit", &assigner.visit_system}}) {
    if (reader.TakeText(section, key, *into, "URI") && !IsAbsoluteUri(*into)) {
      reader.Error(section.node[key], "config.value.uri",
                   section.At(key) + " must be an absolute URI (\"https://...\")");
    }
  }
}

void ReadAssigners(const Section& feed_section, ConfigReader& reader, FeedOptions& feed) {
  const YamlNode& node = feed_section.node["assigners"];
  if (!node) return;
  const Section section{node, feed_section.At("assigners")};
  if (!reader.OpenNames(section, "assigning authorities")) return;
  for (const auto& [key, value] : node.Entries()) {
    mapping::Assigner assigner;
    ReadAssigner({value, section.At(key.Text())}, reader, assigner);
    const std::string name = UpperAscii(Trim(key.Text()));
    if (!feed.assigners.emplace(name, std::move(assigner)).second) {
      reader.Error(key, "config.value.twice",
                   "'" + name + "' stands in " + section.path + " twice (case does not count)");
    }
  }
}

// The feed's own words for table 0004, as code-maps section 1 has it.
void ReadPatientClasses(const Section& feed_section, ConfigReader& reader, FeedOptions& feed) {
  const YamlNode& node = feed_section.node["patient-classes"];
  if (!node) return;
  const Section section{node, feed_section.At("patient-classes")};
  if (!reader.OpenNames(section, "words of PV1-2")) return;
  for (const auto& [key, value] : node.Entries()) {
    std::string letter;
    reader.TakeWord<std::string>(section, key.Text(),
                                 {{"B", "B"},
                                  {"C", "C"},
                                  {"D", "D"},
                                  {"E", "E"},
                                  {"I", "I"},
                                  {"N", "N"},
                                  {"O", "O"},
                                  {"P", "P"},
                                  {"R", "R"},
                                  {"U", "U"},
                                  {"W", "W"}},
                                 letter);
    const std::string word = UpperAscii(Trim(key.Text()));
    if (!feed.local_classes.emplace(word, std::move(letter)).second) {
      reader.Error(key, "config.value.twice",
                   "'" + word + "' stands in " + section.path + " twice (case does not count)");
    }
  }
}

void ReadTimezone(const Section& section, ConfigReader& reader, FeedOptions& feed) {
  std::string zone = feed.timezone;
  if (!reader.TakeText(section, "timezone", zone, "time zone")) return;
  if (IsZone(zone)) {
    feed.timezone = std::move(zone);
    return;
  }
  reader.Error(section.node["timezone"], "config.value.timezone",
               section.At("timezone") + " must be a zone of the zone database (\"Europe/London\")");
}

void ReadDefaultUnits(const Section& feed_section, ConfigReader& reader, FeedOptions& feed) {
  const YamlNode& node = feed_section.node["default-units"];
  if (!node) return;
  const Section section{node, feed_section.At("default-units")};
  std::vector<std::string> names;
  for (const model::Vital vital : model::kAllVitals) {
    if (!UnitsOf(vital).empty()) names.emplace_back(model::Name(vital));
  }
  if (!reader.Open(section, names)) return;
  for (const std::string& name : names) {
    std::string unit;
    if (!reader.TakeText(section, name, unit, "unit")) continue;
    const model::Vital vital = *model::VitalOf(name);
    const auto units = UnitsOf(vital);
    if (std::find(units.begin(), units.end(), unit) != units.end()) {
      feed.default_units[vital] = unit;
      continue;
    }
    std::string text = section.At(name) + " must be a unit of this vital:";
    for (const std::string& known : units) text += " " + known;
    reader.Error(section.node[name], "config.value.unit", text);
  }
}

// `key: {table: FILE}`: hands the bytes of the file, and its name as the user wrote it, to `read`.
template <typename Read>
void ReadTable(const Section& feed_section, const std::string& key, ConfigReader& reader,
               Read read) {
  const YamlNode& node = feed_section.node[key];
  if (!node) return;
  const Section section{node, feed_section.At(key)};
  if (!reader.Open(section, {"table"})) return;
  reader.Require(section, "table");
  std::string name;
  if (!reader.TakeText(section, "table", name, "path")) return;
  const std::string shown = section.node["table"].Text();
  const auto bytes = ReadFile(reader.Resolve(name), kTableBytes);
  if (!bytes) {
    reader.Error(section.node["table"], "config.table.unreadable",
                 "cannot read " + shown + ": " + bytes.error().detail);
    return;
  }
  read(*bytes, shown);
}

// Readings need a patient, a time, and a code with a value or a vital.
bool HasWhatReadingsNeed(const std::vector<discharge::CsvColumn>& columns) {
  using discharge::CsvMeaning;
  const auto has = [&](CsvMeaning meaning) {
    return std::any_of(columns.begin(), columns.end(),
                       [meaning](const auto& column) { return column.means == meaning; });
  };
  return (has(CsvMeaning::kNhsNumber) || has(CsvMeaning::kLocalNumber)) && has(CsvMeaning::kTime) &&
         (has(CsvMeaning::kVital) || (has(CsvMeaning::kCode) && has(CsvMeaning::kValue)));
}

void ReadTables(const Section& section, ConfigReader& reader, FeedOptions& feed) {
  std::vector<Fault>& faults = reader.faults();
  ReadTable(section, "observations", reader,
            [&](const std::string& bytes, const std::string& file) {
              feed.local_codes = ReadObservationTable(bytes, file, faults);
            });
  ReadTable(section, "texts", reader, [&](const std::string& bytes, const std::string& file) {
    feed.local_texts = ReadTextTable(bytes, file, faults);
  });
  for (const auto& [code, text] : feed.local_texts) {
    if (feed.local_codes.count(code) == 0) continue;
    reader.Error(section.node["texts"], "config.value.conflict",
                 section.path + ": '" + code + "' stands in observations and in texts");
  }
  ReadTable(section, "units", reader, [&](const std::string& bytes, const std::string& file) {
    feed.local_units = ReadUnitTable(bytes, file, faults);
  });
  ReadTable(section, "consciousness", reader,
            [&](const std::string& bytes, const std::string& file) {
              feed.local_consciousness = ReadConsciousnessTable(bytes, file, faults);
            });
  ReadTable(section, "dispositions", reader,
            [&](const std::string& bytes, const std::string& file) {
              feed.local_dispositions = ReadDispositionTable(bytes, file, faults);
            });
  ReadTable(section, "csv", reader, [&](const std::string& bytes, const std::string& file) {
    const std::size_t before = faults.size();
    feed.csv = ReadCsvColumnTable(bytes, file, faults);
    if (faults.size() == before && !HasWhatReadingsNeed(feed.csv)) {
      reader.Error(section.node["csv"], "config.table.csv",
                   file +
                       " names no patient, no time or no readings: it needs nhs-number or "
                       "local-number, time, and code with value or a vital");
    }
  });
  ReadTable(
      section, "test-identity", reader, [&](const std::string& bytes, const std::string& file) {
        feed.test_identity = ReadTestIdentityTable(bytes, file, faults);
        if (feed.test_identity.empty() && !HasErrors(faults)) {
          reader.Error(section.node["test-identity"], "config.table.empty", file + " has no rows");
        }
      });
}

void ReadMode(const Section& section, ConfigReader& reader, FeedOptions& feed) {
  const bool stated =
      reader.TakeWord<bool>(section, "mode", {{"live", false}, {"test", true}}, feed.test_mode);
  if (!section.node["test-identity"]) return;
  if (stated && !feed.test_mode) {
    reader.Error(section.node["mode"], "config.value.conflict",
                 section.path +
                     ": test-identity is only for trying messages; a feed that has it "
                     "cannot be live");
  }
  feed.test_mode = true;
}

FeedOptions ReadFeed(const Section& section, ConfigReader& reader) {
  FeedOptions feed;
  if (!reader.Open(section, {"charset",
                             "assigners",
                             "timezone",
                             "duplicates",
                             "null-is-absent",
                             "offset-trust",
                             "lenient-dates",
                             "disposition-layout",
                             "a04-admits",
                             "unsupported",
                             "multi-msh",
                             "test-messages",
                             "mode",
                             "assume-air",
                             "assume-alert",
                             "observations",
                             "units",
                             "dispositions",
                             "patient-classes",
                             "consciousness",
                             "default-units",
                             "set-window",
                             "csv",
                             "texts",
                             "test-identity"})) {
    return feed;
  }
  ReadCharset(section, reader, feed);
  ReadAssigners(section, reader, feed);
  ReadTimezone(section, reader, feed);
  ReadPatientClasses(section, reader, feed);
  bool only_way = true;
  reader.TakeWord<bool>(section, "duplicates", {{"by-control-id-and-body", true}}, only_way);
  reader.TakeBool(section, "null-is-absent", feed.null_is_absent);
  reader.TakeBool(section, "offset-trust", feed.offset_trust);
  reader.TakeBool(section, "lenient-dates", feed.lenient_dates);
  reader.TakeWord<DispositionLayout>(section, "disposition-layout",
                                     {{"auto", DispositionLayout::kAuto},
                                      {"swapped", DispositionLayout::kSwapped},
                                      {"standard", DispositionLayout::kStandard}},
                                     feed.disposition_layout);
  reader.TakeBool(section, "a04-admits", feed.a04_admits);
  reader.TakeWord<Unsupported>(
      section, "unsupported",
      {{"aa-ignore", Unsupported::kIgnore}, {"reject", Unsupported::kReject}}, feed.unsupported);
  reader.TakeWord<bool>(section, "multi-msh", {{"split", true}, {"reject", false}},
                        feed.split_multi_msh);
  reader.TakeWord<bool>(section, "test-messages", {{"ignore", false}, {"reject", true}},
                        feed.reject_test_messages);
  ReadMode(section, reader, feed);
  reader.TakeBool(section, "assume-air", feed.assume_air);
  reader.TakeBool(section, "assume-alert", feed.assume_alert);
  ReadDefaultUnits(section, reader, feed);
  reader.TakeDuration(section, "set-window", kMinute, 60 * kMinute, feed.set_window);
  ReadTables(section, reader, feed);
  return feed;
}

}  // namespace

void ReadFeeds(const Section& root, ConfigReader& reader, Config& config) {
  reader.Require(root, "feeds");
  const YamlNode& node = root.node["feeds"];
  if (!node) return;
  if (!reader.OpenNames({node, "feeds"}, "names and settings")) return;
  if (node.Entries().empty()) {
    reader.Error(node, "config.value.empty", "feeds names no feed");
  }
  for (const auto& [key, value] : node.Entries()) {
    if (!IsGoodName(key, "a feed", reader)) continue;
    FeedOptions feed = ReadFeed({value, "feeds." + key.Text()}, reader);
    feed.name = key.Text();
    config.feed_order.push_back(feed.name);
    config.core.feeds.insert_or_assign(feed.name, std::move(feed));
  }
}

}  // namespace wardbridge::engine
