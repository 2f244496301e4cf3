// The section `monitoring`: sources of readings that are asked, post to us, or drop files.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "engine/config_sections.h"

namespace wardbridge::engine {
namespace {

constexpr std::array<std::string_view, 3> kTypes = {"Observation", "QuestionnaireResponse",
                                                    "Communication"};

void TakeTypes(const Section& section, ConfigReader& reader, std::vector<std::string>& into) {
  if (!reader.TakeList(section, "resources", into, "list of words")) return;
  const YamlNode& node = section.node["resources"];
  if (into.empty()) {
    reader.Error(node, "config.value.empty", section.At("resources") + " names no resource");
  }
  for (const std::string& type : into) {
    if (std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end()) continue;
    reader.Error(node, "config.value.word",
                 section.At("resources") + ": " + ConfigReader::Quoted(node, type) +
                     " is none of Observation, QuestionnaireResponse, Communication");
  }
}

AskedConfig ReadAsked(const Section& section, ConfigReader& reader,
                      const std::vector<std::string>& feeds) {
  AskedConfig asked;
  std::vector<std::string> keys = {"fhir",   "feed",      "missing",  "give-up",
                                   "search", "resources", "page-size"};
  keys.insert(keys.end(), kFhirServerKeys.begin(), kFhirServerKeys.end());
  reader.Open(section, keys);
  TakeFeed(section, reader, feeds, asked.feed);
  FhirServer server = ReadFhirServer(section, "fhir", reader);
  asked.fhir.base = std::move(server.base);
  asked.fhir.tls = std::move(server.tls);
  asked.fhir.limits = server.limits;
  asked.fhir.headers = std::move(server.headers);
  asked.fhir.oauth2 = std::move(server.oauth2);
  reader.TakeWord<bool>(section, "missing", {{"warn", false}, {"wait", true}}, asked.waits);
  reader.TakeDuration(section, "give-up", Millis(0), kDay, asked.give_up);
  reader.TakeWord<bool>(section, "search", {{"get", false}, {"post", true}}, asked.fhir.by_post);
  TakeTypes(section, reader, asked.fhir.types);
  auto page = static_cast<long long>(asked.fhir.page);
  if (reader.TakeInteger(section, "page-size", 1, 10'000, page)) {
    asked.fhir.page = static_cast<std::size_t>(page);
  }
  return asked;
}

PostConfig ReadPost(const Section& section, ConfigReader& reader,
                    const std::vector<std::string>& feeds) {
  PostConfig post;
  reader.Open(section, {"listen", "feed", "token", "max-body"});
  TakeFeed(section, reader, feeds, post.feed);
  TakeLoopback(section, "listen", "it has no TLS; put a proxy that has it in front of it", reader,
               post.listen);
  reader.TakeSecret(section, "token", post.fhir.token);
  reader.TakeSize(section, "max-body", kKiB, 256 * kMiB, post.most_bytes);
  return post;
}

pipeline::DropSource ReadDrop(const Section& section, ConfigReader& reader,
                              const std::vector<std::string>& feeds) {
  pipeline::DropSource drop;
  reader.Open(section, {"folder", "feed", "every", "quiet", "max-file"});
  TakeFeed(section, reader, feeds, drop.feed);
  reader.Require(section, "folder");
  reader.TakePath(section, "folder", drop.folder.path);
  reader.TakeDuration(section, "every", kSecond, 60 * kMinute, drop.every);
  reader.TakeDuration(section, "quiet", Millis(0), 60 * kMinute, drop.folder.quiet);
  reader.TakeSize(section, "max-file", kKiB, 1'024 * kMiB, drop.folder.most_bytes);
  return drop;
}

// The key that says what kind of source it is: exactly one.
std::string KindOf(const Section& section, ConfigReader& reader) {
  std::string kind;
  int kinds = 0;
  for (const char* key : {"fhir", "listen", "folder"}) {
    if (!section.node[key]) continue;
    kind = key;
    ++kinds;
  }
  if (kinds == 1) return kind;
  reader.Error(section.node, "config.monitoring.kind",
               section.path +
                   " wants exactly one of fhir (is asked when a summary is due), listen "
                   "(posts to us) and folder (drops files)");
  return {};
}

}  // namespace

void ReadMonitoring(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode& node = root.node["monitoring"];
  if (!node) return;
  if (!reader.OpenNames({node, "monitoring"}, "names and settings")) return;
  std::map<std::string, std::string> folders;
  for (const auto& [key, value] : node.Entries()) {
    if (!IsGoodName(key, "a source", reader)) continue;
    const Section section{value, "monitoring." + key.Text()};
    if (!value.IsMap()) {
      reader.Error(value, "config.value.type", section.path + " must be a map of keys and values");
      continue;
    }
    const std::string kind = KindOf(section, reader);
    if (kind == "fhir") {
      config.asked.push_back(ReadAsked(section, reader, config.feed_order));
      config.asked.back().name = key.Text();
    } else if (kind == "listen") {
      config.posts.push_back(ReadPost(section, reader, config.feed_order));
      config.posts.back().name = key.Text();
    } else if (kind == "folder") {
      pipeline::DropSource drop = ReadDrop(section, reader, config.feed_order);
      drop.name = key.Text();
      const auto [owner, is_new] = folders.emplace(drop.folder.path, key.Text());
      if (!is_new) {
        reader.Error(value["folder"], "config.value.twice",
                     "source '" + owner->second + "' takes files from this folder already");
      }
      config.drops.push_back(std::move(drop));
    }
  }
}

}  // namespace wardbridge::engine
