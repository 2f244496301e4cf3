// A fault in a file that a person wrote: configuration, mapping pack, table. Collected, never
// thrown, so that one pass shows them all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge {

struct Fault {
  enum class Severity { kError, kWarning };
  Severity severity = Severity::kError;
  std::string file;     // as the user named it
  int line = 0;         // from 1; 0 when the whole file is meant
  int column = 0;       // from 1, in characters
  std::string code;     // stable: "config.key.unknown"
  std::string text;     // one sentence for people, with a did-you-mean where one is near
  std::string source;   // the source line, for the caret; may be empty
  int source_from = 1;  // the column with which `source` begins, where a long line was cut

  // "file:line:column: error CODE: text"; with `caret` followed by the source line and a caret
  // under the column.
  [[nodiscard]] std::string Text(bool caret) const;
};

// A fault of the whole file, at no line of it.
[[nodiscard]] Fault FileFault(std::string file, std::string code, std::string text,
                              Fault::Severity severity = Fault::Severity::kError);

[[nodiscard]] bool HasErrors(const std::vector<Fault>& faults);

// So many faults are collected. A file that is wrong from end to end must not fill the memory.
inline constexpr std::size_t kMostFaults = 1'000;

// Adds `fault`. Where there are kMostFaults already, a last one, `fault.more`, stands for it and
// all that follow; it is an error as soon as one of these is.
void AddFault(std::vector<Fault>& faults, Fault fault);

}  // namespace wardbridge
