#include "base/base64.h"

#include <array>
#include <cstdint>

namespace wardbridge {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> MakeValues() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

constexpr auto kValues = MakeValues();

}  // namespace

void AppendBase64(std::string_view bytes, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + (bytes.size() + 2) / 3 * 4);
  char* to = out.data() + start;
  std::size_t i = 0;
  const auto at = [&](std::size_t n) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[n]));
  };
  for (; i + 2 < bytes.size(); i += 3) {
    const std::uint32_t group = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
    *to++ = kAlphabet[group >> 18U];
    *to++ = kAlphabet[group >> 12U & 63U];
    *to++ = kAlphabet[group >> 6U & 63U];
    *to++ = kAlphabet[group & 63U];
  }
  if (i == bytes.size()) return;
  const bool two = i + 1 < bytes.size();
  const std::uint32_t group = at(i) << 16U | (two ? at(i + 1) << 8U : 0U);
  *to++ = kAlphabet[group >> 18U];
  *to++ = kAlphabet[group >> 12U & 63U];
  *to++ = two ? kAlphabet[group >> 6U & 63U] : '=';
  *to++ = '=';
}

std::string Base64(std::string_view bytes) {
  std::string out;
  AppendBase64(bytes, out);
  return out;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const int padding =
        last ? (text[i + 3] == '=') + (text[i + 2] == '=' && text[i + 3] == '=') : 0;
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const bool padded = static_cast<int>(j) >= 4 - padding;
      const int value = padded ? 0 : kValues[static_cast<unsigned char>(text[i + j])];
      if (value < 0) return std::nullopt;
      group = group << 6U | static_cast<std::uint32_t>(value);
    }
    // The bits that padding cuts off must be zero, or two texts would mean the same bytes.
    if ((padding == 1 && (group & 0xFFU) != 0) || (padding == 2 && (group & 0xFFFFU) != 0)) {
      return std::nullopt;
    }
    out.push_back(static_cast<char>(group >> 16U));
    if (padding < 2) out.push_back(static_cast<char>(group >> 8U & 0xFFU));
    if (padding < 1) out.push_back(static_cast<char>(group & 0xFFU));
  }
  return out;
}

}  // namespace wardbridge
