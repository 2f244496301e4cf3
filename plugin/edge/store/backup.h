// A copy of a store, made while a host works on it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace wardbridge::store {

struct BackupOptions {
  int pages_at_once = 256;  // 1 MiB
  // Told after each step, with pages; may be empty.
  std::function<void(std::int64_t done, std::int64_t all)> progress;
};

// Copies the store at `path`, as it stands at the beginning, into TARGET.part, checks the copy,
// syncs it and gives it the name `target`. Neither file may be there: nothing is ever overwritten.
// The copy has mode 0600, like the store: it holds patient data. One snapshot is read throughout,
// so that commits beside it neither wait nor make it start afresh; the store's log grows for that
// time. After an error no copy is left behind. Blocking; any thread. Errors: kNotFound, kConflict
// (a file is there), kIo, kFull.
[[nodiscard]] Result<> Backup(const std::string& path, const std::string& target,
                              const BackupOptions& options = {});

}  // namespace wardbridge::store
