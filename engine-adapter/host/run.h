// `wardbridge run`: loads the plugin through the C contract, as any engine would, and waits for a
// signal.
#pragma once

#include <iosfwd>
#include <string>

#include "base/timestamp.h"
#include "engine-adapter/host/log_output.h"

namespace wardbridge::host {

struct RunRequest {
  std::string config;
  std::string plugin;      // "": ../lib/libwardbridge.so beside the command
  std::string ready_file;  // "": none
  Millis drain{30'000};
  bool watch = false;  // reload when the configuration or a mapping pack has changed
  LogFormat log_format = LogFormat::kText;
  bool brief = false;
};

// SIGHUP reloads the configuration: all of it, or nothing and the reason is told. Any other signal
// ends the run. Exit code: 0 drained, 1 failed to start or not drained. A second signal ends the
// process with 1 at once; whatever was acknowledged is in the store.
int Run(const RunRequest& request, std::ostream& out, std::ostream& err);

// ../lib/libwardbridge.so beside the running command.
[[nodiscard]] std::string DefaultPlugin();

}  // namespace wardbridge::host
