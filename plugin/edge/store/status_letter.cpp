#include "edge/store/status_letter.h"

namespace wardbridge::store {
namespace {

// In the order of model::ReadingStatus.
constexpr std::string_view kStatusLetters = "FCPW";

}  // namespace

std::string_view StatusLetter(model::ReadingStatus status) {
  return kStatusLetters.substr(static_cast<std::size_t>(status), 1);
}

std::optional<model::ReadingStatus> StatusOf(std::string_view letter) {
  const std::size_t at = kStatusLetters.find(letter);
  if (letter.size() != 1 || at == std::string_view::npos) return std::nullopt;
  return static_cast<model::ReadingStatus>(at);
}

}  // namespace wardbridge::store
