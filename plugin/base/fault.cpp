#include "base/fault.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace wardbridge {

std::string Fault::Text(bool caret) const {
  std::string out = file;
  if (line > 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
  out += severity == Severity::kError ? ": error " : ": warning ";
  out += code + ": " + text;
  if (!caret || source.empty() || line <= 0) return out;
  // Tabs are kept in the line of the caret, so that it stands under its character on any terminal.
  std::string marker;
  int characters = source_from;
  for (const char c : source) {
    if (characters >= column) break;
    if (!StartsCharacter(c)) continue;
    marker.push_back(c == '\t' ? '\t' : ' ');
    ++characters;
  }
  return out + "\n" + source + "\n" + marker + "^";
}

Fault FileFault(std::string file, std::string code, std::string text, Fault::Severity severity) {
  Fault fault;
  fault.severity = severity;
  fault.file = std::move(file);
  fault.code = std::move(code);
  fault.text = std::move(text);
  return fault;
}

bool HasErrors(const std::vector<Fault>& faults) {
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& f) { return f.severity == Fault::Severity::kError; });
}

void AddFault(std::vector<Fault>& faults, Fault fault) {
  if (faults.size() < kMostFaults) {
    faults.push_back(std::move(fault));
    return;
  }
  if (faults.size() == kMostFaults) {
    faults.push_back(
        FileFault(fault.file, "fault.more",
                  "there are more faults; these are the first " + std::to_string(kMostFaults),
                  fault.severity));
  }
  if (fault.severity == Fault::Severity::kError) faults.back().severity = fault.severity;
}

}  // namespace wardbridge
