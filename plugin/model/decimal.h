// A decimal number that keeps the digits it came with: 36.60 stays 36.60 (FHIR R4 decimal; never
// binary floating point).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wardbridge::model {

// mantissa / 10^scale, with the text it is written as. A value. At most 15 significant digits,
// scale 0 to 9.
class Decimal {
 public:
  Decimal() = default;

  // "36.60", "-1", "+5" (the plus is dropped), ".5" (written 0.5), "5." (written 5). No exponent,
  // no blanks inside; blanks around are trimmed. Nothing when it is not such a number.
  [[nodiscard]] static std::optional<Decimal> Parse(std::string_view text);
  // mantissa / 10^scale, written with exactly `scale` places.
  [[nodiscard]] static Decimal FromScaled(std::int64_t mantissa, int scale);

  // A legal JSON number.
  [[nodiscard]] const std::string& Text() const { return text_; }
  // Value times 10^places, rounded half away from zero: RoundTo(1) of 35.05 is 351.
  [[nodiscard]] std::int64_t RoundTo(int places) const;
  // For charts only.
  [[nodiscard]] double ToDouble() const;
  // this * numerator / denominator + offset / 10^places, rounded half away from zero to `places`:
  // unit conversion without floating point. `denominator` > 0.
  [[nodiscard]] Decimal Scaled(std::int64_t numerator, std::int64_t denominator,
                               std::int64_t offset_scaled, int places) const;

  [[nodiscard]] std::int64_t mantissa() const { return mantissa_; }
  [[nodiscard]] int scale() const { return scale_; }

  // By value: 36.6 == 36.60.
  friend bool operator==(const Decimal& a, const Decimal& b) { return Compare(a, b) == 0; }
  friend bool operator<(const Decimal& a, const Decimal& b) { return Compare(a, b) < 0; }

 private:
  [[nodiscard]] static int Compare(const Decimal& a, const Decimal& b);
  std::int64_t mantissa_ = 0;
  int scale_ = 0;
  std::string text_ = "0";
};

}  // namespace wardbridge::model
