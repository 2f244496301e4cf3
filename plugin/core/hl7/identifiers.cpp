#include "core/hl7/identifiers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/text.h"

namespace wardbridge::hl7 {
namespace {

constexpr std::array<std::string_view, 5> kAuthorities = {
    "NHS", "NHSNBR", "NHSNMBR", "2.16.840.1.113883.2.1.4.1", "HTTPS://FHIR.NHS.UK/ID/NHS-NUMBER"};
constexpr std::array<std::string_view, 5> kTypes = {"NH", "NHS", "NHSNMBR", "HN", "NI"};

bool EqualsUpper(std::string_view text, std::string_view upper) {
  return text.size() == upper.size() &&
         std::equal(text.begin(), text.end(), upper.begin(), [](char a, char b) {
           return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
         });
}

// The text of an element without blanks around it; a copy only where it has to be decoded.
class Trimmed {
 public:
  explicit Trimmed(const Element& element) {
    if (const std::optional<std::string_view> plain = element.PlainText()) {
      text_ = Trim(*plain);
    } else {
      decoded_ = element.Text();
      text_ = Trim(decoded_);
    }
  }
  Trimmed(const Trimmed&) = delete;
  Trimmed& operator=(const Trimmed&) = delete;

  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string decoded_;
  std::string_view text_;
};

template <std::size_t kSize>
bool IsOneOf(const Element& element, const std::array<std::string_view, kSize>& words) {
  if (element.Raw().empty()) return false;
  const Trimmed trimmed(element);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return EqualsUpper(trimmed.text(), word); });
}

// The components of a CX: number, check digit, its scheme, authority, type.
class Cx {
 public:
  explicit Cx(const Element& cx) { cx.Components(parts_); }
  [[nodiscard]] const Element& number() const { return parts_[0]; }
  [[nodiscard]] const Element& authority() const { return parts_[3]; }
  [[nodiscard]] const Element& type() const { return parts_[4]; }

  [[nodiscard]] bool Claims() const {
    return IsOneOf(authority().Subcomponent(1), kAuthorities) ||
           IsOneOf(authority().Subcomponent(2), kAuthorities) || IsOneOf(type(), kTypes);
  }
  [[nodiscard]] std::optional<model::NhsNumber> Number() const {
    return model::NhsNumber::Parse(Trimmed(number()).text());
  }

 private:
  std::array<Element, 5> parts_;
};

void AddOnce(std::vector<model::NhsNumber>& numbers, const model::NhsNumber& number) {
  constexpr std::size_t kMost = 16;
  if (numbers.size() == kMost) return;
  if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
}

void Sort(const Cx& cx, PatientNumbers& out) {
  const Trimmed number_text(cx.number());
  if (number_text.text().empty()) return;
  if (cx.Claims()) {
    if (const auto number = model::NhsNumber::Parse(number_text.text())) {
      AddOnce(out.nhs_numbers, *number);
    } else {
      out.invalid_nhs_number = true;
    }
    return;
  }
  out.local.push_back({Phi<std::string>(std::string(number_text.text())),
                       std::string(Trimmed(cx.authority()).text()),
                       std::string(Trimmed(cx.type()).text())});
}

// A repetition of PID-2, PID-4 or PID-19, which in old messages is a bare number.
void SortLegacy(const Cx& cx, PatientNumbers& out) {
  const bool claims = cx.Claims();
  const bool bare = !cx.authority().HasValue() && !cx.type().HasValue();
  if (!claims && !bare) return;
  if (const auto number = cx.Number()) {
    AddOnce(out.nhs_numbers, *number);
  } else if (claims && cx.number().HasValue()) {
    out.invalid_nhs_number = true;
  }
}

}  // namespace

bool ClaimsNhsNumber(const Element& cx) { return Cx(cx).Claims(); }

bool IsNhsNumber(const Element& cx) {
  const Cx parts(cx);
  return parts.Claims() && parts.Number().has_value();
}

PatientNumbers FindNumbers(const Element& field) {
  PatientNumbers out;
  for (Element rest = field; rest.message() != nullptr;) {
    Sort(Cx(Element::TakeRepetition(rest)), out);
  }
  return out;
}

PatientNumbers FindPatientNumbers(const Message& message) {
  const Segment pid = message.First("PID");
  PatientNumbers out = FindNumbers(pid.Field(3));
  if (!out.nhs_numbers.empty() || out.invalid_nhs_number) return out;
  constexpr std::array<std::size_t, 3> kLegacy = {2, 4, 19};
  for (const std::size_t number : kLegacy) {
    for (Element rest = pid.Field(number); rest.message() != nullptr;) {
      SortLegacy(Cx(Element::TakeRepetition(rest)), out);
    }
  }
  return out;
}

}  // namespace wardbridge::hl7
