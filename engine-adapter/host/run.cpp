#include "engine-adapter/host/run.h"

#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <utility>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

#include "engine-adapter/host/ready.h"
#include "engine-adapter/host/signals.h"
#include "engine-adapter/loader/plugin.h"
#include "engine/offline.h"
#include "engine/reload.h"

namespace wardbridge::host {
namespace {

namespace fs = std::filesystem;

int Fail(std::ostream& err, const std::string& text) {
  err << "error: " << text << std::endl;
  return 1;
}

// Faults of the configuration with their source lines, as `check` shows them. The plugin's own
// words remain where `check` finds nothing, which another version of the plugin may bring about.
int ShowFaults(const RunRequest& request, const loader::Problem& problem, LogOutput& log,
               std::ostream& err) {
  std::ostringstream faults;
  engine::CheckRequest check;
  check.config = request.config;
  check.brief = request.brief;
  if (engine::Check(check, faults, faults) == 0) {
    log.WriteHeld();
    return Fail(err, problem.Line());
  }
  log.DropHeld();
  err << faults.str();
  return Fail(err, request.config + ": the configuration was refused");
}

// Tells where it listens. False, with the reason said, when the ready file cannot be written.
bool Announce(const RunRequest& request, const loader::Instance& instance, std::ostream& out,
              std::ostream& err) {
  const Ports ports = ReadPorts(instance.StatusJson());
  if (!request.ready_file.empty()) {
    const auto written = WriteAtomically(request.ready_file, ReadyJson(ports, getpid()));
    if (!written) {
      Fail(err, "ready file " + written.error().where + ": " + written.error().detail);
      return false;
    }
  }
  out << "wardbridge started: " << Sentence(ports) << std::endl;
  return true;
}

void Reload(const RunRequest& request, loader::Instance& instance, std::ostream& out,
            std::ostream& err) {
  const loader::Problem problem = instance.Reload(request.config);
  if (problem.IsNone()) {
    out << "wardbridge reloaded: " << request.config << std::endl;
  } else {
    err << "error: not reloaded, the former configuration goes on: " << problem.Line() << std::endl;
  }
}

// Until a signal that ends the run. With `watch` a change counts once the files have stayed as they
// are for a moment: editors and copies write in steps. `running` is what they were before the
// instance read them, so that a change made while it started counts too.
void Serve(const RunRequest& request, std::string running, loader::Instance& instance,
           Signals& signals, std::ostream& out, std::ostream& err) {
  constexpr Millis kLook{2'000};
  std::string seen = running;
  while (true) {
    const int signal = signals.Wait(request.watch ? std::optional<Millis>(kLook) : std::nullopt);
    if (signal != 0 && signal != SIGHUP) return;
    bool is_wanted = signal == SIGHUP;
    if (request.watch) {
      const std::string now = engine::Fingerprint(request.config);
      is_wanted = is_wanted || (now == seen && now != running);
      seen = now;
      if (is_wanted) running = now;
    }
    if (is_wanted) Reload(request, instance, out, err);
  }
}

int Drain(const RunRequest& request, loader::Instance& instance, Signals& signals,
          std::ostream& err) {
  loader::Problem problem;
  const bool ended =
      signals.RunUnlessSignalled([&] { problem = instance.Stop(request.drain.count()); });
  if (!ended) {
    err << "error: stopped at once; what was not finished is in the store" << std::endl;
    std::_Exit(1);
  }
  if (!problem.IsNone()) return Fail(err, problem.Line());
  return 0;
}

// The memory holds patient data. The limit keeps a core from being written as a file; not being
// dumpable keeps it from the programs that /proc/sys/kernel/core_pattern may name.
void ForbidCoreDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

std::string DefaultPlugin() {
  std::error_code code;
  const fs::path self = fs::read_symlink("/proc/self/exe", code);
  return (self.parent_path() / ".." / "lib" / "libwardbridge.so").lexically_normal().string();
}

int Run(const RunRequest& request, std::ostream& out, std::ostream& err) {
  ForbidCoreDumps();
  Signals signals;
  LogOutput log(request.log_format);
  // A file left by a run that was killed would say that this one is ready.
  if (!request.ready_file.empty()) unlink(request.ready_file.c_str());

  loader::Problem problem;
  const auto plugin =
      loader::Plugin::Open(request.plugin.empty() ? DefaultPlugin() : request.plugin, problem);
  if (!plugin) return Fail(err, problem.Line());

  loader::HostFunctions functions;
  functions.name = "wardbridge";
  functions.version = WARDBRIDGE_VERSION;
  functions.log = [&log](std::int32_t level, std::string_view component, std::string_view line) {
    log.Write(level, component, line);
  };
  log.HoldConfiguration();
  std::string running = request.watch ? engine::Fingerprint(request.config) : "";
  const auto instance =
      loader::Instance::Create(*plugin, std::move(functions), request.config, problem);
  if (!instance && problem.status == WB_E_CONFIG) return ShowFaults(request, problem, log, err);
  log.WriteHeld();
  if (!instance) return Fail(err, problem.Line());

  if (problem = instance->Start(); !problem.IsNone()) return Fail(err, problem.Line());
  if (!Announce(request, *instance, out, err)) {
    instance->Stop(0);
    return 1;
  }
  Serve(request, std::move(running), *instance, signals, out, err);
  const int code = Drain(request, *instance, signals, err);
  if (!request.ready_file.empty()) unlink(request.ready_file.c_str());
  return code;
}

}  // namespace wardbridge::host
