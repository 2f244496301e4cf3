// A stay that is due becomes a summary, a document and a Bundle, checked (house.md, journey step
// 5).
#pragma once

#include "core/discharge/discharge.h"
#include "core/discharge/options.h"
#include "core/hl7/view.h"
#include "core/mapping/program.h"
#include "model/summary.h"

namespace wardbridge::discharge {

// The summary: the person's numbers, readings of the stay, NEWS2, notes; not what only the document
// shows. Issues with an error (no NHS number in the merged view, a sign of death ...) set it aside.
[[nodiscard]] model::Summary Summarise(const AssembleRequest& request, const hl7::View& view,
                                       const Options& options, std::vector<model::Issue>& issues);

// The merged view of the request's messages; a message that cannot be parsed any more is left out
// with an error Issue, and so, without one, what spoke of another patient before the visit was
// moved to this one. `reads`, which may be null, is told what is read of them.
[[nodiscard]] hl7::View MakeView(const AssembleRequest& request, const Options& options,
                                 std::vector<model::Issue>& issues, hl7::ReadLog* reads = nullptr);

// `explanation`, which may be null, gets what the mapping did.
[[nodiscard]] Result<Assembled> AssembleSummary(const AssembleRequest& request,
                                                const Options& options,
                                                const mapping::Program& program,
                                                mapping::Explanation* explanation = nullptr);

}  // namespace wardbridge::discharge
