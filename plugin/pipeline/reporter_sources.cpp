// Sources of readings: what they gave, what they did not, and when a person should look.
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {
namespace {

using telemetry::Level;

constexpr const char* kFailing = "source.failing";
constexpr const char* kFolder = "source.folder";
constexpr const char* kBadFile = "source.bad-file";

}  // namespace

void Reporter::SourceTook(const std::string& source, std::size_t stored, std::size_t duplicates,
                          const std::vector<model::Issue>& problems) {
  metrics_.MessageReceived(source, "readings");
  log_.Write(problems.empty() ? Level::kInfo : Level::kWarn, "source", "taken",
             {{"source", source},
              {"stored", std::to_string(stored)},
              {"duplicates", std::to_string(duplicates)},
              {"problems", std::to_string(problems.size())}});
  LogIssues(Level::kWarn, "source", "problem", source, problems);
}

void Reporter::SourceRefused(const std::string& source, const std::string& reason,
                             const std::vector<model::Issue>& problems) {
  metrics_.MessageReceived(source, "other");
  log_.Write(Level::kWarn, "source", "refused", {{"source", source}, {"reason", reason}});
  LogIssues(Level::kWarn, "source", "problem", source, problems);
}

void Reporter::SourceAsked(const std::string& source, const std::string& stay, bool is_complete,
                           const std::string& code, std::size_t resources, Timestamp now) {
  log_.Write(is_complete ? Level::kInfo : Level::kWarn, "source",
             is_complete ? "fetched" : "not-fetched",
             {{"source", source},
              {"stay", stay},
              {"code", code},
              {"resources", std::to_string(resources)}});
  if (is_complete) {
    alarms_.Clear(kFailing, source);
  } else {
    alarms_.Raise(kFailing, source,
                  "readings cannot be fetched from this source (" + code +
                      "): summaries go without them, or wait",
                  now);
  }
}

void Reporter::SourceTrouble(const std::string& source, const char* code, const std::string& detail,
                             Timestamp now) {
  log_.Write(Level::kError, "source", "trouble",
             {{"source", source}, {"code", code}, {"detail", detail}});
  alarms_.Raise(code, source, "files of this source cannot be taken: " + detail, now);
}

void Reporter::SourceWell(const std::string& source, Timestamp now) {
  alarms_.Clear(kFolder, source);
  alarms_.Expire(kBadFile, now - kForgotten);
}

void Reporter::FileTaken(const std::string& source, const std::string& file, bool good,
                         Timestamp now) {
  log_.Write(good ? Level::kInfo : Level::kError, "source", good ? "file-taken" : "file-bad",
             {{"source", source}, {"file", file}});
  if (good) return;
  alarms_.Raise(kBadFile, source,
                "a file cannot be used: it lies in the folder 'bad' with a report beside it", now);
}

}  // namespace wardbridge::pipeline
