#include "model/identifier.h"

#include "base/text.h"

namespace wardbridge::model {
namespace {

std::string Token(std::string_view text) {
  constexpr std::string_view kEscaped = "$,|\\";
  std::string token;
  for (const char c : text) {
    if (kEscaped.find(c) != std::string_view::npos) token.push_back('\\');
    token.push_back(c);
  }
  return PercentEncode(token, ":/");
}

}  // namespace

std::string IdentifierSearch(std::string_view system, std::string_view value) {
  if (system.empty() || value.empty()) return "";
  return "identifier=" + Token(system) + "|" + Token(value);
}

}  // namespace wardbridge::model
