// Whether a store is whole: its pages, its references, and the chain of its audit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace wardbridge::store {

// One thing that is broken. No patient data.
struct Finding {
  std::string code;   // "audit.hash", "reference.outbox-summary", "pages"
  std::string where;  // "audit 17"
  std::string text;
};

struct Verified {
  std::vector<Finding> findings;  // at most kMostFindings of each kind
  std::int64_t audit_rows = 0;
  std::string audit_head;   // hash of the last row: to be kept elsewhere, and compared later
  bool head_known = false;  // a row of the chain has the hash that was asked for
};
inline constexpr std::int64_t kMostFindings = 20;

// Reads the whole store at `path` on one snapshot, beside a running host. `known_head`: a hash that
// was the head of the chain once, or "". Blocking; any thread. Errors: kNotFound, kIo,
// kUnsupported.
[[nodiscard]] Result<Verified> Verify(const std::string& path, const std::string& known_head = "");

}  // namespace wardbridge::store
