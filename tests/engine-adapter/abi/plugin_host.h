// A host in a few lines: the table of the plugin, an instance on the scripted engine, everything
// logged kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine-adapter/include/wardbridge_plugin.h"
#include "tests/engine-adapter/abi/fake_engine.h"

namespace wardbridge::abi {

inline wb_str Bytes(std::string_view text) { return {text.data(), text.size()}; }
inline std::string Text(wb_str text) {
  return text.data == nullptr ? std::string() : std::string(text.data, text.size);
}

struct PluginHost {
  struct Line {
    std::int32_t level;
    std::string component;
    std::string text;
  };

  PluginHost() {
    engine::FakeScript::Reset();
    host.struct_size = sizeof host;
    host.abi_major = WB_ABI_MAJOR;
    host.ctx = this;
    host.name = "test";
    host.log = [](void* ctx, int32_t level, wb_str component, wb_str text) {
      static_cast<PluginHost*>(ctx)->lines.push_back({level, Text(component), Text(text)});
    };
    error.struct_size = sizeof error;
    message.struct_size = sizeof message;
    message.body = Bytes("MSH|^~\\&|x\r");
    outcome.struct_size = sizeof outcome;
  }
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;
  ~PluginHost() {
    api->outcome_release(&outcome);
    api->destroy(instance);
  }

  wb_status Create() { return api->create(&host, Bytes("wardbridge: 1"), 0, &instance, &error); }
  wb_status CreateAndStart() {
    const wb_status created = Create();
    return created == WB_OK ? api->start(instance, &error) : created;
  }
  wb_status Process() { return api->process(instance, &message, &outcome, &error); }

  const wardbridge_plugin_api* api =
      wardbridge_plugin_entry_v1(WB_ABI_MAJOR, WB_ABI_MINOR, nullptr);
  wb_host host{};
  wb_error error{};
  wb_message message{};
  wb_outcome outcome{};
  wb_instance* instance = nullptr;
  std::vector<Line> lines;
  engine::FakeScript& script = engine::FakeScript::Now();
};

}  // namespace wardbridge::abi
