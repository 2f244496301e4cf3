// Who is told of alarms, and when a day's account is closed.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "edge/net/tls.h"
#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

// Nothing, with a fault, when there is no address that can be used.
std::optional<net::HttpUrl> TakeAddress(const Section& section, bool has_secret,
                                        ConfigReader& reader) {
  reader.Require(section, "url");
  std::string text;
  if (!reader.TakeText(section, "url", text, "URL")) return std::nullopt;
  const YamlNode& node = section.node["url"];
  auto url = net::ParseHttpUrl(text);
  if (!url) {
    reader.Error(node, "config.value.uri",
                 section.At("url") +
                     " must be an http or https address without user, fragment and blanks "
                     "(\"https://pager.example/hooks/ward\")");
  } else if (has_secret && !url->is_tls && !url->IsLoopback()) {
    reader.Error(node, "config.value.plain-http",
                 section.At("url") + " would send the authorization without TLS; write https://");
  }
  return url;
}

void ReadWebhook(const Section& parent, ConfigReader& reader, pipeline::AlarmOptions& into) {
  const YamlNode& node = parent.node["webhook"];
  if (!node) return;
  const Section section{node, parent.At("webhook")};
  if (!reader.Open(section, {"url", "ca", "authorization"})) return;
  pipeline::Webhook webhook;
  const bool has_secret = reader.TakeSecret(section, "authorization", webhook.authorization);
  net::TlsClientOptions tls;
  const bool has_ca = reader.TakePem(section, "ca", tls.ca);
  auto url = TakeAddress(section, has_secret, reader);
  if (!url) return;
  if (url->is_tls) {
    auto made = net::TlsContext::ForClient(tls);
    if (made) {
      webhook.tls = std::move(*made);
    } else {
      ReportTls(section, made.error(), reader);
    }
  } else if (has_ca) {
    reader.Error(node["ca"], "config.value.conflict",
                 section.At("ca") + " is of no use with an address that begins with http://");
  }
  webhook.url = std::move(*url);
  into.webhook = std::move(webhook);
}

}  // namespace

void ReadAlarms(const Section& root, ConfigReader& reader, Config& config) {
  config.alarms.host = config.core.organisation.ods;
  const YamlNode& node = root.node["alarms"];
  if (!node) return;
  const Section section{node, "alarms"};
  if (!reader.Open(section, {"command", "webhook"})) return;
  reader.TakeList(section, "command", config.alarms.command);
  ReadWebhook(section, reader, config.alarms);
}

void ReadReconciliation(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode& node = root.node["reconciliation"];
  if (!node) return;
  const Section section{node, "reconciliation"};
  if (!reader.Open(section, {"at"})) return;
  std::string text = "00:00";
  if (!reader.TakeText(section, "at", text, "time of day")) return;
  const auto time = ParseTimeOfDay(text);
  if (time) {
    config.upkeep.account_at = *time;
  } else {
    reader.Error(node["at"], "config.value.time",
                 section.At("at") + " must be a time of day (\"07:00\")");
  }
}

}  // namespace wardbridge::engine
