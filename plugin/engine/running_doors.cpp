// Where a running engine listens: messages, what is posted, the console.
#include <utility>

#include "edge/monitoring/fhir_post.h"
#include "engine/running.h"

namespace wardbridge::engine {

namespace asio = boost::asio;

namespace {

constexpr Millis kPostTimeout{60'000};  // for a body, and for the wait on a kept connection

pipeline::TransientNak Nak(TransientNak nak) {
  switch (nak) {
    case TransientNak::kHangup:
      return pipeline::TransientNak::kHangup;
    case TransientNak::kAr:
      return pipeline::TransientNak::kAr;
    case TransientNak::kAe:
      return pipeline::TransientNak::kAe;
  }
  return pipeline::TransientNak::kHangup;
}

}  // namespace

Result<> Running::BindListeners() {
  for (const ListenerConfig& listener : config_.listeners) {
    const pipeline::Entrance& entrance = entrances_.emplace_back(pipeline::Entrance{
        listener.mllp.name, listener.feed, listener.ack, Nak(listener.transient_nak)});
    auto bound = net::MllpListener::Bind(
        io_.get_executor(), listener.mllp,
        [this, &entrance](const std::string&, net::FrameEvent event) {
          return intake_->OnEvent(entrance, std::move(event));
        },
        [this](const net::MllpNotice& notice) { reporter_.Noticed(notice, clock_.Now()); });
    if (!bound) return bound.error();
    listeners_.push_back(std::move(*bound));
  }
  return {};
}

Result<> Running::BindPosts() {
  for (const PostConfig& post : config_.posts) {
    const auto take = [this, &post](std::string body) -> asio::awaitable<monitoring::Posted> {
      using Kind = pipeline::TakenReadings::Kind;
      pipeline::TakenReadings taken =
          co_await readings_intake_->Take(post.name, post.feed, std::move(body));
      monitoring::Posted posted;
      if (taken.kind == Kind::kStored) posted.kind = monitoring::Posted::Kind::kStored;
      if (taken.kind == Kind::kRefused) posted.kind = monitoring::Posted::Kind::kRefused;
      posted.reason = std::move(taken.received.reason);
      posted.problems = std::move(taken.received.problems);
      co_return posted;
    };
    auto bound = net::HttpServer::Bind(
        io_.get_executor(), post.listen, monitoring::MakeFhirPostReads(),
        net::HttpPosts{monitoring::MakeFhirPost(post.fhir, take), post.most_bytes}, kPostTimeout);
    if (!bound) return bound.error();
    posts_.push_back(std::move(*bound));
  }
  return {};
}

Result<> Running::BindConsole() {
  if (config_.console_listen.empty()) return {};
  console::Sources sources;
  sources.metrics = [this] { return metrics_.Text(); };
  sources.health = [this] { return Health(); };
  auto bound = net::HttpServer::Bind(io_.get_executor(), config_.console_listen,
                                     console::MakeHandler(std::move(sources)));
  if (!bound) return bound.error();
  console_ = std::move(*bound);
  return {};
}

}  // namespace wardbridge::engine
