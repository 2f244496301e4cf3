#include "engine-adapter/abi/fill.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace wardbridge::abi {
namespace {

// Copies as much of `text` as fits with a zero behind it, and no broken character of UTF-8.
void Cut(std::string_view text, char* into, std::size_t size) {
  std::size_t length = std::min(text.size(), size - 1);
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (length > 0 && continues(length)) --length;
  std::memcpy(into, text.data(), length);
  std::memset(into + length, 0, size - length);
}

std::string Place(const Fault& fault) {
  if (fault.line <= 0) return fault.file;
  return fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column);
}

}  // namespace

wb_status StatusOf(Code code) {
  switch (code) {
    case Code::kMalformed:
    case Code::kMissing:
    case Code::kNotFound:
      return WB_E_ARGUMENT;
    case Code::kUnsupported:
      return WB_E_UNSUPPORTED;
    case Code::kBusy:
      return WB_E_BUSY;
    case Code::kTimeout:
      return WB_E_TIMEOUT;
    case Code::kClosed:
    case Code::kConflict:
      return WB_E_STATE;
    case Code::kConfig:
      return WB_E_CONFIG;
    case Code::kIo:
    case Code::kFull:
    case Code::kDenied:
      return WB_E_IO;
    case Code::kInternal:
      return WB_E_INTERNAL;
  }
  return WB_E_INTERNAL;
}

Failure Misuse(std::string where, std::string text) {
  return {WB_E_ARGUMENT, "argument", std::move(where), std::move(text)};
}

Failure FailureOf(const Error& error) {
  return {StatusOf(error.code), std::string(Name(error.code)), error.where, error.detail};
}

Failure FailureOf(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    if (fault.severity == Fault::Severity::kError) {
      return {WB_E_CONFIG, fault.code, Place(fault), fault.text};
    }
  }
  return {WB_E_CONFIG, "config", "", "the configuration was refused"};
}

wb_status Put(const Failure& failure, wb_error* err) {
  if (err == nullptr) return failure.status;
  if (WB_HAS(wb_error, err, status)) err->status = failure.status;
  if (WB_HAS(wb_error, err, code)) Cut(failure.code, err->code, sizeof err->code);
  if (WB_HAS(wb_error, err, where)) Cut(failure.where, err->where, sizeof err->where);
  if (WB_HAS(wb_error, err, text)) Cut(failure.text, err->text, sizeof err->text);
  return failure.status;
}

wb_status PutOk(wb_error* err) { return Put(Failure{}, err); }

void Put(engine::ProcessOutcome result, wb_outcome& outcome) {
  auto owned = std::make_unique<engine::ProcessOutcome>(std::move(result));
  outcome.disposition = static_cast<wb_disposition>(owned->disposition);
  outcome.ack = Borrow(owned->ack);
  outcome.bundle = Borrow(owned->bundle);
  outcome.report = Borrow(owned->report);
  outcome.owner = owned.release();
}

void Release(wb_outcome* outcome) noexcept {
  if (outcome == nullptr || !WB_HAS(wb_outcome, outcome, owner)) return;
  const std::unique_ptr<engine::ProcessOutcome> owned(
      static_cast<engine::ProcessOutcome*>(outcome->owner));
  const std::uint32_t size = outcome->struct_size;
  *outcome = wb_outcome{};
  outcome->struct_size = size;
}

}  // namespace wardbridge::abi
