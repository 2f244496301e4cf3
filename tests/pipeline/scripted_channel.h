// A channel that answers what a test has written down.
#pragma once

#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "edge/channel/channel.h"

namespace wardbridge::pipeline {

// What was sent, and what is to be answered; outlives the channel that reads it.
struct Script {
  std::deque<model::Outcome> outcomes;  // when none is left everything is delivered
  std::vector<model::Delivery> sent;
  std::function<void(const model::Delivery&)> while_sending;
  std::function<void()> entered;  // and a turn of the executor later:
  std::function<void()> left;
};

class ScriptedChannel final : public channel::Channel {
 public:
  explicit ScriptedChannel(Script& script) : script_(script) {}

  boost::asio::awaitable<model::Outcome> Send(model::Delivery delivery) override {
    script_.sent.push_back(delivery);
    if (script_.while_sending) script_.while_sending(delivery);
    model::Outcome outcome;
    outcome.kind = model::Outcome::Kind::kDelivered;
    if (!script_.outcomes.empty()) {
      outcome = script_.outcomes.front();
      script_.outcomes.pop_front();
    }
    if (script_.entered) {
      script_.entered();
      const auto executor = co_await boost::asio::this_coro::executor;
      co_await boost::asio::post(executor, boost::asio::use_awaitable);
      script_.left();
    }
    co_return outcome;
  }

  boost::asio::awaitable<std::vector<channel::TestStep>> Test() override {
    co_return std::vector<channel::TestStep>();
  }

 private:
  Script& script_;
};

}  // namespace wardbridge::pipeline
