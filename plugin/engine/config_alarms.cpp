// Who is told of alarms, and when a day's account is closed.
#include <memory>
#include <utility>

#include "edge/net/tls.h"
#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

void ReadWebhook(const Section& parent, ConfigReader& reader, pipeline::AlarmOptions& into) {
  const YamlNode& node = parent.node["webhook"];
  if (!node) return;
  const Section section{node, parent.At("webhook")};
  if (!reader.Open(section, {"url", "ca", "authorization"})) return;
  reader.Require(section, "url");
  std::string text;
  if (!reader.TakeText(section, "url", text)) return;
  auto url = net::ParseHttpUrl(text);
  if (!url) {
    reader.Error(section.node["url"], "config.value.uri",
                 section.At("url") +
                     " must be an http or https address without user, fragment and blanks "
                     "(\"https://pager.example/hooks/ward\")");
    return;
  }
  pipeline::Webhook webhook;
  const bool has_secret = reader.TakeSecret(section, "authorization", webhook.authorization);
  if (has_secret && !url->is_tls && !url->IsLoopback()) {
    reader.Error(section.node["url"], "config.value.plain-http",
                 section.At("url") + " would send the authorization without TLS; write https://");
  }
  net::TlsClientOptions tls;
  reader.TakePem(section, "ca", tls.ca);
  if (url->is_tls) {
    auto made = net::TlsContext::ForClient(tls);
    if (made) {
      webhook.tls = std::move(*made);
    } else {
      ReportTls(section, made.error(), reader);
    }
  } else if (node["ca"]) {
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
  std::string text;
  if (!reader.TakeText(section, "at", text)) return;
  const auto time = ParseTimeOfDay(text);
  if (time) {
    config.upkeep.account_at = *time;
  } else {
    reader.Error(node["at"], "config.value.time",
                 section.At("at") + " must be a time of day (\"07:00\")");
  }
}

}  // namespace wardbridge::engine
