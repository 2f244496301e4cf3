// Character sets of HL7 v2 messages (MSH-18, table 0211; spec/hl7v2-and-mllp section 7). Everything
// becomes UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wardbridge::hl7 {

enum class Charset {
  kAscii,
  kUtf8,
  kWindows1252,
  kIso8859_1,
  kIso8859_2,
  kIso8859_3,
  kIso8859_4,
  kIso8859_5,
  kIso8859_6,
  kIso8859_7,
  kIso8859_8,
  kIso8859_9,
  kIso8859_13,
  kIso8859_15,
  kIso8859_10,
  kIso8859_11,
  kIso8859_14,
  kIso8859_16,
};

// "UNICODE UTF-8", "8859/1", "windows-1252" ...: case and spacing ignored; bare UNICODE is UTF-8.
// Nothing when unknown.
[[nodiscard]] std::optional<Charset> CharsetOf(std::string_view name);
// The name as MSH-18 writes it.
[[nodiscard]] std::string_view Name(Charset charset);

struct CharsetChoice {
  Charset charset = Charset::kAscii;
  bool declared_wrong =
      false;  // the bytes are not what MSH-18 says, or it names a set that is not known
  bool undefined_bytes = false;  // 81 8D 8F 90 9D in windows-1252, and what other sets leave open
                                 // (80 to 9F of ISO 8859)
};

// The order of guesses for the bytes of a whole message.
[[nodiscard]] CharsetChoice Choose(std::string_view bytes, std::string_view declared,
                                   std::optional<Charset> force);

// UTF-8 of `bytes`; what a set does not define becomes U+FFFD.
[[nodiscard]] std::string ToUtf8(std::string_view bytes, Charset charset);
// The reverse, for acknowledgements; what the set cannot hold becomes '?'.
[[nodiscard]] std::string FromUtf8(std::string_view text, Charset charset);

}  // namespace wardbridge::hl7
