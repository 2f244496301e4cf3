// How FHIR servers are reached, and the settings of a destination with channel fhir.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "edge/net/tls.h"
#include "engine/config_sections.h"

namespace wardbridge::engine {
namespace {

constexpr Millis kLongestTimeout{600'000};

// What the channel writes itself, or what belongs to the connection.
constexpr std::array<std::string_view, 17> kOwnHeaders = {
    "accept", "authorization",     "connection",    "content-length",   "content-type", "expect",
    "host",   "if-match",          "if-none-exist", "if-none-match",    "keep-alive",   "prefer",
    "te",     "transfer-encoding", "upgrade",       "x-correlation-id", "x-request-id"};

bool IsHeaderName(std::string_view name) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [kOthers](char c) {
    return IsLetterOrDigit(c) || kOthers.find(c) != std::string_view::npos;
  });
}

// Without TLS only to this machine, or with `allow_plain`.
std::optional<net::HttpUrl> TakeUrl(const Section& section, std::string_view key, bool allow_plain,
                                    ConfigReader& reader, std::string& text) {
  constexpr std::string_view kPatientInTheOpen =
      " would send patient data without TLS; write https://, or allow-plain-http: true where the "
      "way is protected otherwise";
  return TakeHttpUrl(section, key, "https://shcr.example/fhir",
                     allow_plain ? "" : kPatientInTheOpen, reader, text);
}

void ReadBase(const Section& section, std::string_view key, bool allow_plain, ConfigReader& reader,
              net::HttpUrl& into) {
  std::string text;
  auto url = TakeUrl(section, key, allow_plain, reader, text);
  if (!url) return;
  if (!url->query.empty()) {
    reader.Error(section.node[key], "config.value.uri",
                 section.At(key) + " is the base of a FHIR server: it has no query");
  }
  into = std::move(*url);
}

void ReadClientTls(const Section& parent, ConfigReader& reader, FhirServer& options) {
  const YamlNode& node = parent.node["tls"];
  net::TlsClientOptions tls;
  const Section section{node, parent.At("tls")};
  if (node) {
    if (!options.base.is_tls && !options.base.host.empty()) {
      reader.Error(node, "config.value.conflict",
                   section.path + " is of no use with a base that begins with http://");
    }
    if (!reader.Open(section, {"ca", "certificate", "key"})) return;
    if (section.node["certificate"] || section.node["key"]) {
      reader.Require(section, "certificate");
      reader.Require(section, "key");
    }
    const std::size_t faults = reader.faults().size();
    reader.TakePem(section, "ca", tls.ca);
    reader.TakePem(section, "certificate", tls.certificate);
    reader.TakePem(section, "key", tls.key);
    if (reader.faults().size() > faults || tls.certificate.empty() != tls.key.empty()) return;
  }
  if (!options.base.is_tls) return;
  options.tls = TakeTls(net::TlsContext::ForClient(tls), node ? section : parent, reader);
}

void ReadHeaders(const Section& parent, ConfigReader& reader, net::HttpHeaders& into) {
  const YamlNode& node = parent.node["headers"];
  if (!node) return;
  const Section section{node, parent.At("headers")};
  if (!reader.OpenNames(section, "names and values")) return;
  for (const auto& [key, value] : node.Entries()) {
    const std::string& name = key.Text();
    const std::string lower = LowerAscii(name);
    if (!IsHeaderName(name)) {
      reader.Error(key, "config.value.header", "'" + name + "' is no name of an HTTP header");
    } else if (std::find(kOwnHeaders.begin(), kOwnHeaders.end(), lower) != kOwnHeaders.end()) {
      reader.Error(key, "config.value.conflict", "the header '" + name + "' is not free to be set");
    } else if (auto text = reader.Text(value, section.At(name))) {
      into.emplace_back(name, std::move(*text));
    }
  }
}

// Either a key or a client secret.
void ReadCredentials(const Section& section, ConfigReader& reader, oauth2::Oauth2Options& into) {
  const bool has_key = static_cast<bool>(section.node["key"]);
  if (has_key == static_cast<bool>(section.node["client-secret"])) {
    reader.Error(section.node, "config.value.conflict",
                 section.path + " wants either a key or a client-secret");
    return;
  }
  if (!has_key) {
    reader.TakeSecret(section, "client-secret", into.client_secret);
    return;
  }
  reader.Require(section, "key-id");
  reader.TakeText(section, "key-id", into.key_id);
  using oauth2::JwtAlgorithm;
  reader.TakeWord<JwtAlgorithm>(section, "algorithm",
                                {{"RS512", JwtAlgorithm::kRs512},
                                 {"RS384", JwtAlgorithm::kRs384},
                                 {"ES384", JwtAlgorithm::kEs384}},
                                into.algorithm);
  if (!reader.TakePem(section, "key", into.key)) return;
  if (auto good = oauth2::CheckSigningKey(into.algorithm, into.key); !good) {
    reader.Error(section.node["key"], "config.value.pem",
                 section.At("key") + ": " + good.error().detail);
  }
}

void ReadOauth2(const Section& parent, bool allow_plain, ConfigReader& reader,
                FhirServer& options) {
  const YamlNode& node = parent.node["oauth2"];
  if (!node) return;
  const Section section{node, parent.At("oauth2")};
  if (!reader.Open(section, {"token-url", "client-id", "key", "key-id", "algorithm",
                             "client-secret", "scope", "ca"})) {
    return;
  }
  oauth2::Oauth2Options oauth2;
  const auto url = TakeUrl(section, "token-url", allow_plain, reader, oauth2.token_url);
  reader.Require(section, "client-id");
  reader.TakeText(section, "client-id", oauth2.client_id);
  reader.TakeText(section, "scope", oauth2.scope);
  ReadCredentials(section, reader, oauth2);
  net::TlsClientOptions tls;
  const bool has_ca = reader.TakePem(section, "ca", tls.ca);
  // Without an authority of its own the token server is trusted as the destination is.
  if (url && url->is_tls && (has_ca || !options.tls)) {
    oauth2.tls = TakeTls(net::TlsContext::ForClient(tls), section, reader);
  }
  options.oauth2 = std::move(oauth2);
}

// Whether corrections change what the server has: only a transaction can do without.
void ReadUpdate(const Section& section, ConfigReader& reader, model::PayloadForm& form) {
  bool updates = true;
  if (!reader.TakeWord<bool>(section, "update", {{"always", true}, {"never", false}}, updates) ||
      updates) {
    return;
  }
  if (form == model::PayloadForm::kTransaction) {
    form = model::PayloadForm::kCreation;
  } else {
    reader.Error(section.node["update"], "config.value.conflict",
                 section.At("update") + ": never wants send: transaction; a collection is one " +
                     "resource, which its corrections update");
  }
}

}  // namespace

