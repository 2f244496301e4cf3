#include "core/fhir/xml_text.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace wardbridge::fhir {
namespace {

// Appends `text` with each of `special` as `escape(c)` has it.
template <typename Escape>
void AppendEscaped(std::string_view text, std::string_view special, Escape escape,
                   std::string& out) {
  while (true) {
    const std::size_t at = text.find_first_of(special);
    out.append(text.substr(0, at));
    if (at == std::string_view::npos) return;
    out.append(escape(text[at]));
    text.remove_prefix(at + 1);
  }
}

std::string_view XmlEscape(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    default:
      return "&#13;";
  }
}

}  // namespace

std::size_t XmlCharacterSize(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80U) {
    const bool is_control = byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r';
    return is_control ? 0 : 1;
  }
  const std::size_t size = Utf8Size(text, at);
  const std::string_view character = text.substr(at, size);
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF" ? 0 : size;
}

bool IsXmlText(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = XmlCharacterSize(text, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

bool HasContent(std::string_view text) {
  return text.find_first_not_of(" \t\n\r") != std::string_view::npos;
}

void AppendXmlAttribute(std::string_view text, std::string& out) {
  AppendEscaped(text, "&<>\"\t\n\r", XmlEscape, out);
}

void AppendXmlText(std::string_view text, std::string& out) {
  AppendEscaped(text, "&<>\r", XmlEscape, out);
}

void AppendJsonString(std::string_view text, std::string& out) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20U && c != '"' && c != '\\';
  });
  if (is_plain) {
    out.append("\"").append(text).append("\"");
  } else {
    out.append(nlohmann::json(text).dump());
  }
}

}  // namespace wardbridge::fhir
