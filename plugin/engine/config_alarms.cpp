// Who is told of alarms.
#include <string>
#include <string_view>
#include <utility>

#include "edge/net/tls.h"
#include "engine/config_sections.h"

namespace wardbridge::engine {
namespace {

constexpr std::string_view kSecretInTheOpen =
    " would send the authorization without TLS; write https://";

void ReadWebhook(const Section& parent, ConfigReader& reader, pipeline::AlarmOptions& into) {
  const YamlNode& node = parent.node["webhook"];
  if (!node) return;
  const Section section{node, parent.At("webhook")};
  if (!reader.Open(section, {"url", "ca", "authorization"})) return;
  pipeline::Webhook webhook;
  const bool has_secret = reader.TakeSecret(section, "authorization", webhook.authorization);
  net::TlsClientOptions tls;
  const bool has_ca = reader.TakePem(section, "ca", tls.ca);
  std::string text;
  auto url = TakeHttpUrl(section, "url", "https://pager.example/hooks/ward",
                         has_secret ? kSecretInTheOpen : "", reader, text);
  if (!url) return;
  if (url->is_tls) {
    webhook.tls = TakeTls(net::TlsContext::ForClient(tls), section, reader);
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

}  // namespace wardbridge::engine
