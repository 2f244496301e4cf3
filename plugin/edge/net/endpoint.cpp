#include "edge/net/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/ip/address.hpp>

#include "base/text.h"

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;

constexpr long long kLastPort = 65535;

// The address of "1.2.3.4" or "[::1]": brackets are there exactly when it is of IPv6.
std::optional<asio::ip::address> AddressOf(std::string_view host) {
  boost::system::error_code error;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const asio::ip::address address = asio::ip::make_address(std::string(host), error);
  if (error || address.is_v6() != bracketed) return std::nullopt;
  return address;
}

}  // namespace

Result<asio::ip::tcp::endpoint> ParseEndpoint(std::string_view text) {
  const Error wrong{Code::kIo, std::string(text),
                    "is no address to listen on: \"127.0.0.1:2575\" and \"[::1]:2575\" are"};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong;
  const std::optional<asio::ip::address> address = AddressOf(text.substr(0, colon));
  const std::optional<long long> port = ParseDigits(text.substr(colon + 1));
  if (!address || !port || *port > kLastPort) return wrong;
  return asio::ip::tcp::endpoint(*address, static_cast<std::uint16_t>(*port));
}

}  // namespace wardbridge::net
