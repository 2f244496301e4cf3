#include "edge/net/gate.h"

#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/edge/net/mllp_fixture.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(gate)

namespace {

using test::Framed;
using test::IoThreads;
using test::MllpFixture;
using test::TcpPeer;
using Kind = MllpNotice::Kind;

#ifndef __SANITIZE_ADDRESS__
// No file descriptor can be opened while it lives.
class NoDescriptorsLeft {
 public:
  NoDescriptorsLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(next);
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(next);
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptorsLeft() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
  NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;

 private:
  rlimit before_{};
};
#endif

// UBSan asks by a pipe whether an object can be read, so without descriptors it takes every object
// for a broken one: this test is for the builds without it.
#ifndef __SANITIZE_ADDRESS__
BOOST_FIXTURE_TEST_CASE(a_gate_survives_the_lack_of_descriptors_and_lets_in_who_waited,
                        MllpFixture) {
  const std::uint16_t port = Listen();
  TcpPeer before(port);
  before.Send(Framed("a"));
  BOOST_TEST(before.ReadFrame() == "ACK:a");
  TcpPeer meanwhile;
  BOOST_REQUIRE(meanwhile.OpenSocket());
  {
    const NoDescriptorsLeft lack;
    BOOST_REQUIRE(meanwhile.Connect(port));  // the kernel's queue takes it
    meanwhile.Send(Framed("b"));
    BOOST_TEST(script->Notices(Kind::kAcceptFailed).size() == 1U);
    before.Send(Framed("c"));
    BOOST_TEST(before.ReadFrame() == "ACK:c");
    BOOST_TEST(meanwhile.IsSilent(250));  // more than two tries
    BOOST_TEST(script->Notices(Kind::kAcceptFailed).size() == 1U);
  }
  BOOST_TEST(meanwhile.ReadFrame() == "ACK:b");
}
#endif

// A visitor that cannot be made is one connection lost, not the gate.
BOOST_AUTO_TEST_CASE(a_gate_survives_an_exception_of_its_owner) {
  IoThreads io;
  std::atomic<int> tries = 0;
  GateOptions options;
  options.address = "127.0.0.1:0";
  options.pause_after_failure = Millis(1);
  GateEvents events;
  events.admit = [&](boost::asio::ip::tcp::socket) -> std::shared_ptr<Visitor> {
    ++tries;
    throw std::bad_alloc();
  };
  events.entered = [](std::size_t) {};
  events.left = [](std::size_t) {};
  events.full = [] {};
  events.failed = [] {};
  auto gate = Gate::Open(io.Executor(), options, events);
  BOOST_REQUIRE(gate.has_value());
  (*gate)->Start();
  for (int i = 1; i <= 3; ++i) {
    TcpPeer peer((*gate)->Port());
    BOOST_TEST(peer.IsClosed());
    BOOST_TEST(tries.load() == i);
  }
  (*gate)->Stop(Millis(0), {});
  io.Join();
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
