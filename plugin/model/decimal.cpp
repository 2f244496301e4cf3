#include "model/decimal.h"

#include <cassert>
#include <utility>

#include "base/text.h"

namespace wardbridge::model {
namespace {

constexpr int kMaxDigits = 15;
constexpr int kMaxScale = 9;

__extension__ using Wide = __int128;  // products of two 64-bit numbers

Wide Power10(int n) {
  Wide power = 1;
  for (int i = 0; i < n; ++i) power *= 10;
  return power;
}

std::int64_t DivideRounded(Wide value, Wide divisor) {
  const Wide half = divisor / 2;
  const Wide rounded = value < 0 ? -((-value + half) / divisor) : (value + half) / divisor;
  return static_cast<std::int64_t>(rounded);
}

std::string Write(std::int64_t mantissa, int scale) {
  const bool negative = mantissa < 0;
  std::string digits = std::to_string(negative ? -mantissa : mantissa);
  if (scale > 0) {
    const auto places = static_cast<std::size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
  }
  return negative ? "-" + digits : digits;
}

}  // namespace

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  text = Trim(text);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  std::int64_t mantissa = 0;
  int digits = 0;
  int significant = 0;
  int scale = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (significant > 0 || c != '0') ++significant;
    if (significant > kMaxDigits || (point && scale == kMaxScale)) return std::nullopt;
    mantissa = mantissa * 10 + (c - '0');
    ++digits;
    if (point) ++scale;
  }
  if (digits == 0) return std::nullopt;
  if (negative) mantissa = -mantissa;
  return FromScaled(mantissa, scale);
}

Decimal Decimal::FromScaled(std::int64_t mantissa, int scale) {
  assert(scale >= 0 && scale <= kMaxScale);
  Decimal decimal;
  decimal.mantissa_ = mantissa;
  decimal.scale_ = scale;
  decimal.text_ = Write(mantissa, scale);
  return decimal;
}

std::int64_t Decimal::RoundTo(int places) const {
  if (places >= scale_) return static_cast<std::int64_t>(mantissa_ * Power10(places - scale_));
  return DivideRounded(mantissa_, Power10(scale_ - places));
}

double Decimal::ToDouble() const {
  return static_cast<double>(mantissa_) / static_cast<double>(Power10(scale_));
}

Decimal Decimal::Scaled(std::int64_t numerator, std::int64_t denominator,
                        std::int64_t offset_scaled, int places) const {
  assert(denominator > 0);
  const Wide divisor = Power10(scale_) * denominator;
  const Wide value = static_cast<Wide>(mantissa_) * numerator * Power10(places) +
                     static_cast<Wide>(offset_scaled) * divisor;
  return FromScaled(DivideRounded(value, divisor), places);
}

int Decimal::Compare(const Decimal& a, const Decimal& b) {
  const Wide left = static_cast<Wide>(a.mantissa_) * Power10(b.scale_);
  const Wide right = static_cast<Wide>(b.mantissa_) * Power10(a.scale_);
  return left < right ? -1 : (left > right ? 1 : 0);
}

}  // namespace wardbridge::model
