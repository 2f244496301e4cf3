// Fills the structs of the C contract that the caller has allocated: wb_error and wb_outcome.
#pragma once

#include <string>
#include <string_view>

#include "engine-adapter/include/wardbridge_plugin.h"
#include "engine/engine.h"

namespace wardbridge::abi {

// One failure in the terms of the contract.
struct Failure {
  wb_status status = WB_OK;
  std::string code;
  std::string where;
  std::string text;
};

// The status that an Error of the engine means at this border.
[[nodiscard]] wb_status StatusOf(Code code);
// An argument that the contract does not allow.
[[nodiscard]] Failure Misuse(std::string where, std::string text);
[[nodiscard]] Failure FailureOf(const Error& error);
// WB_E_CONFIG with the first error among `faults`.
[[nodiscard]] Failure FailureOf(const std::vector<Fault>& faults);

// Writes what lies within err->struct_size, texts cut at a character. `err` may be null. Returns
// failure.status.
wb_status Put(const Failure& failure, wb_error* err);
// Empties `err`. Returns WB_OK.
wb_status PutOk(wb_error* err);

// Moves a result into `outcome`, which must be a whole, empty wb_outcome. The memory is freed by
// Release.
void Put(engine::ProcessOutcome result, wb_outcome& outcome);
// Null and empty outcomes are fine.
void Release(wb_outcome* outcome) noexcept;

// A view of a borrowed string; empty for a null one.
[[nodiscard]] inline std::string_view View(wb_str text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
// A borrowed string of `text`, which must outlive the call it is passed to.
[[nodiscard]] inline wb_str Borrow(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace wardbridge::abi
