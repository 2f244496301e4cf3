// The sections `listeners` and `destinations`: where messages come in and summaries go out.
#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "edge/net/tls.h"
#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

// The map below `key` of the root; nothing when it is missing or faulty.
const YamlNode* NamedMap(const Section& root, std::string_view key, ConfigReader& reader) {
  const YamlNode& node = root.node[key];
  if (!node) return nullptr;
  return reader.OpenNames({node, std::string(key)}, "names and settings") ? &node : nullptr;
}

void TakeAddress(const Section& section, ConfigReader& reader, std::string& into) {
  std::string text;
  if (!reader.TakeText(section, "mllp", text, "address")) return;
  const auto address = ParseAddress(text);
  if (!address) {
    reader.Error(section.node["mllp"], "config.value.address",
                 section.At("mllp") + " must be an IP address and a port (\"127.0.0.1:2575\")");
    return;
  }
  into = address->Text();
}

void ReadServerTls(const Section& parent, ConfigReader& reader, net::MllpOptions& into) {
  const YamlNode& node = parent.node["tls"];
  if (!node) return;
  const Section section{node, parent.At("tls")};
  if (!reader.Open(section, {"certificate", "key", "client-ca"})) return;
  reader.Require(section, "certificate");
  reader.Require(section, "key");
  net::TlsServerOptions tls;
  const std::size_t faults = reader.faults().size();
  const bool has_certificate = reader.TakePem(section, "certificate", tls.certificate);
  const bool has_key = reader.TakePem(section, "key", tls.key);
  reader.TakePem(section, "client-ca", tls.client_ca);
  if (!has_certificate || !has_key || reader.faults().size() > faults) return;
  into.tls = TakeTls(net::TlsContext::ForServer(tls), section, reader);
}

