// Opens a plugin library and owns its instances, for hosts written in C++. Knows the C contract and
// nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine-adapter/include/wardbridge_plugin.h"

namespace wardbridge::loader {

// Why something did not work. `status` is WB_OK while nothing is wrong.
struct Problem {
  wb_status status = WB_OK;
  std::string code;   // "config.key.unknown"; of the loader itself: "load.open", "load.symbol",
                      // "load.version", "load.table"
  std::string where;  // a place, or the file of the library
  std::string text;

  [[nodiscard]] bool IsNone() const { return status == WB_OK; }
  // "WHERE: TEXT (CODE)"
  [[nodiscard]] std::string Line() const;
};

// A loaded library. It stays mapped for the life of the process, so pointers into it never dangle.
// Thread-safe.
class Plugin {
 public:
  // Null with `problem` filled when the file is no library, is no plugin, or speaks another
  // version.
  [[nodiscard]] static std::unique_ptr<const Plugin> Open(const std::string& file,
                                                          Problem& problem);

  // The same checks for a table that is there already: plugins linked in, and tests. `api` must
  // live as long.
  [[nodiscard]] static std::unique_ptr<const Plugin> Wrap(const std::string& file,
                                                          const wardbridge_plugin_api* api,
                                                          Problem& problem);

  [[nodiscard]] const wardbridge_plugin_api& Api() const { return api_; }
  [[nodiscard]] const std::string& File() const { return file_; }

 private:
  Plugin(std::string file, const wardbridge_plugin_api& api) : file_(std::move(file)), api_(api) {}

  std::string file_;
  const wardbridge_plugin_api& api_;  // static data of the library
};

// What a host gives, in C++. Empty functions count as not given. Called from any thread of the
// plugin.
struct HostFunctions {
  std::string name;
  std::string version;
  std::function<void(std::int32_t level, std::string_view component, std::string_view line)> log;
};

// The answer to a message. A value.
struct Outcome {
  wb_disposition disposition = WB_D_FAILED;
  std::string ack;
  std::string bundle;
  std::string report;
};

// One instance, destroyed with this object. The calls follow the life cycle of the contract.
class Instance {
 public:
  // `plugin` must outlive the instance. Null with `problem` filled.
  [[nodiscard]] static std::unique_ptr<Instance> Create(const Plugin& plugin, HostFunctions host,
                                                        const std::string& config_file,
                                                        Problem& problem);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  [[nodiscard]] Problem Start();
  // The configuration of that file takes over, or nothing changes and the Problem says why.
  [[nodiscard]] Problem Reload(const std::string& config_file);
  Problem Stop(std::int64_t drain_ms);
  // `feed` empty: the only one.
  [[nodiscard]] Problem Process(std::string_view body, std::string_view feed, Outcome& outcome);
  // "" when the plugin gives none.
  [[nodiscard]] std::string StatusJson() const;

 private:
  Instance(const wardbridge_plugin_api& api, HostFunctions host)
      : api_(api), host_(std::move(host)) {}
  static void WB_CALL Log(void* ctx, int32_t level, wb_str component, wb_str text);

  const wardbridge_plugin_api& api_;  // of the Plugin
  HostFunctions host_;                // at a fixed place: the plugin has its address
  wb_instance* instance_ = nullptr;
};

}  // namespace wardbridge::loader
