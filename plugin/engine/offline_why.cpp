// `wardbridge why`: the rules of ward detection and stay period, told by the code that decides.
#include <cstddef>
#include <istream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

using discharge::Trace;
using discharge::TraceStep;

// A message with the place of its first step in the trace.
struct Heard {
  std::string name;
  Timestamp at;
  std::size_t first = 0;
};

struct Sent {
  std::string stay;
  std::string revision;
  Timestamp due;
};

struct Told {
  Trace trace;
  std::vector<Heard> messages;
  std::vector<Sent> summaries;
};

// The steps of one message: up to the first of the next.
std::pair<std::size_t, std::size_t> StepsOf(const Told& told, std::size_t message) {
  const bool last = message + 1 == told.messages.size();
  return {told.messages[message].first,
          last ? told.trace.size() : told.messages[message + 1].first};
}

void PrintText(const Told& told, const Played& played, std::ostream& out) {
  constexpr std::size_t kNameWidth = 28;
  for (std::size_t i = 0; i < told.messages.size(); ++i) {
    out << told.messages[i].name << ", at " << FormatDateTime(told.messages[i].at) << '\n';
    const auto [first, end] = StepsOf(told, i);
    for (std::size_t at = first; at < end; ++at) {
      const TraceStep& step = told.trace[at];
      std::string name = step.rule + (step.subject.empty() ? "" : " " + step.subject);
      if (name.size() < kNameWidth) name.resize(kNameWidth, ' ');
      out << "  " << name << ' ' << step.input << " -> " << step.verdict << '\n';
    }
  }
  for (const Sent& summary : told.summaries) {
    out << "stay " << summary.stay << ": revision " << summary.revision << " would be sent, due "
        << FormatDateTime(summary.due) << '\n';
  }
  for (const std::string& reason : played.reasons) out << reason << '\n';
  if (told.summaries.empty()) out << "no summary would be sent\n";
}

void PrintJson(const Told& told, const Played& played, std::ostream& out) {
  using Json = nlohmann::ordered_json;
  Json messages = Json::array();
  for (std::size_t i = 0; i < told.messages.size(); ++i) {
    Json steps = Json::array();
    const auto [first, end] = StepsOf(told, i);
    for (std::size_t at = first; at < end; ++at) {
      const TraceStep& step = told.trace[at];
      steps.push_back({{"rule", step.rule},
                       {"subject", step.subject},
                       {"input", step.input},
                       {"verdict", step.verdict}});
    }
    messages.push_back({{"message", told.messages[i].name},
                        {"at", FormatInstant(told.messages[i].at)},
                        {"rules", std::move(steps)}});
  }
  Json summaries = Json::array();
  for (const Sent& summary : told.summaries) {
    summaries.push_back({{"stay", summary.stay},
                         {"revision", summary.revision},
                         {"due", FormatInstant(summary.due)}});
  }
  const Json all = {{"messages", std::move(messages)},
                    {"summaries", std::move(summaries)},
                    {"reasons", played.reasons}};
  out << all.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

int Why(const WhyRequest& request, std::istream& in, std::ostream& out, std::ostream& err) {
  Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  if (auto fonts = loaded.program->CheckFonts(); !fonts) return Fail(fonts.error(), err);
  Told told;
  loaded.program = loaded.program->Traced(told.trace);
  const auto played = Replay(
      loaded, request.replay, in,
      [&told](const store::SummaryRow& row, store::Store&) {
        told.summaries.push_back({model::StayReference(row.stay_key), row.version_id, row.due});
      },
      nullptr,
      [&told](const std::string& name, Timestamp at) {
        told.messages.push_back({name, at, told.trace.size()});
      });
  if (!played) return Fail(played.error(), err);
  if (request.json) {
    PrintJson(told, *played, out);
  } else {
    PrintText(told, *played, out);
  }
  return 0;
}

}  // namespace wardbridge::engine
