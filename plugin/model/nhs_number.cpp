#include "model/nhs_number.h"

#include <utility>

namespace wardbridge::model {

std::optional<NhsNumber> NhsNumber::Parse(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    if (c < '0' || c > '9' || digits.size() == 10) return std::nullopt;
    digits.push_back(c);
  }
  if (digits.size() != 10 || digits == "0000000000") return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * (10 - static_cast<int>(i));
  const int check = (11 - sum % 11) % 11;  // 11 becomes 0; 10 never equals a digit
  if (check != digits[9] - '0') return std::nullopt;
  return NhsNumber(std::move(digits));
}

bool NhsNumber::IsTest() const { return digits_.Reveal().starts_with("999"); }

bool NhsNumber::IsTenEqual() const {
  return digits_.Reveal().find_first_not_of(digits_.Reveal().front()) == std::string::npos;
}

}  // namespace wardbridge::model
