#include "model/nhs_number.h"

#include <array>
#include <cstddef>

namespace wardbridge::model {

std::optional<NhsNumber> NhsNumber::Parse(std::string_view text) {
  std::array<char, 10> digits{};
  std::size_t count = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    if (c < '0' || c > '9' || count == digits.size()) return std::nullopt;
    digits[count] = c;
    ++count;
  }
  const std::string_view all(digits.data(), count);
  if (count != digits.size() || all == "0000000000") return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * (10 - static_cast<int>(i));
  const int check = (11 - sum % 11) % 11;  // 11 becomes 0; 10 never equals a digit
  if (check != digits[9] - '0') return std::nullopt;
  return NhsNumber(std::string(all));
}

bool NhsNumber::IsTest() const { return digits_.Reveal().starts_with("999"); }

bool NhsNumber::IsTenEqual() const {
  return digits_.Reveal().find_first_not_of(digits_.Reveal().front()) == std::string::npos;
}

}  // namespace wardbridge::model
