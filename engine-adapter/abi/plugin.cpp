// The table of functions. Checks arguments, catches everything, decides
// nothing.
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "engine-adapter/abi/entry.h"
#include "engine-adapter/abi/fill.h"
#include "engine-adapter/abi/instance.h"
#include "engine-adapter/include/wardbridge_plugin.h"

#ifndef WARDBRIDGE_VERSION
#error "the build says which version this is"
#endif

// What the opaque pointer of the contract points to.
struct wb_instance {  // NOLINT(readability-identifier-naming): the contract's name
  std::unique_ptr<wardbridge::abi::Instance> instance;
};

namespace wardbridge::abi {
namespace {

// Runs `work`, which returns a Failure, and lets nothing through the border but a status.
template <typename Work>
wb_status Guard(wb_error* err, Work work) noexcept {
  try {
    return Put(work(), err);
  } catch (const std::bad_alloc&) {
    // Short texts need no memory.
    return Put(Failure{WB_E_MEMORY, "memory", "", ""}, err);
  } catch (...) {
    // Texts of exceptions may hold anything, patient data too: they stay here.
    return Put(Failure{WB_E_INTERNAL, "internal", "", "unexpected"}, err);
  }
}

bool IsWhole(wb_str text) { return text.data != nullptr || text.size == 0; }

// What is wrong with a message before anybody looks into it; WB_OK when nothing is.
Failure CheckMessage(const wb_message* message) {
  if (message == nullptr) return Misuse("message", "is NULL");
  if (!WB_HAS(wb_message, message, body)) return Misuse("message", "struct_size is too small");
  if ((message->flags & ~WB_MSG_DRY_RUN) != 0) return Misuse("message.flags", "unknown flag");
  if (!IsWhole(message->body) || message->body.size == 0) return Misuse("message.body", "is empty");
  if (WB_HAS(wb_message, message, source) && !IsWhole(message->source)) {
    return Misuse("message.source", "is NULL with a size");
  }
  if (WB_HAS(wb_message, message, ordering_key) && message->ordering_key.size != 0) {
    return {WB_E_UNSUPPORTED, "unsupported", "message.ordering_key",
            "this version orders by patient only; leave it empty"};
  }
  if (WB_HAS(wb_message, message, received_wall_ms) && message->received_wall_ms < 0) {
    return Misuse("message.received_wall_ms", "is negative");
  }
  if (WB_HAS(wb_message, message, timeout_ms) && message->timeout_ms < 0) {
    return Misuse("message.timeout_ms", "is negative");
  }
  return {};
}

Failure CheckOutcome(const wb_outcome* outcome) {
  if (outcome == nullptr) return Misuse("outcome", "is NULL");
  if (!WB_HAS(wb_outcome, outcome, owner)) return Misuse("outcome", "struct_size is too small");
  if (outcome->owner != nullptr) return Misuse("outcome", "not released since its last use");
  return {};
}

Failure CheckHost(const wb_host* host) {
  if (host == nullptr) return Misuse("host", "is NULL");
  if (!HostServices::IsWhole(*host)) {
    return Misuse("host", "struct_size is too small, or a reserved flag is set");
  }
  if (host->abi_major != WB_ABI_MAJOR) {
    return {WB_E_VERSION, "version", "host.abi_major", "this plugin speaks version 1"};
  }
  return {};
}

wb_status WB_CALL Create(const wb_host* host, wb_str config, uint32_t config_is_path,
                         wb_instance** out, wb_error* err) {
  if (out != nullptr) *out = nullptr;
  return Guard(err, [&]() -> Failure {
    if (out == nullptr) return Misuse("out", "is NULL");
    if (Failure failure = CheckHost(host); failure.status != WB_OK) return failure;
    if (!IsWhole(config) || config.size == 0) return Misuse("config", "is empty");
    auto handle = std::make_unique<wb_instance>();
    Failure failure;
    handle->instance = Instance::Create(*host, config, config_is_path != 0, failure);
    if (handle->instance) *out = handle.release();
    return failure;
  });
}

wb_status WB_CALL Start(wb_instance* instance, wb_error* err) {
  return Guard(err, [&] {
    return instance == nullptr ? Misuse("instance", "is NULL") : instance->instance->Start();
  });
}

wb_status WB_CALL Reload(wb_instance* instance, wb_str config, uint32_t config_is_path,
                         wb_error* err) {
  return Guard(err, [&]() -> Failure {
    if (instance == nullptr) return Misuse("instance", "is NULL");
    if (!IsWhole(config) || config.size == 0) return Misuse("config", "is empty");
    return instance->instance->Reload(config, config_is_path != 0);
  });
}

wb_status WB_CALL Stop(wb_instance* instance, int64_t drain_ms, wb_error* err) {
  return Guard(err, [&] {
    return instance == nullptr ? Misuse("instance", "is NULL") : instance->instance->Stop(drain_ms);
  });
}

void WB_CALL Destroy(wb_instance* instance) { delete instance; }

wb_status WB_CALL Process(wb_instance* instance, const wb_message* message, wb_outcome* outcome,
                          wb_error* err) {
  return Guard(err, [&]() -> Failure {
    if (instance == nullptr) return Misuse("instance", "is NULL");
    if (Failure failure = CheckOutcome(outcome); failure.status != WB_OK) return failure;
    if (Failure failure = CheckMessage(message); failure.status != WB_OK) return failure;
    return instance->instance->Process(*message, *outcome);
  });
}

void WB_CALL ReleaseOutcome(wb_outcome* outcome) { Release(outcome); }

int64_t WB_CALL StatusJson(wb_instance* instance, char* buf, uint64_t cap) {
  if (instance == nullptr) return -1;
  try {
    const std::string json = instance->instance->StatusJson();
    if (buf != nullptr) json.copy(buf, cap);  // at most all of it; no zero follows
    return static_cast<int64_t>(json.size());
  } catch (...) {
    return -1;
  }
}

const void* WB_CALL GetExtension(wb_instance* /*instance*/, const char* /*id*/) { return nullptr; }

constexpr wardbridge_plugin_api kApi = {
    .struct_size = sizeof(wardbridge_plugin_api),
    .abi_major = WB_ABI_MAJOR,
    .abi_minor = WB_ABI_MINOR,
    .reserved = 0,
    .capabilities = WB_CAP_LISTENER | WB_CAP_PUSH | WB_CAP_CONCURRENT | WB_CAP_RELOAD,
    .id = "uk.wardbridge",
    .name = "Wardbridge",
    .version = WARDBRIDGE_VERSION,
    .build = WARDBRIDGE_BUILD,
    .create = &Create,
    .start = &Start,
    .reload = &Reload,
    .stop = &Stop,
    .destroy = &Destroy,
    .process = &Process,
    .outcome_release = &ReleaseOutcome,
    .status_json = &StatusJson,
    .get_extension = &GetExtension,
};

}  // namespace

const wardbridge_plugin_api* Enter(uint32_t host_major, wb_error* err) noexcept {
  if (host_major == WB_ABI_MAJOR) {
    PutOk(err);
    return &kApi;
  }
  Guard(err, [] {
    return Failure{WB_E_VERSION, "version", "host_major", "this plugin speaks version 1.0 only"};
  });
  return nullptr;
}

}  // namespace wardbridge::abi
