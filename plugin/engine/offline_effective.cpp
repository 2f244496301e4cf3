// `wardbridge effective`: the mapping as pack and overlays make it.
#include <ostream>
#include <vector>

#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {

int Effective(const EffectiveRequest& request, std::ostream& out, std::ostream& err) {
  std::vector<Fault> faults;
  const Config config = LoadConfigFile(request.config, {}, faults);
  Result<std::string> printed = std::string();
  if (!config.core.pack.files.empty()) {
    printed = mapping::PrintEffective(config.core.pack, request.site, faults);
  }
  PrintFaults(faults, request.brief, err);
  if (HasErrors(faults)) return 1;
  if (!printed) return Fail(printed.error(), err);
  out << *printed;
  return 0;
}

}  // namespace wardbridge::engine
