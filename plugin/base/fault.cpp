#include "base/fault.h"

#include <algorithm>
#include <utility>

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
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
    marker.push_back(c == '\t' ? '\t' : ' ');
    ++characters;
  }
  return out + "\n" + source + "\n" + marker + "^";
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
    faults.push_back({fault.severity,
                      fault.file,
                      0,
                      0,
                      "fault.more",
                      "there are more faults; these are the first " + std::to_string(kMostFaults),
                      {}});
  }
  if (fault.severity == Fault::Severity::kError) faults.back().severity = fault.severity;
}

}  // namespace wardbridge
