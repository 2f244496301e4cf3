#include "pipeline/alarm_teller.h"

#include <utility>

#include "edge/net/http_client.h"
#include "edge/net/program.h"
#include "edge/telemetry/alarm_message.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

constexpr int kTries = 3;
constexpr std::size_t kMostWaiting = 1'000;
constexpr std::size_t kAnswerBytes = 4'096;  // nobody reads it
constexpr Millis kIdle{60'000};

}  // namespace

AlarmTeller::AlarmTeller(AlarmOptions options, Reporter& reporter, asio::any_io_executor io)
    : options_(std::move(options)), reporter_(reporter), io_(std::move(io)), bell_(io_) {
  if (options_.command.empty() && !options_.webhook) return;
  reporter_.OnAlarm([this](const model::Alarm& alarm, bool over) { Hear(alarm, over); });
}

AlarmTeller::~AlarmTeller() { reporter_.OnAlarm(nullptr); }

void AlarmTeller::Stop() {
  stopping_ = true;
  bell_.Ring();
}

void AlarmTeller::Hear(const model::Alarm& alarm, bool over) {
  bool dropped = false;
  {
    const std::lock_guard lock(mutex_);
    dropped = waiting_.size() >= kMostWaiting;
    if (!dropped) waiting_.push_back({alarm, over});
  }
  if (dropped) reporter_.AlarmNotTold(alarm, "queue", "too many wait to be told");
  bell_.Ring();
}

std::optional<AlarmTeller::News> AlarmTeller::Next() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  News news = std::move(waiting_.front());
  waiting_.pop_front();
  return news;
}

asio::awaitable<void> AlarmTeller::Run() {
  while (!stopping_) {
    const std::optional<News> news = Next();
    if (!news) {
      co_await bell_.Wait(kIdle);
      continue;
    }
    const std::string message = telemetry::AlarmMessage(news->alarm, news->over, options_.host);
    if (!options_.command.empty()) co_await Tell(*news, message, Way::kCommand);
    if (options_.webhook) co_await Tell(*news, message, Way::kWebhook);
  }
}

asio::awaitable<void> AlarmTeller::Tell(const News& news, const std::string& message, Way way) {
  const bool by_command = way == Way::kCommand;
  for (int tries = 1;; ++tries) {
    auto attempt = by_command ? Call(message) : Post(message);
    const Result<> done = co_await std::move(attempt);
    if (done) co_return;
    if (tries == kTries || stopping_) {
      reporter_.AlarmNotTold(news.alarm, by_command ? "command" : "webhook", done.error().detail);
      co_return;
    }
    co_await bell_.Wait(options_.pause);
  }
}

asio::awaitable<Result<>> AlarmTeller::Call(const std::string& message) {
  return net::RunProgram(io_, {options_.command, message + "\n", options_.limit});
}

asio::awaitable<Result<>> AlarmTeller::Post(const std::string& message) {
  const Webhook& webhook = *options_.webhook;
  const net::HttpLimits limits{options_.limit, options_.limit, options_.limit, kAnswerBytes};
  const net::HttpClient client(io_, webhook.url, webhook.tls, limits);
  net::HttpCall call;
  call.method = "POST";
  call.target = webhook.url.Target();
  call.headers = {{"Content-Type", "application/json"}};
  if (!webhook.authorization.empty()) {
    call.headers.emplace_back("Authorization", webhook.authorization);
  }
  call.body = message;
  const net::HttpResult result = co_await client.Ask(std::move(call));
  if (!result.answer) {
    co_return Error{Code::kIo, "webhook", result.failure.code + ": " + result.failure.detail};
  }
  const int status = result.answer->status;
  if (status < 200 || status > 299) {
    co_return Error{Code::kClosed, "webhook", "answered " + std::to_string(status)};
  }
  co_return Result<>();
}

}  // namespace wardbridge::pipeline
