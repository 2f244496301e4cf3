// The exclusive right of one running host to change a store.
#pragma once

#include <string>

#include "base/result.h"

namespace wardbridge::store {

// Held while the object lives; the kernel gives it back when the process ends in whatever way. A
// value that moves.
//
// It is a lock on a file of its own beside the database: closing any other descriptor of the
// database file would make the kernel drop SQLite's own locks on it.
class Lease {
 public:
  // `database` as the user named it; links are followed, so that two names of one file meet.
  // Errors: kBusy with the holder's pid in the detail, kIo.
  [[nodiscard]] static Result<Lease> Take(const std::string& database);

  Lease() = default;
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();

 private:
  explicit Lease(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace wardbridge::store
