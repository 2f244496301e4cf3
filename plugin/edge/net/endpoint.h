// Where to listen: "127.0.0.1:2575", "[::1]:2575". Inside of edge/net.
#pragma once

#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"

namespace wardbridge::net {

// Reads an address and a port, both as numbers: no name is ever looked up. Errors: kIo with `text`
// and the forms that are understood.
[[nodiscard]] Result<boost::asio::ip::tcp::endpoint> ParseEndpoint(std::string_view text);

}  // namespace wardbridge::net
