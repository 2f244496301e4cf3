// Escape sequences of HL7 v2 text (HL7 v2.5.1 ch. 2.7; spec/hl7v2-and-mllp section 6).
#pragma once

#include <string>
#include <string_view>

#include "core/hl7/charset.h"

namespace wardbridge::hl7 {

// MSH-1 and MSH-2. `truncation` is 0 before v2.7. One that MSH-2 leaves out is 0: off, and no byte
// of a message is it.
struct Delimiters {
  char field = '|';
  char component = '^';
  char repetition = '~';
  char escape = '\\';
  char subcomponent = '&';
  char truncation = 0;

  friend bool operator==(const Delimiters&, const Delimiters&) = default;
};

// UTF-8 text and what its escapes were that no text can show.
struct Decoded {
  std::string text;
  bool charset_switch = false;  // \Cxxyy\ or \Mxxyyzz\: U+FFFD stands there
  bool local_escape = false;    // \Zdd..\: kept as it came
};

// Decodes `raw`, a leaf that is split already, once:
//   \F\ \S\ \T\ \R\ \E\ (\P\)      the delimiter in use
//   \Xhh..\                        bytes in `charset`; zero bytes are dropped,
//                                  an odd first digit counts alone
//   \.br\  \.sp n\                 one or n line feeds        \.sk n\   n spaces (n at most 99)
//   \.fi\ \.nf\ \.in n\ \.ti n\ \.ce\ \H\ \N\                 nothing
//   \Cxxyy\  \Mxxyy[zz]\           U+FFFD, flagged            \Zdd..\   kept, flagged
//   anything else                  kept literally, backslash included
// `declared` is MSH-18: a message of ASCII bytes may still escape others, which are then read by
// the order of guesses.
[[nodiscard]] Decoded Unescape(std::string_view raw, const Delimiters& delimiters, Charset charset,
                               std::string_view declared = {});

// The reverse for text of our own: delimiters become escapes (spaces when escapes are off), control
// characters become spaces. The character set is the caller's business.
[[nodiscard]] std::string Escape(std::string_view text, const Delimiters& delimiters);

}  // namespace wardbridge::hl7