ListenerConfig ReadListener(const Section& section, ConfigReader& reader,
                            const std::vector<std::string>& feeds) {
  ListenerConfig listener;
  if (!reader.Open(section,
                   {"mllp", "feed", "ack", "transient-nak", "max-frame", "max-connections",
                    "in-flight", "frame-timeout", "quiet-after-fs", "tls"},
                   {"mllp-release"})) {
    return listener;
  }
  reader.Require(section, "mllp");
  TakeAddress(section, reader, listener.mllp.address);
  TakeFeed(section, reader, feeds, listener.feed);
  reader.TakeWord<hl7::AckMode>(section, "ack",
                                {{"original", hl7::AckMode::kOriginal},
                                 {"auto", hl7::AckMode::kAuto},
                                 {"commit", hl7::AckMode::kCommit},
                                 {"always-aa", hl7::AckMode::kAlwaysAa}},
                                listener.ack);
  reader.TakeWord<TransientNak>(
      section, "transient-nak",
      {{"hangup", TransientNak::kHangup}, {"ar", TransientNak::kAr}, {"ae", TransientNak::kAe}},
      listener.transient_nak);
  reader.TakeSize(section, "max-frame", kKiB, 256 * kMiB, listener.mllp.max_frame_bytes);
  auto number = static_cast<long long>(listener.mllp.max_connections);
  if (reader.TakeInteger(section, "max-connections", 1, 65'536, number)) {
    listener.mllp.max_connections = static_cast<std::size_t>(number);
  }
  number = static_cast<long long>(listener.mllp.in_flight);
  if (reader.TakeInteger(section, "in-flight", 1, 64, number)) {
    listener.mllp.in_flight = static_cast<std::size_t>(number);
  }
  reader.TakeDuration(section, "frame-timeout", Millis{1'000}, Millis{3'600'000},
                      listener.mllp.frame_timeout);
  reader.TakeDuration(section, "quiet-after-fs", Millis{10}, Millis{10'000},
                      listener.mllp.quiet_after_fs);
  ReadServerTls(section, reader, listener.mllp);
  return listener;
}

void ReadFormat(const Section& section, ConfigReader& reader, model::PayloadFormat& into) {
  reader.TakeWord<model::PayloadFormat>(
      section, "format",
      {{"json", model::PayloadFormat::kJson}, {"xml", model::PayloadFormat::kXml}}, into);
}

DestinationConfig ReadDestination(const Section& section, ConfigReader& reader) {
  using discharge::Spo2Code;
  DestinationConfig destination;
  if (!section.node.IsMap()) {
    reader.Error(section.node, "config.value.type",
                 section.path + " must be a map of keys and values");
    return destination;
  }
  reader.Require(section, "channel");
  if (!reader.TakeText(section, "channel", destination.channel, "word: folder, fhir")) {
    return destination;
  }
  // The keys of another channel would only be noise beside the fault that matters.
  const std::vector<std::string> later = {"mesh", "mllp", "engine"};
  if (std::find(later.begin(), later.end(), destination.channel) != later.end()) {
    reader.Error(section.node["channel"], "config.channel.later",
                 "this version does not have the channel '" + destination.channel +
                     "'; it has: folder, fhir");
    return destination;
  }
  if (destination.channel == "fhir") {
    destination.fhir = ReadFhir(section, reader);
    reader.TakeWord<Spo2Code>(section, "spo2-code",
                              {{"as-mapped", Spo2Code::kAsMapped},
                               {"447755005", Spo2Code::kFinding},
                               {"103228002", Spo2Code::kObservable}},
                              destination.spo2_code);
    ReadFormat(section, reader, destination.format);
    ReadRetry(section, reader, destination.retry);
    return destination;
  }
  if (destination.channel != "folder") {
    reader.Error(section.node["channel"], "config.channel.unknown",
                 section.At("channel") + " must be folder or fhir");
    return destination;
  }
  reader.Open(section, {"channel", "path", "parallel", "retry", "format"});
  ReadFormat(section, reader, destination.format);
  ReadRetry(section, reader, destination.retry);
  reader.Require(section, "path");
  reader.TakePath(section, "path", destination.folder.path);
  return destination;
}

}  // namespace

void TakeFeed(const Section& section, ConfigReader& reader, const std::vector<std::string>& feeds,
              std::string& into) {
  reader.Require(section, "feed");
  if (!reader.TakeText(section, "feed", into, "name of a feed")) return;
  if (std::find(feeds.begin(), feeds.end(), into) != feeds.end()) return;
  const std::string near = DidYouMean(section.node["feed"].Text(), feeds);
  reader.Error(section.node["feed"], "config.feed.unknown",
               section.At("feed") + " names a feed that is not configured" +
                   (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

bool IsGoodName(const YamlNode& key, const std::string& what, ConfigReader& reader) {
  constexpr std::size_t kLongest = 64;
  const std::string& name = key.Text();
  const bool plain = std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (plain && !name.empty() && name.size() <= kLongest && Trim(name) == name) return true;
  reader.Error(key, "config.name",
               "the name of " + what +
                   " has 1 to 64 bytes, no control characters and no blanks "
                   "at its ends");
  return false;
}

void ReadListeners(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode* node = NamedMap(root, "listeners", reader);
  if (node == nullptr) return;
  for (const auto& [key, value] : node->Entries()) {
    if (!IsGoodName(key, "a listener", reader)) continue;
    ListenerConfig listener =
        ReadListener({value, "listeners." + key.Text()}, reader, config.feed_order);
    listener.mllp.name = key.Text();
    config.listeners.push_back(std::move(listener));
  }
}

void ReadDestinations(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode* node = NamedMap(root, "destinations", reader);
  if (node == nullptr || node->Entries().empty()) {
    if (node != nullptr || !root.node["destinations"]) {
      reader.Warn(node != nullptr ? *node : root.node, "config.destinations.none",
                  "no destination is configured, so no summary will be delivered");
    }
    return;
  }
  std::map<std::string, std::string> owners;
  for (const auto& [key, value] : node->Entries()) {
    if (!IsGoodName(key, "a destination", reader)) continue;
    DestinationConfig destination = ReadDestination({value, "destinations." + key.Text()}, reader);
    destination.name = key.Text();
    if (!destination.folder.path.empty()) {
      const auto [owner, is_new] = owners.emplace(destination.folder.path, key.Text());
      if (!is_new) {
        reader.Error(value["path"], "config.value.twice",
                     "destination '" + owner->second + "' writes to this folder already");
      }
    }
    const model::PayloadForm form = destination.Form();
    if (form == model::PayloadForm::kTransaction) config.core.make_transaction = true;
    if (form == model::PayloadForm::kCreation) config.core.make_creation = true;
    if (destination.format == model::PayloadFormat::kXml) config.core.goes_as_xml = true;
    config.destinations.push_back(std::move(destination));
  }
}

}  // namespace wardbridge::engine
