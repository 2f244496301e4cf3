// What an answer is asked for; apart from the client and its coroutines.
#include <string>
#include <string_view>

#include "base/text.h"
#include "edge/net/http_client.h"

namespace wardbridge::net {

std::string_view HttpAnswer::Header(std::string_view name) const {
  const std::string wanted = LowerAscii(name);
  for (const auto& [key, value] : headers) {
    if (LowerAscii(key) == wanted) return value;
  }
  return {};
}

}  // namespace wardbridge::net
