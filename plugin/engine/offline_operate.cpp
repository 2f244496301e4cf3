// `wardbridge queue retry|hold|release|discard|resend` and `wardbridge send`: what an operator asks
// for, applied and audited.
#include <ostream>

#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/submit.h"

namespace wardbridge::engine {

int Operate(const OperateRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  const auto submitted = Submit(loaded, request.operation, request.target, request);
  if (!submitted) return Fail(submitted.error(), err);
  if (!submitted->applied) {
    err << "error: refused: " << submitted->detail << '\n';
    return 1;
  }
  out << "applied: " << submitted->detail << '\n';
  if (request.operation != "send") return 0;
  const auto summary = AwaitSummary(loaded, request.target, request.timeout);
  if (!summary) return Fail(summary.error(), err);
  if (!summary->empty()) out << *summary << '\n';
  return 0;
}

}  // namespace wardbridge::engine
