// The NHS number: ten digits, Modulus 11 (NHS Data Model and Dictionary; spec/hl7v2-and-mllp
// section 9).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/phi.h"

namespace wardbridge::model {

// Always valid once it exists. A value.
class NhsNumber {
 public:
  // Strips spaces and hyphens; wants ten digits with a right check digit, not ten zeros. Nothing
  // otherwise.
  [[nodiscard]] static std::optional<NhsNumber> Parse(std::string_view text);

  // The ten digits, without spaces.
  [[nodiscard]] const std::string& Reveal() const { return digits_.Reveal(); }

  // Range 999: reserved for tests.
  [[nodiscard]] bool IsTest() const;
  // 3333333333 and the like: passes the check, used in samples, never a live patient.
  [[nodiscard]] bool IsTenEqual() const;

  friend bool operator==(const NhsNumber&, const NhsNumber&) = default;
  friend auto operator<=>(const NhsNumber&, const NhsNumber&) = default;

 private:
  explicit NhsNumber(std::string digits) : digits_(std::move(digits)) {}
  Phi<std::string> digits_;
};

}  // namespace wardbridge::model
