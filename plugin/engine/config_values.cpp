#include "engine/config_values.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <arpa/inet.h>

#include "base/text.h"

namespace wardbridge::engine {
namespace {

struct Unit {
  std::string_view name;
  long long factor;
};
// Largest first, so that formatting finds the shortest text.
constexpr std::array kDurationUnits = {Unit{"d", 86'400'000}, Unit{"h", 3'600'000},
                                       Unit{"min", 60'000}, Unit{"s", 1'000}, Unit{"ms", 1}};
constexpr std::array kSizeUnits = {Unit{"GiB", 1LL << 30}, Unit{"MiB", 1LL << 20},
                                   Unit{"KiB", 1LL << 10}, Unit{"B", 1}};
constexpr long long kLongestMs = 36'525LL * 86'400'000LL;
constexpr long long kLargestBytes = 1024LL << 30;

template <std::size_t N>
std::optional<long long> ParseWithUnit(std::string_view text, const std::array<Unit, N>& units,
                                       long long limit) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = ParseDigits(text.substr(0, digits));
  if (!number) return std::nullopt;
  for (const Unit& unit : units) {
    if (unit.name != text.substr(digits)) continue;
    if (*number > limit / unit.factor) return std::nullopt;
    return *number * unit.factor;
  }
  return std::nullopt;
}

template <std::size_t N>
std::string FormatWithUnit(long long value, const std::array<Unit, N>& units) {
  if (value == 0) return "0" + std::string(units[N - 2].name == "s" ? "s" : "B");
  for (const Unit& unit : units) {
    if (value % unit.factor == 0) {
      return std::to_string(value / unit.factor) + std::string(unit.name);
    }
  }
  return {};
}

// Inverse and permutation tables of Verhoeff's check (dihedral group of order ten).
constexpr std::array<std::string_view, 10> kTimes = {
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"};
constexpr std::array<std::string_view, 8> kPermutation = {"0123456789", "1576283094", "5803796142",
                                                          "8916043527", "9453126870", "4286573901",
                                                          "2793806415", "7046913258"};

}  // namespace

std::optional<Millis> ParseDuration(std::string_view text) {
  const auto ms = ParseWithUnit(text, kDurationUnits, kLongestMs);
  if (!ms) return std::nullopt;
  return Millis(*ms);
}

std::string FormatDuration(Millis duration) {
  return FormatWithUnit(duration.count(), kDurationUnits);
}

std::optional<Millis> ParseTimeOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = ParseDigits(text.substr(0, 2));
  const auto minute = ParseDigits(text.substr(3));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

std::optional<std::size_t> ParseSize(std::string_view text) {
  const auto bytes = ParseWithUnit(text, kSizeUnits, kLargestBytes);
  if (!bytes) return std::nullopt;
  return static_cast<std::size_t>(*bytes);
}

std::string FormatSize(std::size_t bytes) {
  return FormatWithUnit(static_cast<long long>(bytes), kSizeUnits);
}

std::string Address::Text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<Address> ParseAddress(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = ParseDigits(text.substr(colon + 1));
  if (!port || *port > 65'535) return std::nullopt;
  Address address;
  address.port = static_cast<std::uint16_t>(*port);
  const std::string_view host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    address.host = std::string(host.substr(1, host.size() - 2));
    in6_addr v6{};
    if (inet_pton(AF_INET6, address.host.c_str(), &v6) != 1) return std::nullopt;
    address.loopback = std::memcmp(&v6, &in6addr_loopback, sizeof v6) == 0;
    return address;
  }
  address.host = host == "localhost" ? "127.0.0.1" : std::string(host);
  in_addr v4{};
  if (inet_pton(AF_INET, address.host.c_str(), &v4) != 1) return std::nullopt;
  address.loopback = (ntohl(v4.s_addr) >> 24U) == 127U;
  return address;
}

bool IsAbsoluteUri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  if (!IsLetter(text.front())) return false;
  const std::string_view scheme = text.substr(0, colon);
  if (!std::all_of(scheme.begin(), scheme.end(), [&](char c) {
        return IsLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
      })) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '\\';
  });
}

bool IsSnomedId(std::string_view text) {
  if (text.size() < 6 || text.size() > 18 || text.front() == '0') return false;
  std::size_t check = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char digit = text[text.size() - 1 - i];
    if (digit < '0' || digit > '9') return false;
    const auto moved =
        static_cast<std::size_t>(kPermutation[i % 8][static_cast<std::size_t>(digit - '0')] - '0');
    check = static_cast<std::size_t>(kTimes[check][moved] - '0');
  }
  return check == 0;
}

}  // namespace wardbridge::engine
