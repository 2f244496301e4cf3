// Words of remote monitoring: notes, messages between patient and ward, answers to a questionnaire.
// Kept, shown in the document with author and time; nothing is scored from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/phi.h"
#include "base/timestamp.h"
#include "model/reading.h"

namespace wardbridge::model {

enum class TextKind { kNote, kMessage, kQuestionnaire };

// One line of it: a question with its answer, or a text without a question.
struct TextLine {
  Phi<std::string> question;
  Phi<std::string> answer;

  friend bool operator==(const TextLine&, const TextLine&) = default;
};

// A value. Belongs to a patient and a time, like a Reading, and is replaced and withdrawn by its
// key like one.
struct ClinicalText {
  std::string key;     // digest of what identifies it at its sender
  std::string source;  // the feed it came from
  TextKind kind = TextKind::kNote;
  Timestamp time;  // when it was written or answered
  Timestamp received;
  std::optional<Timestamp> stated;  // when the sender said so
  std::int64_t message = 0;         // inbox id
  Phi<std::string> author;          // a name or a role; empty: not stated
  Phi<std::string> title;           // of a questionnaire, of a note; may be empty
  std::vector<TextLine> lines;
  ReadingStatus status = ReadingStatus::kFinal;
};

}  // namespace wardbridge::model
