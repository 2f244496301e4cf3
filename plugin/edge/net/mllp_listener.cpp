#include "edge/net/mllp_listener.h"

#include <utility>

#include "edge/net/gate.h"
#include "edge/net/mllp_connection.h"

namespace wardbridge::net {
namespace {

class Listener final : public MllpListener {
 public:
  explicit Listener(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}
  ~Listener() override { gate_->Stop(Millis(0), {}); }

  void Start() override { gate_->Start(); }
  void Stop(Millis limit, std::function<void()> drained) override {
    gate_->Stop(limit, std::move(drained));
  }
  [[nodiscard]] std::uint16_t Port() const override { return gate_->Port(); }
  [[nodiscard]] std::size_t ConnectionCount() const override { return gate_->Count(); }

 private:
  std::shared_ptr<Gate> gate_;
};

GateEvents EventsOf(const std::shared_ptr<const MllpSettings>& settings) {
  using Kind = MllpNotice::Kind;
  GateEvents events;
  events.admit = [settings](boost::asio::ip::tcp::socket socket) {
    return std::make_shared<MllpConnection>(std::move(socket), settings);
  };
  events.entered = [settings](std::size_t inside) { settings->Notify(Kind::kConnected, inside); };
  events.left = [settings](std::size_t inside) { settings->Notify(Kind::kDisconnected, inside); };
  events.full = [settings] {
    settings->Notify(Kind::kRefusedFull, settings->options.max_connections);
  };
  events.failed = [settings] { settings->Notify(Kind::kAcceptFailed, 1); };
  return events;
}

}  // namespace

Result<std::unique_ptr<MllpListener>> MllpListener::Bind(
    const boost::asio::any_io_executor& executor, const MllpOptions& options, MllpHandler handler,
    MllpObserver observer) {
  const auto settings = std::make_shared<const MllpSettings>(
      MllpSettings{options, std::move(handler), std::move(observer)});
  GateOptions gate;
  gate.address = options.address;
  gate.max_visitors = options.max_connections;
  auto opened = Gate::Open(executor, std::move(gate), EventsOf(settings));
  if (!opened) return opened.error();
  return std::unique_ptr<MllpListener>(std::make_unique<Listener>(std::move(*opened)));
}

}  // namespace wardbridge::net
