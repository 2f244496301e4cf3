// What the offline commands share: loading a configuration, printing faults, opening the store to
// read.
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/fault.h"
#include "core/discharge/discharge.h"
#include "edge/store/store.h"
#include "engine/config.h"

namespace wardbridge::engine {

// A configuration with its compiled mapping.
struct Loaded {
  Config config;
  std::shared_ptr<const discharge::Program> program;
};

// Null program when a fault was an error; all faults are printed to `err`.
[[nodiscard]] Loaded LoadForCommand(const std::string& path, bool brief, std::ostream& err);

// Prints every fault, each beginning with its file.
void PrintFaults(const std::vector<Fault>& faults, bool brief, std::ostream& err);

// Prints "error: ..." for an Error; returns 1, the exit code.
int Fail(const Error& error, std::ostream& err);

// The store of a configuration, which must be there. `is_own`: this process is its host, and may
// change it; else it only reads. Errors: those of store::Store::Open.
[[nodiscard]] Result<std::unique_ptr<store::Store>> OpenStore(const Config& config, bool is_own);

// The store of a configuration for reading only; prints and returns null when it cannot be opened.
[[nodiscard]] std::unique_ptr<store::Store> OpenForReading(const std::string& config_path,
                                                           bool brief, std::ostream& err);

// The same, of a configuration that is loaded already.
[[nodiscard]] std::unique_ptr<store::Store> OpenStoreToRead(const Config& config,
                                                            std::ostream& err);

// What `find(rows)` gives on a snapshot (store::Find); prints and returns nothing on an error.
template <typename Function>
[[nodiscard]] auto FindOrFail(store::Store& store, Function find, std::ostream& err)
    -> std::optional<typename std::invoke_result_t<Function&, store::Rows&>::value_type> {
  auto found = store::Find(store, std::move(find));
  if (found) return std::move(*found);
  Fail(found.error(), err);
  return std::nullopt;
}

// "nhs-number.missing PID-3: there is no valid NHS number (mappings/...:12)"
[[nodiscard]] std::string IssueText(const model::Issue& issue);

}  // namespace wardbridge::engine
