#include "core/discharge/trace.h"

#include "base/text.h"

namespace wardbridge::discharge {

std::string Stated(const std::string& field, const std::string& value) {
  return field + " " + (value.empty() ? "empty" : Visible(value));
}

std::string Stated(const std::optional<Timestamp>& time) {
  return time ? FormatDateTime(*time) : "not stated";
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + Visible(word);
  return text;
}

}  // namespace wardbridge::discharge
