// The section `wards`: how virtual wards are recognised (spec/virtual-ward-detection section 8).
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "engine/config_sections.h"

namespace wardbridge::engine {
namespace {

using discharge::WardOptions;

// Codes are compared trimmed and in upper case, so they are kept that way.
void TakeCodes(const Section& section, std::string_view key, ConfigReader& reader,
               std::vector<std::string>& into) {
  std::vector<std::string> codes = into;
  if (!reader.TakeList(section, key, codes)) return;
  into.clear();
  for (const std::string& code : codes) {
    std::string upper = UpperAscii(Trim(code));
    if (std::find(into.begin(), into.end(), upper) != into.end()) {
      reader.Error(
          section.node[key], "config.value.twice",
          reader.Quoted(section.node[key], upper) + " stands in " + section.At(key) + " twice");
      continue;
    }
    into.push_back(std::move(upper));
  }
}

void TakePatientClasses(const Section& section, ConfigReader& reader, WardOptions& ward) {
  TakeCodes(section, "patient-classes", reader, ward.patient_classes);
  const YamlNode& node = section.node["patient-classes"];
  if (!node) return;
  if (ward.patient_classes.empty()) {
    reader.Error(node, "config.value.empty", section.At("patient-classes") + " is empty");
  }
  for (const std::string& name : ward.patient_classes) {
    if (name == "I" || name == "R" || name == "O" || name == "D") continue;
    reader.Error(node, "config.value.word",
                 section.At("patient-classes") +
                     " may hold I, R, O and D; the others never are a virtual-ward stay");
  }
}

WardOptions ReadWard(const Section& section, ConfigReader& reader) {
  WardOptions ward;
  if (!reader.Open(
          section,
          {"sender", "codes", "site", "name", "ward-component", "class", "stay-start", "spo2-scale",
           "exclude", "patient-classes", "a02-exit-ends-stay", "grace", "thresholds"},
          {"site-component", "require-enrolment"})) {
    return ward;
  }
  reader.Require(section, "sender");
  if (reader.TakeText(section, "sender", ward.sender)) ward.sender = UpperAscii(Trim(ward.sender));
  TakeCodes(section, "codes", reader, ward.codes);
  if (reader.TakeText(section, "site", ward.site)) ward.site = UpperAscii(Trim(ward.site));
  const YamlNode& codes = section.node["codes"];
  if (ward.codes.empty() && !section.node["site"]) {
    reader.Error(codes ? codes : section.node, "config.key.missing",
                 section.path + " needs codes of wards, or a site that is reserved for them");
  }
  reader.TakeText(section, "name", ward.name);
  reader.TakeWord<WardOptions::Component>(section, "ward-component",
                                          {{"either", WardOptions::Component::kEither},
                                           {"1", WardOptions::Component::kOne},
                                           {"2", WardOptions::Component::kTwo}},
                                          ward.ward_component);
  reader.TakeWord<std::string>(section, "class", {{"HH", "HH"}, {"VR", "VR"}},
                               ward.encounter_class);
  reader.TakeWord<WardOptions::StayStart>(
      section, "stay-start",
      {{"transfer", WardOptions::StayStart::kTransfer}, {"admit", WardOptions::StayStart::kAdmit}},
      ward.stay_start);
  reader.TakeWord<int>(section, "spo2-scale", {{"1", 1}, {"2", 2}}, ward.spo2_scale);
  TakeCodes(section, "exclude", reader, ward.exclude);
  TakePatientClasses(section, reader, ward);
  reader.TakeBool(section, "a02-exit-ends-stay", ward.a02_exit_ends_stay);
  reader.TakeDuration(section, "grace", Millis{0}, 14 * kDay, ward.grace);
  ReadThresholds(section, reader, ward.thresholds);
  return ward;
}

}  // namespace

void ReadWards(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode& node = root.node["wards"];
  reader.Note(root, "wards", "list of maps");
  if (!node || (node.IsList() && node.Items().empty())) {
    reader.Warn(node ? node : root.node, "config.wards.none",
                "no ward is configured, so no virtual-ward stay will ever be recognised");
    return;
  }
  if (!node.IsList()) {
    reader.Error(node, "config.value.type", "wards must be a list");
    return;
  }
  std::map<std::tuple<std::string, std::string, std::string>, int> lines;
  for (std::size_t i = 0; i < node.Items().size(); ++i) {
    const YamlNode& item = node.Items()[i];
    WardOptions ward = ReadWard({item, "wards[" + std::to_string(i) + "]"}, reader);
    for (const std::string& code : ward.codes) {
      const auto [former, is_new] =
          lines.emplace(std::tuple{ward.sender, ward.site, code}, item.Line());
      if (!is_new) {
        reader.Error(item["codes"], "config.value.twice",
                     "ward " + reader.Quoted(item["codes"], code) +
                         " of this sender stands in line " + std::to_string(former->second) +
                         " already; the first one would win");
      }
    }
    config.core.wards.push_back(std::move(ward));
  }
}

}  // namespace wardbridge::engine
