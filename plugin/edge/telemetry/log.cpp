#include "edge/telemetry/log.h"

#include <utility>

#include "base/text.h"

namespace wardbridge::telemetry {
namespace {

bool IsControl(unsigned char c) { return c < 0x20 || c == 0x7F; }

void AppendEscaped(std::string& out, unsigned char c) {
  constexpr char kHex[] = "0123456789abcdef";
  out += "\\x";
  out += kHex[c >> 4U];
  out += kHex[c & 0x0FU];
}

// A character that makes quotes necessary. The backslash is one of them: without quotes "\x0a" is
// an escape.
bool NeedsQuotes(char c) { return c == ' ' || c == '"' || c == '=' || c == '\\'; }

// The value as it stands in a line. Bytes of UTF-8 stay, except for the controls U+0080 to U+009F;
// in text that is no UTF-8 every byte above 0x7F is escaped. So a value can neither end its line
// nor move the cursor of a terminal.
void AppendValue(std::string& out, std::string_view value) {
  const bool is_utf8 = IsUtf8(value);
  bool quoted = value.empty();
  for (const char c : value) quoted = quoted || NeedsQuotes(c);
  if (quoted) out += '"';
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto c = static_cast<unsigned char>(value[i]);
    const bool is_c1 = is_utf8 && c == 0xC2 && i + 1 < value.size() &&
                       static_cast<unsigned char>(value[i + 1]) < 0xA0;
    if (is_c1) {
      AppendEscaped(out, c);
      AppendEscaped(out, static_cast<unsigned char>(value[++i]));
    } else if (IsControl(c) || (c >= 0x80 && !is_utf8)) {
      AppendEscaped(out, c);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += value[i];
    }
  }
  if (quoted) out += '"';
}

}  // namespace

Log::Log(LogSink sink, Level least) : sink_(std::move(sink)), least_(least) {}

void Log::Write(Level level, std::string_view component, std::string_view event,
                std::initializer_list<Field> fields) const {
  if (level < least_ || !sink_) return;
  sink_(level, component, Format(event, fields));
}

std::string Log::Format(std::string_view event, std::initializer_list<Field> fields) {
  std::string line(event);
  for (const Field& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    AppendValue(line, field.value);
  }
  return line;
}

}  // namespace wardbridge::telemetry
