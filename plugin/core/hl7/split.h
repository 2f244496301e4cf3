// From the content of a frame (or a file) to single messages (spec/hl7v2-and-mllp section 1,
// tolerance table).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge::hl7 {

struct SplitMessages {
  std::vector<std::string_view> messages;  // each begins with MSH; views of the content
  bool leading_noise = false;  // byte order mark or white space before the first MSH was skipped
  bool envelope = false;       // FHS/BHS/BTS/FTS were removed
  std::optional<long long> stated_count;  // BTS-1, to compare with messages.size()
};

// Splits at each segment that begins with MSH and the field separator of the first one. Empty
// `messages`: the content is not HL7 v2.
[[nodiscard]] SplitMessages Split(std::string_view content);

// A whole file for `convert`: MLLP framing (0B ... 1C 0D) is taken off first, then as Split, any
// separator per message.
[[nodiscard]] std::vector<std::string> SplitFile(std::string_view bytes);

}  // namespace wardbridge::hl7
