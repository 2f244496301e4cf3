#include "engine/running.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include "engine/channels.h"
#include "engine/kept_pack.h"
#include "pipeline/dry_run.h"

namespace wardbridge::engine {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kIoThreads = 2;
constexpr std::size_t kPoolThreads = 2;
constexpr std::size_t kThreadsOut = 1;       // of each destination and source
constexpr std::size_t kMostQueued = 10'000;  // beyond it Process says busy
constexpr Millis kDefaultTimeout{30'000};
constexpr Millis kLeaveLimit{10'000};

// Waits until `count` things have told that they are done, or the time is over.
class Latch {
 public:
  explicit Latch(std::size_t count) : count_(count) {}
  void Done() {
    const std::lock_guard lock(mutex_);
    if (count_ > 0) --count_;
    all_done_.notify_all();
  }
  bool Wait(Millis limit) {
    std::unique_lock lock(mutex_);
    return all_done_.wait_for(lock, limit, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_done_;
  std::size_t count_;
};

std::string ReportJson(const std::vector<model::Issue>& issues, const std::string& mapping) {
  nlohmann::ordered_json report;
  report["mapping"] = mapping;
  report["issues"] = nlohmann::ordered_json::array();
  for (const model::Issue& issue : issues) {
    const bool error = issue.severity == model::Issue::Severity::kError;
    report["issues"].push_back({{"severity", error ? "error" : "warning"},
                                {"code", issue.code},
                                {"path", issue.path},
                                {"text", issue.text},
                                {"rule", issue.rule}});
  }
  return report.dump();
}

Disposition DispositionOf(const pipeline::Taken& taken) {
  if (taken.failed) return Disposition::kFailed;
  if (taken.refused > 0 || taken.unreadable > 0) return Disposition::kRejected;
  if (taken.stored > 0) return Disposition::kAccepted;
  return taken.duplicates > 0 ? Disposition::kDuplicate : Disposition::kIgnored;
}

}  // namespace

Running::Running(const Config& config, const discharge::Program& program,
                 pipeline::Reporter& reporter, telemetry::Metrics& metrics, const Clock& clock)
    : config_(config),
      program_(program),
      reporter_(reporter),
      metrics_(metrics),
      clock_(clock),
      pool_(kPoolThreads) {}

Running::~Running() { Stop(Millis(0)); }

Result<> Running::Start() {
  if (auto fonts = program_.CheckFonts(); !fonts) return fonts;
  if (auto opened = OpenStore(); !opened) return opened;
  if (auto recovered = Recover(); !recovered) return recovered;
  BuildHall();
  if (auto bound = BindListeners(); !bound) return bound;
  if (auto bound = BindPosts(); !bound) return bound;
  if (auto bound = BindConsole(); !bound) return bound;
  StartThreads();
  hall_started_ = true;
  hall_->Start();
  for (const auto& listener : listeners_) listener->Start();
  for (const auto& post : posts_) post->Start();
  if (console_) console_->Start();
  for (const auto& [name, port] : Ports()) {
    reporter_.Started("listener " + name, "port " + std::to_string(port));
  }
  return {};
}

Result<> Running::OpenStore() {
  store::Options options;
  options.path = config_.store_path;
  options.on_commit = [this](std::size_t jobs, double seconds) {
    reporter_.Committed(jobs, seconds, clock_.Now());
  };
  auto opened = store::Store::Open(options);
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  return {};
}

// Before the writer thread runs: what was being sent when the process ended is in doubt.
Result<> Running::Recover() {
  struct Left {
    std::int64_t unprocessed = 0;
    std::int64_t in_doubt = 0;
  };
  const auto left = store::ChangeNow(*store_, [this](store::Rows& rows) -> Result<Left> {
    auto recovered = rows.RecoverSending(clock_.Now());
    if (!recovered) return recovered.error();
    auto depths = rows.Count();
    if (!depths) return depths.error();
    auto kept = rows.KeepPack(ToRow(config_.core.pack, program_.MappingVersion(), clock_.Now()));
    if (!kept) return kept.error();
    auto audited = rows.AppendAudit(AuditOf("engine.started", config_, program_));
    if (!audited) return audited.error();
    return Left{depths->inbox_new, *recovered};
  });
  if (!left) return left.error();
  reporter_.Recovered(left->unprocessed, left->in_doubt);
  return {};
}

// Which program, configuration and mapping ran.
store::AuditRow Running::AuditOf(const char* event, const Config& config,
                                 const discharge::Program& program) const {
  store::AuditRow row;
  row.at = clock_.Now();
  row.event = event;
  row.subject = "engine";
  row.digest = config.digest;
  row.detail = "wardbridge " WARDBRIDGE_VERSION ", mapping " + program.MappingVersion();
  return row;
}

Result<> Running::KeepReloaded(const Config& config, const discharge::Program& program) {
  const store::PackRow pack = ToRow(config.core.pack, program.MappingVersion(), clock_.Now());
  const store::AuditRow audit = AuditOf("engine.reloaded", config, program);
  std::promise<Result<>> kept;
  store_->Write(
      [&](store::Rows& rows) -> Result<> {
        if (auto done = rows.KeepPack(pack); !done) return done;
        return rows.AppendAudit(audit);
      },
      [&kept](const Result<>& done) { kept.set_value(done); });
  return kept.get_future().get();
}

// A stop that is not on record was none that anybody asked for.
void Running::RecordStop() {
  store_->Write([row = AuditOf("engine.stopped", config_, program_)](
                    store::Rows& rows) { return rows.AppendAudit(row); },
                [this](const Result<>& recorded) {
                  if (!recorded) reporter_.StepFailed("stop", recorded.error());
                });
}

// On the destination's own thread, before its first delivery: a mount that hangs must not keep us
// from taking messages.
void Running::Prepare(const DestinationConfig& destination) {
  if (auto ready = channel::PrepareFolder(destination.folder); !ready) {
    reporter_.DestinationNotReady(destination.name, ready.error());
  }
}

void Running::BuildHall() {
  std::vector<pipeline::Route> routes;
  for (const DestinationConfig& destination : config_.destinations) {
    const auto own = ways_out_.emplace_back(kThreadsOut).get_executor();
    if (destination.channel == "folder")
      asio::post(own, [this, &destination] { Prepare(destination); });
    routes.push_back({destination.name, MakeChannel(destination, own, own, clock_),
                      destination.retry, destination.spo2_code, destination.format});
  }
  readings_intake_ = std::make_unique<pipeline::ReadingsIntake>(
      *store_, program_, reporter_, clock_, pool_.get_executor(), [this] { hall_->NewMessages(); });
  hall_ = std::make_unique<pipeline::Hall>(
      pipeline::HallParts{*store_, program_, reporter_, clock_, io_.get_executor(),
                          pool_.get_executor(), config_.upkeep, config_.alarms},
      std::move(routes), AskedSources(), WatchFolders());
  intake_ = std::make_unique<pipeline::Intake>(
      *store_, program_, reporter_, clock_, pool_.get_executor(), [this] { hall_->NewMessages(); });
  for (const std::string& feed : config_.feed_order) {
    handed_in_[feed] = pipeline::Entrance{"process", feed, hl7::AckMode::kOriginal,
                                          pipeline::TransientNak::kHangup};
  }
}

std::vector<pipeline::AskedSource> Running::AskedSources() {
  std::vector<pipeline::AskedSource> sources;
  for (const AskedConfig& asked : config_.asked) {
    const auto own = ways_out_.emplace_back(kThreadsOut).get_executor();
    sources.push_back({asked.name, asked.feed, monitoring::MakeFhirSource(asked.fhir, own, clock_),
                       asked.give_up, asked.waits});
  }
  return sources;
}

std::vector<pipeline::DropWatch*> Running::WatchFolders() {
  std::vector<pipeline::DropWatch*> watches;
  for (const pipeline::DropSource& drop : config_.drops) {
    const auto own = ways_out_.emplace_back(kThreadsOut).get_executor();
    watches.push_back(
        &drops_.emplace_back(drop, *readings_intake_, reporter_, clock_, io_.get_executor(), own));
  }
  return watches;
}

void Running::StartThreads() {
  work_ = std::make_unique<asio::executor_work_guard<asio::io_context::executor_type>>(
      io_.get_executor());
  threads_.emplace_back([this] { store_->RunWriter(); });
  for (std::size_t i = 0; i < kIoThreads; ++i) {
    threads_.emplace_back([this] { io_.run(); });
  }
}

void Running::Stop(Millis drain) {
  if (stopping_.exchange(true)) return;
  if (!threads_.empty()) {
    for (const auto& post : posts_) post->Stop();
    StopListeners(drain);
    if (hall_started_) StopHall(std::max(drain, kLeaveLimit));
    if (console_) console_->Stop();
    RecordStop();
  }
  JoinThreads();
  if (store_) reporter_.Stopped("engine");
}

void Running::StopListeners(Millis drain) {
  auto latch = std::make_shared<Latch>(listeners_.size());
  for (const auto& listener : listeners_) listener->Stop(drain, [latch] { latch->Done(); });
  latch->Wait(drain + kLeaveLimit);
}

void Running::StopHall(Millis limit) {
  auto latch = std::make_shared<Latch>(1);
  hall_->Stop([latch] { latch->Done(); });
  if (!latch->Wait(limit)) {
    reporter_.StepFailed("stop",
                         Error{Code::kTimeout, "hall", "work in hand was not finished in time"});
  }
}

void Running::JoinThreads() {
  if (store_) store_->StopWriter();
  work_.reset();
  if (!threads_.empty()) threads_.front().join();  // the writer: every job has its answer now
  io_.stop();
  for (std::size_t i = 1; i < threads_.size(); ++i) threads_[i].join();
  threads_.clear();
  pool_.stop();
  pool_.join();
  for (asio::thread_pool& way_out : ways_out_) way_out.stop();
  for (asio::thread_pool& way_out : ways_out_) way_out.join();
}

Result<ProcessOutcome> Running::Process(ProcessRequest request) {
  if (stopping_) return Error{Code::kClosed, "process", "the engine is stopping"};
  if (request.feed.empty() && handed_in_.size() == 1) request.feed = handed_in_.begin()->first;
  const auto entrance = handed_in_.find(request.feed);
  if (entrance == handed_in_.end()) {
    return Error{Code::kNotFound, "source", "no feed of that name is configured"};
  }
  if (store_->QueueDepth() > kMostQueued) {
    return Error{Code::kBusy, "process", "too many messages wait to be stored"};
  }
  const Millis timeout = request.timeout.count() > 0 ? request.timeout : kDefaultTimeout;
  if (request.received == Timestamp()) request.received = clock_.Now();
  if (request.dry_run) return DryRun(entrance->second, request, timeout);
  auto future = asio::co_spawn(
      io_, intake_->Take(entrance->second, std::move(request.body), request.received),
      asio::use_future);
  if (future.wait_for(timeout) != std::future_status::ready) {
    return Error{Code::kTimeout, "process", "not known to be stored in time: send it again"};
  }
  const pipeline::Taken taken = future.get();
  ProcessOutcome outcome;
  outcome.disposition = DispositionOf(taken);
  if (!taken.failed) {
    for (const std::string& answer : taken.answers) outcome.ack += answer;
  }
  std::vector<model::Issue> issues;
  for (const discharge::Received& received : taken.messages) {
    issues.insert(issues.end(), received.warnings.begin(), received.warnings.end());
  }
  outcome.report = ReportJson(issues, program_.MappingVersion());
  return outcome;
}

Result<ProcessOutcome> Running::DryRun(const pipeline::Entrance& entrance,
                                       const ProcessRequest& request, Millis timeout) {
  const auto messages =
      program_.Receive(request.body, entrance.feed, entrance.ack, request.received, "DRYRUN");
  ProcessOutcome outcome;
  const discharge::Received& message = messages.front();
  const bool wanted = message.verdict == discharge::Verdict::kStore;
  outcome.ack = message.reply;
  outcome.disposition = wanted                                           ? Disposition::kAccepted
                        : message.verdict == discharge::Verdict::kIgnore ? Disposition::kIgnored
                                                                         : Disposition::kRejected;
  std::vector<model::Issue> issues = message.warnings;
  if (wanted) {
    auto future = asio::co_spawn(
        io_,
        pipeline::TryOut(*store_, program_, pool_.get_executor(),
                         pipeline::MakeRow(entrance.feed, message, request.received)),
        asio::use_future);
    if (future.wait_for(timeout) != std::future_status::ready) {
      return Error{Code::kTimeout, "process", "the dry run took too long"};
    }
    auto tried = future.get();
    if (!tried) return tried.error();
    outcome.bundle = std::move(tried->bundle);
    for (auto& issue : tried->issues) issues.push_back(std::move(issue));
  }
  outcome.report = ReportJson(issues, program_.MappingVersion());
  return outcome;
}

console::Health Running::Health() const {
  console::Health health;
  if (stopping_) return {"stopping", {"engine.stopping"}};
  const std::string trouble = store_->Trouble();
  if (!trouble.empty()) {
    health.status = "failing";
    health.reasons.push_back(trouble);
  }
  for (const auto& [destination, code] : hall_->HeldDestinations()) {
    if (health.status == "ok") health.status = "degraded";
    health.reasons.push_back("destination." + destination + ".held");
  }
  return health;
}

std::vector<std::pair<std::string, std::uint16_t>> Running::Ports() const {
  std::vector<std::pair<std::string, std::uint16_t>> ports;
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    ports.emplace_back(config_.listeners[i].mllp.name, listeners_[i]->Port());
  }
  for (std::size_t i = 0; i < posts_.size(); ++i) {
    ports.emplace_back(config_.posts[i].name, posts_[i]->Port());
  }
  return ports;
}

std::uint16_t Running::ConsolePort() const { return console_ ? console_->Port() : 0; }

Result<store::Depths> Running::Depths() {
  return store::Find(*store_, [](store::Rows& rows) { return rows.Count(); });
}

}  // namespace wardbridge::engine
