// The words after `wardbridge`, read into one request.
#pragma once

#include <iosfwd>
#include <optional>
#include <variant>

#include "engine-adapter/host/run.h"
#include "engine/offline.h"

namespace wardbridge::host {

struct QueueListRequest : engine::QueueRequest {};
struct QueueShowRequest : engine::QueueRequest {};
struct QueueUnmappedRequest : engine::QueueRequest {
  QueueUnmappedRequest() { limit = 10'000; }  // all that are kept
};

using Request =
    std::variant<RunRequest, engine::CheckRequest, engine::EffectiveRequest, engine::SchemaRequest,
                 engine::StatesRequest, engine::QuestionsRequest, engine::ConvertRequest,
                 engine::TestRequest, engine::DiffRequest, engine::ExplainRequest,
                 engine::WhyRequest, engine::ImportTableRequest, QueueListRequest, QueueShowRequest,
                 QueueUnmappedRequest, engine::OperateRequest, engine::StatusRequest,
                 engine::ReconcileRequest, engine::VerifyRequest, engine::BackupRequest,
                 engine::AuditExportRequest, engine::ChannelTestRequest>;

// What is asked for, or the exit code when nothing is left to do: 0 after help and version (on
// `out`), 1 after wrong usage (one line "error: ..." on `err`).
[[nodiscard]] std::variant<Request, int> ReadCommandLine(int argc, const char* const* argv,
                                                         std::ostream& out, std::ostream& err);

}  // namespace wardbridge::host
