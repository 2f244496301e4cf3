// `wardbridge explain`: where everything in a Bundle came from, of messages that are played or of a
// summary in the store.
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "engine/explain_page.h"
#include "engine/kept_pack.h"
#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/replay.h"
#include "pipeline/past.h"

namespace wardbridge::engine {
namespace {

void PrintExplained(const ExplainedSummary& summary, const ExplainRequest& request,
                    std::ostream& out) {
  const ExplainView view{request.values, request.pointer};
  if (request.json) {
    out << ExplainJson(summary, view) << '\n';
  } else {
    PrintExplainPage(summary, view, out);
  }
}

// A withdrawal says nothing of its own.
Error Withdrawal(int revision) {
  const std::string before = std::to_string(revision - 1);
  return {Code::kNotFound, "revision " + std::to_string(revision),
          "it withdraws revision " + before +
              ", whose Bundle it repeats as entered-in-error: explain that one (--revision " +
              before + ")"};
}

// Explains a summary with `program`, which made it or is to be tried on it.
Result<ExplainedSummary> ExplainPast(store::Store& store, const discharge::Program& program,
                                     const std::string& stay_key, int revision) {
  const auto past = store::Find(
      store, [&](store::Rows& rows) { return pipeline::LoadPast(rows, stay_key, revision); });
  if (!past) return past.error();
  if (!*past) return Error{Code::kNotFound, "summary", "there is no such revision"};
  if ((*past)->row.withdraws) return Withdrawal(revision);
  ExplainedSummary summary;
  summary.stay = model::StayReference(stay_key);
  summary.revision = revision;
  auto explained = program.Explain((*past)->request);
  if (!explained) return explained.error();
  summary.is_same = explained->assembled.bundle == (*past)->row.bundle;
  summary.was_set_aside = (*past)->row.state != store::SummaryState::kReady;
  summary.explained = std::move(*explained);
  return summary;
}

// The one stay that the beginning of a reference names.
Result<model::Stay> FindStay(store::Rows& rows, const std::string& reference) {
  auto stays = rows.StaysByReference(reference);
  if (!stays) return stays.error();
  if (stays->empty()) return Error{Code::kNotFound, reference, "no stay has this reference"};
  if (stays->size() > 1) {
    return Error{Code::kMalformed, reference, "several stays begin so: give more of it"};
  }
  return std::move(stays->front());
}

// The mapping that made a summary: the one of the configuration, or as the store kept it.
Result<std::shared_ptr<const discharge::Program>> ProgramOf(const Loaded& loaded,
                                                            store::Store& store,
                                                            const std::string& mapping,
                                                            std::ostream& err) {
  if (loaded.program->MappingVersion() == mapping) return loaded.program;
  const std::string digest = DigestOf(mapping);
  const auto kept = store::Find(store, [&](store::Rows& rows) { return rows.FindPack(digest); });
  if (!kept) return kept.error();
  if (!*kept) {
    return Error{Code::kNotFound, mapping,
                 "the mapping of this summary was never kept, and the configuration has another"};
  }
  discharge::Options options = loaded.config.core;
  options.pack = FromRow(**kept);
  std::vector<Fault> faults;
  auto program = discharge::Program::Compile(std::move(options), faults);
  if (!program) {
    PrintFaults(faults, true, err);
    return Error{
        Code::kMalformed, mapping,
        "this version of Wardbridge does not compile the mapping of this summary any more"};
  }
  return program;
}

int ExplainStored(const ExplainRequest& request, const Loaded& loaded, std::ostream& out,
                  std::ostream& err) {
  const auto store = OpenStoreToRead(loaded.config, err);
  if (!store) return 1;
  const auto stay =
      store::Find(*store, [&](store::Rows& rows) { return FindStay(rows, request.stay); });
  if (!stay) return Fail(stay.error(), err);
  const auto row = store::Find(*store, [&](store::Rows& rows) {
    return request.revision > 0 ? rows.FindSummary(stay->key, request.revision)
                                : rows.LastSummary(stay->key);
  });
  if (!row) return Fail(row.error(), err);
  if (!*row) {
    return Fail(Error{Code::kNotFound, request.stay, "there is no such revision of its summary"},
                err);
  }
  const auto program = ProgramOf(loaded, *store, (*row)->mapping, err);
  if (!program) return Fail(program.error(), err);
  const auto summary = ExplainPast(*store, **program, stay->key, (*row)->revision);
  if (!summary) return Fail(summary.error(), err);
  PrintExplained(*summary, request, out);
  return 0;
}

int ExplainPlayed(const ExplainRequest& request, const Loaded& loaded, std::istream& in,
                  std::ostream& out, std::ostream& err) {
  std::optional<Error> failure;
  const auto explain = [&](const store::SummaryRow& row, store::Store& store) {
    if (failure) return;
    if (row.withdraws) {
      err << Withdrawal(row.revision).Text() << '\n';
      return;
    }
    auto summary = ExplainPast(store, *loaded.program, row.stay_key, row.revision);
    if (summary) {
      PrintExplained(*summary, request, out);
    } else {
      failure = summary.error();
    }
  };
  const auto played =
      Replay(loaded, request.replay, in, explain, request.progress ? &err : nullptr);
  if (!played) return Fail(played.error(), err);
  if (failure) return Fail(*failure, err);
  return ConcludePlayed(*played, err);
}

}  // namespace

int Explain(const ExplainRequest& request, std::istream& in, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  if (auto fonts = loaded.program->CheckFonts(); !fonts) return Fail(fonts.error(), err);
  return request.stay.empty() ? ExplainPlayed(request, loaded, in, out, err)
                              : ExplainStored(request, loaded, out, err);
}

}  // namespace wardbridge::engine
