// `wardbridge check`: every fault of configuration, pack and tables in one pass.
#include <ostream>

#include <nlohmann/json.hpp>

#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

nlohmann::ordered_json ToJson(const Fault& fault) {
  const bool error = fault.severity == Fault::Severity::kError;
  return {{"severity", error ? "error" : "warning"},
          {"file", fault.file},
          {"line", fault.line},
          {"column", fault.column},
          {"code", fault.code},
          {"text", fault.text}};
}

}  // namespace

int Check(const CheckRequest& request, std::ostream& out, std::ostream& err) {
  std::vector<Fault> faults;
  const Config config = LoadConfigFile(request.config, {}, faults);
  std::shared_ptr<const discharge::Program> program;
  if (!config.core.pack.files.empty()) program = discharge::Program::Compile(config.core, faults);
  if (program && !HasErrors(faults)) {
    if (auto fonts = program->CheckFonts(); !fonts) {
      AddFault(faults, FileFault(config.file, "document.fonts", fonts.error().Text()));
    }
  }
  if (request.json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Fault& fault : faults) list.push_back(ToJson(fault));
    out << nlohmann::ordered_json{{"ok", !HasErrors(faults)}, {"faults", list}}.dump() << '\n';
  } else {
    PrintFaults(faults, request.brief, err);
    if (!HasErrors(faults)) {
      out << "ok: " << config.listeners.size() << " listeners, " << config.core.feeds.size()
          << " feeds, " << config.core.wards.size() << " wards, " << config.destinations.size()
          << " destinations, mapping " << program->MappingVersion() << '\n';
    }
  }
  return HasErrors(faults) ? 1 : 0;
}

}  // namespace wardbridge::engine
