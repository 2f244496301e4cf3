#include "edge/store/sqlite_store.h"

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "store_fixture.h"

namespace wardbridge::store {
namespace {

using Strings = std::vector<std::string>;

Result<> Append(Rows& rows, const std::string& control_id) {
  auto appended = rows.AppendInbox(MakeMessage(control_id));
  if (!appended) return appended.error();
  return {};
}

Work Appending(const std::string& control_id) {
  return [control_id](Rows& rows) { return Append(rows, control_id); };
}

Strings ControlIds(Store& store) {
  const auto messages = Find(store, [](Rows& rows) { return rows.NewMessages(10'000); });
  BOOST_TEST_REQUIRE(messages.has_value());
  return Each(*messages, &InboxRow::control_id);
}

Error Refusal(const Result<>& fate) {
  BOOST_REQUIRE(!fate);
  return fate.error();
}

const auto kFails = [](Rows& rows) -> Result<> {
  if (auto appended = Append(rows, "undone"); !appended) return appended;
  return Error{Code::kConflict, "test", "on purpose"};
};

BOOST_AUTO_TEST_SUITE(writing)

BOOST_DATA_TEST_CASE(jobs_that_wait_together_are_committed_together, kEachKind, kind) {
  TestStore store(kind);
  for (int i = 0; i < 5; ++i) store->Write(Appending("c" + std::to_string(i)), nullptr);
  BOOST_TEST(store->QueueDepth() == 5U);
  BOOST_TEST(store->RunOnce() == 5U);
  BOOST_TEST(store.Commits() == std::vector<std::size_t>{5}, boost::test_tools::per_element());
  BOOST_TEST(store->QueueDepth() == 0U);
}

BOOST_DATA_TEST_CASE(batch_is_not_larger_than_set, kEachKind, kind) {
  TestStore store(kind, 2);
  for (int i = 0; i < 5; ++i) store->Write(Appending("c" + std::to_string(i)), nullptr);
  BOOST_TEST(store->RunOnce() == 5U);
  BOOST_TEST(store.Commits() == (std::vector<std::size_t>{2, 2, 1}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(jobs_run_in_the_order_of_their_queueing, kEachKind, kind) {
  TestStore store(kind, 2);
  const Strings want = {"c3", "c1", "c2"};
  for (const std::string& id : want) store->Write(Appending(id), nullptr);
  store->RunOnce();
  BOOST_TEST(ControlIds(*store) == want, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(error_of_one_job_undoes_that_job_only, kEachKind, kind) {
  TestStore store(kind);
  std::vector<bool> fates;
  const Done note = [&](const Result<>& fate) { fates.push_back(fate.has_value()); };
  store->Write(Appending("c1"), note);
  store->Write(kFails, note);
  store->Write(Appending("c2"), note);
  store->RunOnce();
  BOOST_TEST(fates == (std::vector<bool>{true, false, true}), boost::test_tools::per_element());
  BOOST_TEST(ControlIds(*store) == (Strings{"c1", "c2"}), boost::test_tools::per_element());
  BOOST_TEST(store.Commits().size() == 1U);
}

BOOST_DATA_TEST_CASE(job_gets_its_own_error_back, kEachKind, kind) {
  TestStore store(kind);
  BOOST_TEST((Refusal(store.Do(kFails)).code == Code::kConflict));
  BOOST_TEST(store->Trouble().empty());
}

BOOST_DATA_TEST_CASE(job_that_overlooks_an_error_of_the_store_is_undone, kEachKind, kind) {
  TestStore store(kind);
  const Result<> fate = store.Do([](Rows& rows) -> Result<> {
    (void)rows.SetInboxState(99, InboxState::kApplied, {});
    return Append(rows, "c1");
  });
  BOOST_TEST((Refusal(fate).code == Code::kInternal));
  BOOST_TEST(ControlIds(*store).empty());
}

BOOST_DATA_TEST_CASE(job_that_throws_is_undone_and_the_next_one_runs, kEachKind, kind) {
  TestStore store(kind);
  Result<> fate;
  store->Write(
      [](Rows& rows) -> Result<> {
        (void)Append(rows, "undone");
        throw std::runtime_error("on purpose");
      },
      [&](const Result<>& result) { fate = result; });
  store->Write(Appending("c1"), nullptr);
  store->RunOnce();
  BOOST_TEST((Refusal(fate).code == Code::kInternal));
  BOOST_TEST(ControlIds(*store) == Strings{"c1"}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(success_is_told_only_after_the_commit, kEachKind, kind) {
  TestStore store(kind);
  Strings seen_by_others;
  store->Write(Appending("c1"), [&](const Result<>& fate) {
    if (fate && store.Commits().size() == 1U) seen_by_others = ControlIds(*store);
  });
  store->RunOnce();
  BOOST_TEST(seen_by_others == Strings{"c1"}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(job_that_a_callback_queues_waits_for_the_next_run, kEachKind, kind) {
  TestStore store(kind);
  store->Write(Appending("c1"), [&](const Result<>&) { store->Write(Appending("c2"), nullptr); });
  BOOST_TEST(store->RunOnce() == 1U);
  BOOST_TEST(store->QueueDepth() == 1U);
  BOOST_TEST(store->RunOnce() == 1U);
}

BOOST_DATA_TEST_CASE(job_that_never_ran_is_told_when_the_store_closes, kEachKind, kind) {
  Result<> fate;
  {
    TestStore store(kind);
    store->Write(Appending("c1"), [&](const Result<>& result) { fate = result; });
  }
  BOOST_TEST((Refusal(fate).code == Code::kClosed));
}

BOOST_DATA_TEST_CASE(writer_thread_stores_what_many_threads_write_and_ends_when_stopped, kEachKind,
                     kind) {
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  TestStore store(kind);
  std::atomic<int> stored = 0;
  std::thread writer([&] { store->RunWriter(); });
  std::vector<std::thread> producers;
  for (int thread = 0; thread < kThreads; ++thread) {
    producers.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        std::promise<void> told;
        store->Write(Appending(std::to_string(thread) + "-" + std::to_string(i)),
                     [&](const Result<>& fate) {
                       if (fate) ++stored;
                       told.set_value();
                     });
        told.get_future().wait();
      }
    });
  }
  for (std::thread& producer : producers) producer.join();
  store->StopWriter();
  writer.join();
  BOOST_TEST(stored == kThreads * kEach);
  BOOST_TEST(ControlIds(*store).size() == static_cast<std::size_t>(kThreads * kEach));
}

BOOST_DATA_TEST_CASE(stopped_writer_first_empties_the_queue, kEachKind, kind) {
  TestStore store(kind, 1);
  for (int i = 0; i < 3; ++i) store->Write(Appending("c" + std::to_string(i)), nullptr);
  store->StopWriter();
  store->RunWriter();
  BOOST_TEST(ControlIds(*store).size() == 3U);
}

BOOST_DATA_TEST_CASE(jobs_that_come_while_the_writer_is_busy_share_the_next_commit, kEachKind,
                     kind) {
  TestStore store(kind);
  std::promise<void> holding;
  std::promise<void> go_on;
  store->Write(
      [&](Rows&) -> Result<> {
        holding.set_value();
        go_on.get_future().wait();
        return {};
      },
      nullptr);
  std::thread writer([&] { store->RunWriter(); });
  holding.get_future().wait();
  for (int i = 0; i < 7; ++i) store->Write(Appending("c" + std::to_string(i)), nullptr);
  go_on.set_value();
  store->StopWriter();
  writer.join();
  BOOST_TEST(store.Commits() == (std::vector<std::size_t>{1, 7}), boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(change_now_gives_what_it_committed, kEachKind, kind) {
  TestStore store(kind);
  const auto appended =
      ChangeNow(*store, [](Rows& rows) { return rows.AppendInbox(MakeMessage("c1")); });
  BOOST_TEST_REQUIRE(appended.has_value());
  BOOST_TEST(appended->id == 1);
  BOOST_TEST(store.Commits() == std::vector<std::size_t>{1}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(change_now_gives_the_error_of_a_change_that_is_undone, kEachKind, kind) {
  TestStore store(kind);
  const auto changed = ChangeNow(*store, [](Rows& rows) -> Result<int> {
    if (auto failed = kFails(rows); !failed) return failed.error();
    return 1;
  });
  BOOST_REQUIRE(!changed);
  BOOST_TEST((changed.error().code == Code::kConflict));
  BOOST_TEST(ControlIds(*store).empty());
}

BOOST_AUTO_TEST_CASE(change_now_is_refused_by_a_store_that_only_reads) {
  const TempFolder folder;
  Options options;
  options.path = folder.Path("store.db");
  BOOST_REQUIRE(Store::Open(options));
  options.exclusive = false;
  const auto tool = Store::Open(options);
  BOOST_REQUIRE_MESSAGE(tool.has_value(), WhyNot(tool));
  bool ran = false;
  const auto changed = ChangeNow(**tool, [&ran](Rows&) -> Result<int> {
    ran = true;
    return 1;
  });
  BOOST_REQUIRE(!changed);
  BOOST_TEST((changed.error().code == Code::kDenied));
  BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(reading_snapshots)

BOOST_DATA_TEST_CASE(find_gives_the_error_of_what_it_looked_for, kEachKind, kind) {
  TestStore store(kind);
  const auto found = Find(*store, [](Rows&) -> Result<int> {
    return Error{Code::kNotFound, "test", ""};
  });
  BOOST_REQUIRE(!found);
  BOOST_TEST((found.error().code == Code::kNotFound));
}

BOOST_DATA_TEST_CASE(find_gives_nothing_of_a_job_that_writes, kEachKind, kind) {
  TestStore store(kind);
  const auto found = Find(*store, [](Rows& rows) { return rows.AppendInbox(MakeMessage("c1")); });
  BOOST_REQUIRE(!found);
  BOOST_TEST((found.error().code == Code::kInternal));
  BOOST_TEST(ControlIds(*store).empty());
}

BOOST_DATA_TEST_CASE(writing_in_a_read_is_refused_and_leaves_nothing, kEachKind, kind) {
  TestStore store(kind);
  const Result<> fate = store->Read([](Rows& rows) { return Append(rows, "c1"); });
  BOOST_TEST((Refusal(fate).code == Code::kInternal));
  BOOST_TEST(ControlIds(*store).empty());
}

BOOST_DATA_TEST_CASE(store_is_writable_after_a_read, kEachKind, kind) {
  TestStore store(kind);
  BOOST_TEST(ControlIds(*store).empty());
  BOOST_TEST(store.Do(Appending("c1")).has_value());
}

BOOST_DATA_TEST_CASE(read_hands_out_the_error_of_its_work, kEachKind, kind) {
  TestStore store(kind);
  const Result<> fate = store->Read([](Rows&) -> Result<> {
    return Error{Code::kNotFound, "test", ""};
  });
  BOOST_TEST((Refusal(fate).code == Code::kNotFound));
}

BOOST_AUTO_TEST_CASE(read_sees_the_state_of_its_first_look_while_others_commit) {
  TestStore store(kKinds[1]);
  BOOST_REQUIRE(store.Do(Appending("c1")));
  std::vector<std::int64_t> counts;
  const Result<> read = store->Read([&](Rows& rows) -> Result<> {
    for (int i = 0; i < 2; ++i) {
      auto depths = rows.Count();
      if (!depths) return depths.error();
      counts.push_back(depths->inbox_total);
      if (i == 0) BOOST_TEST(store.Do(Appending("c2")).has_value());
    }
    return {};
  });
  BOOST_TEST(read.has_value());
  BOOST_TEST(counts == (std::vector<std::int64_t>{1, 1}), boost::test_tools::per_element());
  BOOST_TEST(ControlIds(*store).size() == 2U);
}

BOOST_AUTO_TEST_CASE(many_threads_read_beside_the_writer) {
  TestStore store(kKinds[1]);
  std::thread writer([&] { store->RunWriter(); });
  std::atomic<int> faults = 0;
  std::vector<std::thread> readers;
  for (int thread = 0; thread < 6; ++thread) {
    readers.emplace_back([&] {
      for (int i = 0; i < 30; ++i) {
        const Result<> read = store->Read([](Rows& rows) -> Result<> {
          auto depths = rows.Count();
          if (!depths) return depths.error();
          auto messages = rows.NewMessages(10'000);
          if (!messages) return messages.error();
          const auto found = static_cast<std::int64_t>(messages->size());
          return found == depths->inbox_new
                     ? Result<>()
                     : Error{Code::kConflict, "test", "two states in one read"};
        });
        if (!read) ++faults;
      }
    });
  }
  for (int i = 0; i < 200; ++i) store->Write(Appending("c" + std::to_string(i)), nullptr);
  for (std::thread& reader : readers) reader.join();
  store->StopWriter();
  writer.join();
  BOOST_TEST(faults == 0);
}

BOOST_AUTO_TEST_CASE(log_stays_bounded_while_the_store_grows) {
  TempFolder folder;
  Options options;
  options.path = folder.Path("store.db");
  auto store = Store::Open(options);
  BOOST_REQUIRE(store);
  InboxRow row = MakeMessage("");
  row.bytes.assign(20'000, 'x');
  for (int i = 0; i < 3'000; ++i) {
    row.control_id = "c" + std::to_string(i);
    (*store)->Write(
        [row](Rows& rows) -> Result<> {
          auto appended = rows.AppendInbox(row);
          return appended ? Result<>() : appended.error();
        },
        nullptr);
    if (i % 50 == 49) (*store)->RunOnce();
  }
  BOOST_TEST(std::filesystem::file_size(options.path) > 50'000'000U);
  BOOST_TEST(std::filesystem::file_size(options.path + "-wal") < 20'000'000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace wardbridge::store
