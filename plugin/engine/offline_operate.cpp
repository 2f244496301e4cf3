// `wardbridge queue retry|hold|release|resolve|discard|resend` and `wardbridge send`: what an
// operator asks for, applied and audited.
#include <ostream>
#include <utility>

#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/submit.h"

namespace wardbridge::engine {

namespace {

// The newest message of the stay as it is now: what the person who answers is taken to have seen.
Result<std::int64_t> NewestMessage(const Loaded& loaded, const std::string& target) {
  auto store = OpenStore(loaded.config, false);
  if (!store) return store.error();
  const auto stays =
      store::Find(**store, [&](store::Rows& rows) { return rows.StaysByReference(target); });
  if (!stays) return stays.error();
  return stays->size() == 1 ? stays->front().LastArrival() : 0;
}

Result<Submitted> Ask(const Loaded& loaded, const OperateRequest& request) {
  store::OperatorRequest asked;
  asked.operation = request.operation;
  asked.target = request.target;
  asked.person = request.person;
  asked.reason = request.reason;
  asked.answer = request.answer;
  asked.chosen = request.chosen;
  asked.seen = request.seen;
  if (request.operation == "resolve" && request.seen == 0) {
    const auto newest = NewestMessage(loaded, request.target);
    if (!newest) return newest.error();
    asked.seen = *newest;
  }
  return Submit(loaded, std::move(asked), request.timeout);
}

}  // namespace

int Operate(const OperateRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  const auto submitted = Ask(loaded, request);
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
