#include "tests/bench/mllp_load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace wardbridge::bench {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

std::atomic<std::uint64_t> g_control_id{0};

// About 900 bytes, as an A08 of a patient system.
std::string Frame() {
  const std::string id = std::to_string(++g_control_id);
  std::string message =
      "MSH|^~\\&|PAS|RXX|TIE|RXX|20261102100100||ADT^A08^ADT_A01|B" + id +
      "|P|2.4|||AL|NE|GBR|UNICODE UTF-8|EN\rEVN||20261102100000|||U1|20261102100000\r"
      "PID|1||9990000018^^^NHS~L" +
      id +
      "^^^RXX^MR||EXAMPLE^EDITH^ANN^^MS^^L||19440229|2|||1 EXAMPLE STREET^^LEEDS"
      "^^LS1 1AA^GBR^H||01632960001|||||||||A\rPD1|||EXAMPLE "
      "SURGERY^^Y06601|G5612908^EXAMPLE^GREGORY^^^DR^^^GMC\r"
      "PV1|1|I|RXX^GEN1^BED 3^RXX||||C1234567^EXAMPLE^CONSULTANT^^^DR||||430||||19|||||V" +
      id + "^^^RXX^VISIT|||||||||||||||||||||||||20261020171600\r";
  while (message.size() < 880) message += "ZX1|PADDING OF A LOCAL SEGMENT\r";
  return "\x0b" + message + "\x1c\r";
}

struct Shared {
  Clock::time_point end;
  LoadResult result;
  bool failed = false;
};

asio::awaitable<void> Session(std::uint16_t port, Shared& shared) {
  asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
  socket.set_option(asio::ip::tcp::no_delay(true));
  std::string buffer;
  while (Clock::now() < shared.end) {
    const std::string frame = Frame();
    const auto start = Clock::now();
    co_await asio::async_write(socket, asio::buffer(frame), asio::use_awaitable);
    const std::size_t size = co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer),
                                                             "\x1c\r", asio::use_awaitable);
    if (buffer.find("MSA|AA|") == std::string::npos) throw std::runtime_error("no AA");
    buffer.erase(0, size);
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    shared.result.latencies_ms.push_back(took.count());
    ++shared.result.answered;
  }
}

}  // namespace

double Percentile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

LoadResult RunLoad(std::uint16_t port, std::size_t connections, Millis duration) {
  asio::io_context io(1);
  Shared shared;
  const auto start = Clock::now();
  shared.end = start + duration;
  for (std::size_t i = 0; i < connections; ++i) {
    asio::co_spawn(io, Session(port, shared), [&shared](const std::exception_ptr& failure) {
      if (failure) shared.failed = true;
    });
  }
  io.run();
  if (shared.failed) throw std::runtime_error("a connection was not answered AA");
  shared.result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return std::move(shared.result);
}

}  // namespace wardbridge::bench
