#include "edge/net/url.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

#include "base/text.h"

namespace wardbridge::net {
namespace {

constexpr long long kLastPort = 65535;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

bool IsHostName(std::string_view host) {
  constexpr std::size_t kLongest = 253;
  return !host.empty() && host.size() <= kLongest && host.front() != '.' &&
         std::all_of(host.begin(), host.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '-' || c == '.' || c == '_'; });
}

bool IsPathAndQuery(std::string_view text) {
  constexpr std::string_view kOthers = "/?-._~!$&'()*+,;=:@%";
  return std::all_of(text.begin(), text.end(), [kOthers](char c) {
    return IsLetterOrDigit(c) || kOthers.find(c) != std::string_view::npos;
  });
}

std::optional<boost::asio::ip::address> AddressOf(const std::string& host) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error) return std::nullopt;
  return address;
}

// Reads "name", "name:8443", "[::1]:8443".
bool ReadAuthority(std::string_view text, HttpUrl& url) {
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    url.host = std::string(text.substr(1, end - 1));
    const auto address = AddressOf(url.host);
    if (!address || !address->is_v6()) return false;
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    url.host = std::string(text.substr(0, colon));
    if (!IsHostName(url.host)) return false;
    port = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
  }
  url.port = url.is_tls ? kHttpsPort : kHttpPort;
  if (port.empty()) return true;
  const auto number = port.front() == ':' ? ParseDigits(port.substr(1)) : std::nullopt;
  if (!number || *number < 1 || *number > kLastPort) return false;
  url.port = static_cast<std::uint16_t>(*number);
  return true;
}

}  // namespace

bool HttpUrl::IsLoopback() const {
  if (LowerAscii(host) == "localhost") return true;
  const auto address = AddressOf(host);
  return address && address->is_loopback();
}

bool HttpUrl::IsAddress() const { return AddressOf(host).has_value(); }

std::string HttpUrl::Authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool usual = port == (is_tls ? kHttpsPort : kHttpPort);
  return usual ? name : name + ":" + std::to_string(port);
}

std::string HttpUrl::Target() const {
  const std::string target = path.empty() ? "/" : path;
  return query.empty() ? target : target + "?" + query;
}

std::optional<HttpUrl> ParseHttpUrl(std::string_view text) {
  constexpr std::string_view kHttp = "http://";
  constexpr std::string_view kHttps = "https://";
  HttpUrl url;
  const std::string lower = LowerAscii(text.substr(0, kHttps.size()));
  url.is_tls = lower == kHttps;
  if (!url.is_tls && !lower.starts_with(kHttp)) return std::nullopt;
  text.remove_prefix(url.is_tls ? kHttps.size() : kHttp.size());
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  if (!ReadAuthority(text.substr(0, end), url)) return std::nullopt;
  text.remove_prefix(end);
  if (!IsPathAndQuery(text)) return std::nullopt;
  const std::size_t question = text.find('?');
  url.path = std::string(text.substr(0, question));
  if (question != std::string_view::npos) url.query = std::string(text.substr(question + 1));
  if (url.path.ends_with('/')) url.path.pop_back();
  return url;
}

}  // namespace wardbridge::net
