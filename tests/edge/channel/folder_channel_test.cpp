#include "edge/channel/folder_channel.h"

#include <future>
#include <string>
#include <thread>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/edge/channel/folder_fixture.h"
#include "tests/support/io_threads.h"

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(folder_channel)

namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using model::Outcome;
using test::FolderFixture;
using test::IoThreads;
using test::kKey;
using test::MakeDelivery;
using test::MakeFile;
using test::ModeOf;
using test::NamesIn;
using test::ScopedDenial;

struct PoolFixture : FolderFixture {
  // The pool's threads end before the context that they post to goes.
  ~PoolFixture() { pool.join(); }
  IoThreads io{1};
  asio::thread_pool pool{1};
};

struct Sent {
  Outcome outcome;
  std::thread::id thread;
};

asio::awaitable<Sent> SendAndTellThread(Channel& channel) {
  Sent sent;
  sent.outcome = co_await channel.Send(MakeDelivery());
  sent.thread = std::this_thread::get_id();
  co_return sent;
}

BOOST_FIXTURE_TEST_CASE(a_missing_folder_is_made_with_those_above_it, PoolFixture) {
  options.path = (out / "a" / "b").string();
  const mode_t before = umask(022);
  const Result<> made = PrepareFolder(options);
  umask(before);
  BOOST_REQUIRE(made.has_value());
  BOOST_TEST(ModeOf(out / "a") == 0750U);
  BOOST_TEST(ModeOf(out / "a" / "b") == 0750U);
}

BOOST_FIXTURE_TEST_CASE(trying_whether_the_folder_can_be_written_leaves_nothing_there,
                        PoolFixture) {
  BOOST_TEST(PrepareFolder(options).has_value());
  BOOST_TEST(NamesIn(out).empty());
}

BOOST_FIXTURE_TEST_CASE(a_path_that_is_a_file_is_refused, PoolFixture) {
  options.path = (out / "file").string();
  MakeFile(options.path, "x");
  const Result<> made = PrepareFolder(options);
  BOOST_REQUIRE(made.has_error());
  BOOST_TEST((made.error().code == Code::kIo));
  BOOST_TEST(made.error().where == options.path);
}

BOOST_FIXTURE_TEST_CASE(an_empty_path_is_refused, PoolFixture) {
  options.path.clear();
  BOOST_TEST(PrepareFolder(options).has_error());
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_may_not_be_written_is_refused_as_denied, PoolFixture) {
  fs::permissions(base, fs::perms::owner_all | fs::perms::others_exec | fs::perms::group_exec);
  const ScopedDenial denial(out, 0555);
  BOOST_REQUIRE(denial.IsInForce());
  const Result<> made = PrepareFolder(options);
  BOOST_REQUIRE(made.has_error());
  BOOST_TEST((made.error().code == Code::kDenied));
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_may_not_be_made_is_refused_as_denied, PoolFixture) {
  fs::permissions(base, fs::perms::owner_all | fs::perms::others_exec | fs::perms::group_exec);
  options.path = (out / "new").string();
  const ScopedDenial denial(out, 0555);
  BOOST_REQUIRE(denial.IsInForce());
  const Result<> made = PrepareFolder(options);
  BOOST_REQUIRE(made.has_error());
  BOOST_TEST((made.error().code == Code::kDenied));
}

// What is gone may come back: a mount, a right.
BOOST_FIXTURE_TEST_CASE(a_channel_is_made_whatever_state_its_folder_is_in, PoolFixture) {
  options.path = (out / "file").string();
  MakeFile(options.path, "x");
  const auto channel = MakeFolderChannel(options, pool.get_executor());
  auto sent = asio::co_spawn(io.Executor(), SendAndTellThread(*channel), asio::use_future);
  BOOST_TEST((sent.get().outcome.kind == Outcome::Kind::kConfiguration));
  fs::remove(options.path);
  BOOST_TEST(PrepareFolder(options).has_value());
  auto again = asio::co_spawn(io.Executor(), SendAndTellThread(*channel), asio::use_future);
  BOOST_TEST((again.get().outcome.kind == Outcome::Kind::kDelivered));
}

BOOST_FIXTURE_TEST_CASE(send_delivers_and_comes_back_to_the_caller_s_thread, PoolFixture) {
  const auto channel = MakeFolderChannel(options, pool.get_executor());
  std::promise<std::thread::id> io_thread;
  asio::post(io.Executor(), [&] { io_thread.set_value(std::this_thread::get_id()); });
  auto sent = asio::co_spawn(io.Executor(), SendAndTellThread(*channel), asio::use_future);
  const Sent result = sent.get();
  BOOST_TEST((result.outcome.kind == Outcome::Kind::kDelivered));
  BOOST_TEST((result.thread == io_thread.get_future().get()));
  BOOST_TEST(fs::exists(out / kKey / "bundle.json"));
}

BOOST_FIXTURE_TEST_CASE(the_caller_s_threads_do_not_wait_for_the_disk, PoolFixture) {
  const auto channel = MakeFolderChannel(options, pool.get_executor());
  std::promise<void> disk;
  asio::post(pool, [&, ready = disk.get_future().share()] { ready.wait(); });
  auto sent = asio::co_spawn(io.Executor(), SendAndTellThread(*channel), asio::use_future);
  std::promise<void> other_work;
  asio::post(io.Executor(), [&] { other_work.set_value(); });
  other_work.get_future().wait();  // done while the send waits
  BOOST_TEST((sent.wait_for(std::chrono::seconds(0)) == std::future_status::timeout));
  disk.set_value();
  BOOST_TEST((sent.get().outcome.kind == Outcome::Kind::kDelivered));
}

BOOST_FIXTURE_TEST_CASE(a_cancellation_meanwhile_does_not_lose_the_outcome, PoolFixture) {
  const auto channel = MakeFolderChannel(options, pool.get_executor());
  std::promise<void> disk;
  asio::post(pool, [&, ready = disk.get_future().share()] { ready.wait(); });
  asio::cancellation_signal cancel;
  auto sent = asio::co_spawn(io.Executor(), SendAndTellThread(*channel),
                             asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
  std::promise<void> cancelled;
  asio::post(io.Executor(), [&] {
    cancel.emit(asio::cancellation_type::terminal);
    cancelled.set_value();
  });
  cancelled.get_future().wait();
  disk.set_value();
  BOOST_TEST((sent.get().outcome.kind == Outcome::Kind::kDelivered));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
