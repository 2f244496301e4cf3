// Building the acknowledgement (HL7 v2 ch. 2.9; spec/hl7v2-and-mllp sections 2, 3 and 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "core/hl7/message.h"

namespace wardbridge::hl7 {

enum class AckMode { kOriginal, kAuto, kCommit, kAlwaysAa };
enum class Verdict { kAccept, kError, kReject };

struct AckRequest {
  Verdict verdict = Verdict::kAccept;
  AckMode mode = AckMode::kOriginal;
  Timestamp now;
  std::string control_id;  // ours: unique, at most 20 characters
  // For kError and kReject: table 0357, and where ("PID", sequence 1, field 3), all from the
  // message's structure.
  int error_code = 0;
  std::string segment;
  int sequence = 0;
  int field = 0;
  std::string text;  // short English, without patient data; "" on an error: the words of table 0357
};

// MSA-1 of the answer at once: "AA", "AE", "AR", "CA", "CE", "CR", or "" when none is wanted. Of a
// message that wants both answers it is the commit answer; one that wants the application's answer
// only gets that.
[[nodiscard]] std::string_view AckCode(const Message& message, Verdict verdict, AckMode mode);

// The acknowledgement in the sender's delimiters, version and character set, each segment ended by
// CR; "" when the mode of the message (NE/NE under kAuto, SU or ER that does not apply) wants no
// answer. Bytes that would break the answer's frame (NUL, 0B, 1C) are not copied from the message.
// kAlwaysAa is AA whatever the verdict.
[[nodiscard]] std::string Acknowledge(const Message& message, const AckRequest& request);

// MSH-10 of bytes that may be cut off or unparsable: for a frame over the limit. Nothing when it is
// not complete or is empty.
[[nodiscard]] std::optional<std::string> FindControlId(std::string_view start_of_message);

}  // namespace wardbridge::hl7
