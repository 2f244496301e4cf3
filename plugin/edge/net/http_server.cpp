#include "edge/net/http_server.h"

#include <utility>

#include "edge/net/gate.h"
#include "edge/net/http_session.h"

namespace wardbridge::net {
namespace {

constexpr std::size_t kMaxSessions = 64;
constexpr Millis kStopLimit{1'000};

class Server final : public HttpServer {
 public:
  explicit Server(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}
  ~Server() override { gate_->Stop(Millis(0), {}); }

  void Start() override { gate_->Start(); }
  void Stop() override { gate_->Stop(kStopLimit, {}); }
  [[nodiscard]] std::uint16_t Port() const override { return gate_->Port(); }

 private:
  std::shared_ptr<Gate> gate_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::Bind(const boost::asio::any_io_executor& executor,
                                                     const std::string& address,
                                                     HttpHandler handler, Millis timeout) {
  return Bind(executor, address, std::move(handler), {}, timeout);
}

Result<std::unique_ptr<HttpServer>> HttpServer::Bind(const boost::asio::any_io_executor& executor,
                                                     const std::string& address,
                                                     HttpHandler handler, HttpPosts posts,
                                                     Millis timeout) {
  const auto settings = std::make_shared<const HttpSettings>(
      HttpSettings{std::move(handler), std::move(posts), timeout});
  GateOptions options;
  options.address = address;
  options.max_visitors = kMaxSessions;
  GateEvents events;
  events.admit = [settings](boost::asio::ip::tcp::socket socket) {
    return std::make_shared<HttpSession>(std::move(socket), settings);
  };
  // Who comes and goes here is nobody's news: what is posted is.
  events.entered = [](std::size_t) {};
  events.left = [](std::size_t) {};
  events.full = [] {};
  events.failed = [] {};
  auto opened = Gate::Open(executor, std::move(options), std::move(events));
  if (!opened) return opened.error();
  return std::unique_ptr<HttpServer>(std::make_unique<Server>(std::move(*opened)));
}

}  // namespace wardbridge::net