FhirServer ReadFhirServer(const Section& section, std::string_view base_key, ConfigReader& reader) {
  FhirServer server;
  bool allow_plain = false;
  reader.TakeBool(section, "allow-plain-http", allow_plain);
  ReadBase(section, base_key, allow_plain, reader, server.base);
  reader.TakeDuration(section, "timeout", kSecond, kLongestTimeout, server.limits.exchange);
  server.limits.connect = std::min(server.limits.connect, server.limits.exchange);
  server.limits.handshake = std::min(server.limits.handshake, server.limits.exchange);
  ReadClientTls(section, reader, server);
  ReadHeaders(section, reader, server.headers);
  ReadOauth2(section, allow_plain, reader, server);
  return server;
}

channel::FhirOptions ReadFhir(const Section& section, ConfigReader& reader) {
  using model::PayloadForm;
  channel::FhirOptions options;
  std::vector<std::string> keys = {"channel", "base",      "send",   "parallel",
                                   "retry",   "spo2-code", "update", "format"};
  keys.insert(keys.end(), kFhirServerKeys.begin(), kFhirServerKeys.end());
  reader.Open(section, keys);
  reader.TakeWord<PayloadForm>(
      section, "send",
      {{"collection", PayloadForm::kCollection}, {"transaction", PayloadForm::kTransaction}},
      options.form);
  ReadUpdate(section, reader, options.form);
  FhirServer server = ReadFhirServer(section, "base", reader);
  options.base = std::move(server.base);
  options.tls = std::move(server.tls);
  options.limits = server.limits;
  options.headers = std::move(server.headers);
  options.oauth2 = std::move(server.oauth2);
  return options;
}

}  // namespace wardbridge::engine
