// `wardbridge queue retry|hold|release|discard|resend` and `wardbridge send`: what an operator asks
// for, applied and audited.
#include <ostream>
#include <utility>

#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/submit.h"

namespace wardbridge::engine {

int Operate(const OperateRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  store::OperatorRequest row;
  row.operation = request.operation;
  row.target = request.target;
  row.person = request.person;
  row.reason = request.reason;
  const auto submitted = Submit(loaded, std::move(row), request.timeout);
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
