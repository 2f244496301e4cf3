// What the sections that speak HTTP or TLS share: addresses and TLS contexts.
#include <utility>

#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {

std::optional<net::HttpUrl> TakeHttpUrl(const Section& section, std::string_view key,
                                        const std::string& example, std::string_view plain_fault,
                                        ConfigReader& reader, std::string& text) {
  reader.Require(section, key);
  if (!reader.TakeText(section, key, text, "URL")) return std::nullopt;
  const YamlNode& node = section.node[key];
  auto url = net::ParseHttpUrl(text);
  if (!url) {
    reader.Error(node, "config.value.uri",
                 section.At(key) +
                     " must be an http or https address without user, fragment and blanks (\"" +
                     example + "\")");
  } else if (!url->is_tls && !plain_fault.empty() && !url->IsLoopback()) {
    reader.Error(node, "config.value.plain-http", section.At(key) + std::string(plain_fault));
  }
  return url;
}

void TakeLoopback(const Section& section, std::string_view key, std::string_view why,
                  ConfigReader& reader, std::string& into) {
  reader.Require(section, key);
  std::string text;
  if (!reader.TakeText(section, key, text, "address")) return;
  const YamlNode& node = section.node[key];
  const auto address = ParseAddress(text);
  if (!address) {
    reader.Error(node, "config.value.address",
                 section.At(key) + " must be an IP address and a port (\"127.0.0.1:8025\")");
  } else if (!address->loopback) {
    reader.Error(node, "config.value.loopback",
                 section.At(key) + " must be a loopback address: " + std::string(why));
  } else {
    into = address->Text();
  }
}

std::shared_ptr<net::TlsContext> TakeTls(Result<std::shared_ptr<net::TlsContext>> made,
                                         const Section& section, ConfigReader& reader) {
  if (made) return std::move(*made);
  const Error& error = made.error();
  const YamlNode& node = section.node[error.where];
  reader.Error(node ? node : section.node, "config.value.pem",
               section.At(error.where) + " " + error.detail);
  return nullptr;
}

}  // namespace wardbridge::engine
