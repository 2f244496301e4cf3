#include "engine/replay.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>
#include <utility>

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

// One message of the input: where it stands and when it says it was sent.
struct Input {
  std::string name;  // "stay.hl7 message 3"
  std::string bytes;
  std::optional<Timestamp> sent;
  bool monitored = false;  // FHIR JSON or CSV of readings
};

// What files of a kind of input are taken from a folder.
enum class Kind { kMessages, kReadings };

bool IsMessageFile(const fs::path& path) {
  return path.extension() == ".hl7" || path.extension() == ".txt";
}

// Readings that are no HL7 v2.
bool IsMonitoredFile(const fs::path& path) {
  return path.extension() == ".json" || path.extension() == ".ndjson" || path.extension() == ".csv";
}

// A file as it is, a folder as its *.hl7 and *.txt by name (of readings *.json, *.ndjson and *.csv
// too), "-" as the standard input.
Result<std::vector<std::string>> Expand(const std::string& path, Kind wanted) {
  std::error_code failed;
  if (path == "-" || !fs::is_directory(path, failed)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(path, failed)) {
    const bool fits =
        IsMessageFile(entry.path()) || (wanted == Kind::kReadings && IsMonitoredFile(entry.path()));
    if (entry.is_regular_file() && fits) files.push_back(entry.path().string());
  }
  if (failed) return Error{Code::kIo, path, failed.message()};
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::string> ReadAll(const std::string& path, std::istream& in) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(in), {});
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) return Error{Code::kNotFound, path, "no such file"};
  if (!fs::is_regular_file(status)) {
    return Error{Code::kIo, path, "is no regular file; '-' reads the standard input"};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Code::kIo, path, "cannot be opened"};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<std::vector<Input>> ReadInputs(const std::vector<std::string>& paths, Kind wanted,
                                      std::istream& in, const discharge::Program& program,
                                      const std::string& feed) {
  std::vector<Input> inputs;
  for (const std::string& path : paths) {
    auto files = Expand(path, wanted);
    if (!files) return files.error();
    for (const std::string& file : *files) {
      auto bytes = ReadAll(file, in);
      if (!bytes) return bytes.error();
      if (wanted == Kind::kReadings && IsMonitoredFile(file)) {
        inputs.push_back({file, std::move(*bytes), std::nullopt, true});
        continue;
      }
      std::vector<std::string> messages = discharge::SplitFile(*bytes);
      if (messages.empty()) messages.push_back(std::move(*bytes));  // refused with a reason later
      for (std::size_t i = 0; i < messages.size(); ++i) {
        const std::string name = file + " message " + std::to_string(i + 1);
        const auto sent = program.SentAt(messages[i], feed);
        inputs.push_back({name, std::move(messages[i]), sent, false});
      }
    }
  }
  return inputs;
}

// Each observation stands before the first message with a later MSH-7; with `all_first` before all
// messages.
std::vector<Input> Merge(std::vector<Input> observations, std::vector<Input> messages,
                         bool all_first) {
  std::vector<Input> merged;
  std::vector<bool> placed(observations.size(), false);
  const auto place = [&](const Input* before) {
    for (std::size_t i = 0; i < observations.size(); ++i) {
      if (placed[i]) continue;
      const auto& sent = observations[i].sent;
      const bool now =
          before == nullptr || all_first || !sent || (before->sent && *sent < *before->sent);
      if (!now) continue;
      placed[i] = true;
      merged.push_back(std::move(observations[i]));
    }
  };
  for (Input& message : messages) {
    place(&message);
    merged.push_back(std::move(message));
  }
  place(nullptr);
  return merged;
}

std::optional<Timestamp> FirstSent(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) {
    if (input.sent) return input.sent;
  }
  return std::nullopt;
}

void ShowProgress(std::size_t done, std::size_t all, std::ostream& err) {
  if (done % 100 == 0 || done == all)
    err << '\r' << done << " of " << all << " messages" << std::flush;
  if (done == all) err << '\n';
}

// Readings that are no HL7 v2 arrive before the first message: they do not say when they were sent.
Result<> TakeOne(Player& player, const Input& input, bool at_once) {
  if (input.monitored) return player.TakeReadings(input.bytes, input.name);
  if (at_once) return player.TakeNow(input.bytes, input.name);
  return player.Take(input.bytes, input.sent.value_or(player.now()), input.name);
}

Result<> Play(Player& player, const std::vector<Input>& inputs, const ReplayRequest& request,
              std::ostream* progress) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Input& input = inputs[i];
    if (auto taken = TakeOne(player, input, request.now.has_value()); !taken) return taken;
    if (progress != nullptr) ShowProgress(i + 1, inputs.size(), *progress);
  }
  return player.RunOut();
}

// The feed whose settings apply: the one named, else the first (which is the only one, or as good
// as any).
Result<std::string> FeedOf(const ReplayRequest& request, const Config& config) {
  if (request.feed.empty()) return config.feed_order.front();
  if (config.core.feeds.count(request.feed) > 0) return request.feed;
  return Error{Code::kNotFound, "--feed", "no feed of that name is configured"};
}

}  // namespace

Result<Played> Replay(const Loaded& loaded, const ReplayRequest& request, std::istream& in,
                      const Player::Sink& sink, std::ostream* progress,
                      const Player::Heard& heard) {
  const discharge::Program& program = *loaded.program;
  const auto feed = FeedOf(request, loaded.config);
  if (!feed) return feed.error();
  auto observations = ReadInputs(request.observations, Kind::kReadings, in, program, *feed);
  if (!observations) return observations.error();
  auto messages = ReadInputs(request.messages, Kind::kMessages, in, program, *feed);
  if (!messages) return messages.error();
  const std::vector<Input> inputs =
      Merge(std::move(*observations), std::move(*messages), request.now.has_value());
  const std::optional<Timestamp> start = request.now ? request.now : FirstSent(inputs);
  if (!start) {
    return Error{Code::kMissing, "MSH-7",
                 "no message says when it was sent: give the time with --now"};
  }
  auto player = Player::Make(program, *feed, *start, sink, loaded.config.upkeep.daily_at, heard);
  if (!player) return player.error();
  if (auto done = Play(**player, inputs, request, progress); !done) return done.error();
  return (*player)->Finish();
}

int ConcludePlayed(const Played& played, std::ostream& err) {
  for (const std::string& reason : played.reasons) err << "error: " << reason << '\n';
  if (played.ignored > 0) err << "ignored: " << played.ignored << " messages\n";
  if (played.duplicates > 0) err << "duplicates: " << played.duplicates << " messages\n";
  if (played.readings_without_stay > 0) {
    err << "readings of patients without a stay: " << played.readings_without_stay << '\n';
  }
  if (played.texts_without_stay > 0) {
    err << "notes and answers of patients without a stay: " << played.texts_without_stay << '\n';
  }
  return played.failed ? 2 : 0;
}

}  // namespace wardbridge::engine
