// Who is told which bytes of messages are asked for: for explanations, and for what nobody reads.
#pragma once

#include <cstddef>

namespace wardbridge::hl7 {

class Message;

// Used by the thread that reads the messages it is given to (ParseOptions::reads), and outlives
// them.
class ReadLog {
 public:
  ReadLog() = default;
  ReadLog(const ReadLog&) = delete;
  ReadLog& operator=(const ReadLog&) = delete;
  virtual ~ReadLog() = default;

  // The text of the bytes from `begin` up to `end` of message.Bytes() was asked for.
  virtual void Note(const Message& message, std::size_t begin, std::size_t end) = 0;
};

}  // namespace wardbridge::hl7
