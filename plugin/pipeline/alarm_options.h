// Who is told of alarms.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "edge/net/tls.h"
#include "edge/net/url.h"

namespace wardbridge::pipeline {

struct Webhook {
  net::HttpUrl url;
  std::shared_ptr<net::TlsContext> tls;  // when url.is_tls
  std::string authorization;             // value of that header; "" none. A secret.
};

struct AlarmOptions {
  std::vector<std::string> command;  // program and arguments; empty: none
  std::optional<Webhook> webhook;
  std::string host;     // what the messages call this installation
  Millis limit{5'000};  // for one run of the program, and each step of the webhook
  Millis pause{2'000};  // before another try
};

}  // namespace wardbridge::pipeline
