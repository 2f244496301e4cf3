// A FHIR channel in front of a scripted server.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "edge/channel/fhir_channel.h"
#include "edge/net/tls.h"
#include "tests/support/await.h"
#include "tests/support/http_peer.h"

namespace wardbridge::channel {

inline constexpr const char* kIdentifier = "00000000-0000-5000-8000-000000009100";
inline constexpr const char* kPayload =
    R"({"resourceType":"Bundle","id":"own","identifier":{"system":"urn:s",)"
    R"("value":"00000000-0000-5000-8000-000000009100"},"type":"collection","total":36.60})";

struct FhirFixture {
  explicit FhirFixture(std::deque<test::PeerStep> script, const test::PeerTls* tls = nullptr)
      : peer(std::move(script), tls) {
    options.base = *net::ParseHttpUrl(peer.Url("/fhir"));
    options.limits.exchange = Millis(500);
    options.limits.handshake = Millis(2'000);
    options.pause = Millis(1);
    delivery.key = "key-1";
    delivery.form = model::PayloadForm::kCollection;
    delivery.payload = kPayload;
  }

  // A handler may still run after the last answer: the threads end before what they use.
  ~FhirFixture() { io.Join(); }
  FhirFixture(const FhirFixture&) = delete;
  FhirFixture& operator=(const FhirFixture&) = delete;

  // The channel as `options` are at its first use.
  Channel& Made() {
    if (!channel) channel = MakeFhirChannel(options, io.Executor(), clock);
    return *channel;
  }
  model::Outcome Send() { return test::Await(io, Made().Send(delivery)); }

  test::HttpPeer peer;
  ManualClock clock{Timestamp::FromUnixMs(1'800'000'000'000)};
  test::IoThreads io;
  FhirOptions options;
  model::Delivery delivery;
  std::unique_ptr<Channel> channel;
};

}  // namespace wardbridge::channel
