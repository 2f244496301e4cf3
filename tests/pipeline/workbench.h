// The rooms of the pipeline on a bench: a store in memory, a clock that stands, and no threads.
// Everything runs on the test's thread, step by step, so that what has happened and what has not is
// certain.
#pragma once

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include "base/clock.h"
#include "edge/store/store.h"
#include "edge/telemetry/log.h"
#include "edge/telemetry/metrics.h"
#include "pipeline/intake.h"
#include "pipeline/project.h"
#include "pipeline/reporter.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

// A program that does what another does, for tests that change one thing of it. `inner` must
// outlive it.
class Forwarding : public discharge::Program {
 public:
  explicit Forwarding(const discharge::Program& inner) : inner_(inner) {}

  [[nodiscard]] std::vector<discharge::Received> Receive(std::string_view content,
                                                         const std::string& feed,
                                                         hl7::AckMode ack_mode, Timestamp now,
                                                         const std::string& ack_id) const override {
    return inner_.Receive(content, feed, ack_mode, now, ack_id);
  }
  [[nodiscard]] discharge::ReceivedReadings ReceiveReadings(std::string_view content,
                                                            const std::string& feed,
                                                            Timestamp now) const override {
    return inner_.ReceiveReadings(content, feed, now);
  }
  [[nodiscard]] std::string RefuseOversize(std::string_view start, hl7::AckMode ack_mode,
                                           Timestamp now,
                                           const std::string& ack_id) const override {
    return inner_.RefuseOversize(start, ack_mode, now, ack_id);
  }
  [[nodiscard]] std::string RefuseForNow(const discharge::Received& received, hl7::Verdict verdict,
                                         const std::string& feed, hl7::AckMode ack_mode,
                                         Timestamp now, const std::string& ack_id) const override {
    return inner_.RefuseForNow(received, verdict, feed, ack_mode, now, ack_id);
  }
  [[nodiscard]] discharge::Interpreted Interpret(const discharge::StoredMessage& message,
                                                 Timestamp received) const override {
    return inner_.Interpret(message, received);
  }
  [[nodiscard]] std::optional<Timestamp> SentAt(std::string_view message,
                                                const std::string& feed) const override {
    return inner_.SentAt(message, feed);
  }
  [[nodiscard]] discharge::BookChange Apply(const model::Event& event,
                                            const discharge::Known& known) const override {
    return inner_.Apply(event, known);
  }
  [[nodiscard]] Result<discharge::Assembled> Withdraw(
      const discharge::WithdrawRequest& request) const override {
    return inner_.Withdraw(request);
  }
  [[nodiscard]] Result<discharge::Assembled> Assemble(
      const discharge::AssembleRequest& request) const override {
    return inner_.Assemble(request);
  }
  [[nodiscard]] Result<discharge::Explained> Explain(
      const discharge::ExplainRequest& request) const override {
    return inner_.Explain(request);
  }
  [[nodiscard]] std::unique_ptr<const Program> Traced(discharge::Trace& trace) const override {
    return inner_.Traced(trace);
  }
  [[nodiscard]] Result<> CheckFonts() const override { return inner_.CheckFonts(); }
  [[nodiscard]] std::string MappingVersion() const override { return inner_.MappingVersion(); }

 private:
  const discharge::Program& inner_;
};

class Workbench {
 public:
  Workbench() : clock(test::Instant("2026-10-23T16:00:00+01:00")) {
    store::Options options;
    options.path = ":memory:";
    auto opened = store::Store::Open(options);
    BOOST_REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().Text()));
    store = std::move(*opened);
  }
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;

  [[nodiscard]] asio::any_io_executor executor() { return context.get_executor(); }

  // Runs what is ready and commits what is queued, until only timers are left.
  void Settle() {
    std::size_t done = 1;
    while (done > 0) {
      context.restart();
      done = context.poll();
      done += store->RunOnce();
    }
  }

  // The value of a coroutine that needs nothing but what Settle does.
  template <typename Value>
  Value Await(asio::awaitable<Value> work) {
    auto future = asio::co_spawn(executor(), std::move(work), asio::use_future);
    Settle();
    BOOST_REQUIRE(future.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
    return future.get();
  }

  // The fate of one job.
  Result<> Do(const store::Work& work) {
    Result<> fate = Error{Code::kInternal, "test", "Done was not called"};
    store->Write(work, [&fate](const Result<>& result) { fate = result; });
    store->RunOnce();
    return fate;
  }
  // The value of a function of Rows, which must succeed.
  template <typename Function>
  auto In(Function function) {
    auto value = store::ChangeNow(*store, std::move(function));
    BOOST_REQUIRE_MESSAGE(value.has_value(), (value ? "" : value.error().Text()));
    return std::move(*value);
  }
  // A change, which must succeed.
  template <typename Function>
  void Change(Function function) {
    const Result<> fate = Do([&](store::Rows& rows) -> Result<> { return function(rows); });
    BOOST_REQUIRE_MESSAGE(fate.has_value(), (fate ? "" : fate.error().Text()));
  }

  // Puts a message into the inbox as the intake does; its row.
  store::InboxRow Receive(const std::string& message, const std::string& feed = "pas") {
    const auto received =
        test::WardProgram().Receive(message, feed, hl7::AckMode::kOriginal, clock.Now(), "ACK");
    BOOST_REQUIRE(received.size() == 1U);
    store::InboxRow row = MakeRow(feed, received.front(), clock.Now());
    row.id = In([&](store::Rows& rows) { return rows.AppendInbox(row); }).id;
    return row;
  }

  // Puts a message into the inbox and applies it, as the projector does.
  void Play(const std::string& message) {
    const store::InboxRow row = Receive(message);
    Applied applied;
    Change([&](store::Rows& rows) {
      return ApplyProjected(rows, test::WardProgram(), InterpretRow(test::WardProgram(), row),
                            clock.Now(), applied);
    });
  }

  // All stays; a test has few.
  std::vector<model::Stay> Stays() {
    return In([](store::Rows& rows) { return rows.AllStays(100); });
  }
  model::Stay OneStay() {
    auto stays = Stays();
    BOOST_REQUIRE(stays.size() == 1U);
    return stays.front();
  }

  [[nodiscard]] bool Logged(const std::string& part) const {
    for (const std::string& line : lines) {
      if (line.find(part) != std::string::npos) return true;
    }
    return false;
  }

  asio::io_context context;
  std::unique_ptr<store::Store> store;
  ManualClock clock;
  std::vector<std::string> lines;  // of the log
  telemetry::Log log{[this](telemetry::Level, std::string_view, std::string_view line) {
    lines.emplace_back(line);
  }};
  telemetry::Metrics metrics;
  Reporter reporter{log, metrics};
};

}  // namespace wardbridge::pipeline
