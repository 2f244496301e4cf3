#include "core/fhir/resource_names.h"

#include <algorithm>

#include "base/text.h"

namespace wardbridge::fhir {

std::string ElementName(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  const std::string_view letters = name.substr(name.starts_with('_') ? 1 : 0);
  const bool is_name = !letters.empty() && letters.size() <= kLongest && IsLetter(letters[0]) &&
                       std::all_of(letters.begin(), letters.end(), IsLetterOrDigit);
  return is_name ? std::string(name) : "?";
}

Error Below(std::string_view step, Error error) {
  error.where.insert(0, step).insert(0, 1, '/');
  return error;
}

Error Wrong(std::string_view detail) { return {Code::kMalformed, "", std::string(detail)}; }

Error Unknown(std::string_view name) {
  return Below(ElementName(name), Wrong("FHIR R4 has no such element here"));
}

}  // namespace wardbridge::fhir
