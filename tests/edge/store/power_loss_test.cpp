// What a killed process, a power cut, a failing disk and a full disk leave behind. The power cut is
// that of tests/support/fsync_preload.c.
#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <spawn.h>
#include <sstream>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(power_loss)

namespace {

namespace bdata = boost::unit_test::data;
using Environment = std::map<std::string, std::string>;
using Numbers = std::set<long>;

constexpr std::size_t kEnough = 400;  // messages of 6 KiB: the log is moved several times

// Starts a program with additions to the environment; `out`, if given, becomes its stdout.
pid_t Spawn(const std::vector<std::string>& words, const Environment& additions, int out = -1) {
  std::vector<std::string> settings;
  for (char** variable = environ; *variable != nullptr; ++variable)
    settings.emplace_back(*variable);
  for (const auto& [name, value] : additions) settings.push_back(name + "=" + value);
  std::vector<char*> arguments;
  std::vector<char*> environment;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  for (const std::string& setting : settings)
    environment.push_back(const_cast<char*>(setting.c_str()));
  arguments.push_back(nullptr);
  environment.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (out >= 0) posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  pid_t child = -1;
  const int code = posix_spawn(&child, words[0].c_str(), &actions, nullptr, arguments.data(),
                               environment.data());
  posix_spawn_file_actions_destroy(&actions);
  BOOST_REQUIRE_EQUAL(code, 0);
  return child;
}

// A running store_writer and what it said.
class Writer {
 public:
  Writer(const std::string& database, long first, const Environment& additions,
         long limit = 1'000'000) {
    int ends[2];
    BOOST_REQUIRE_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    child_ =
        Spawn({WARDBRIDGE_STORE_WRITER, database, std::to_string(first), std::to_string(limit)},
              additions, ends[1]);
    close(ends[1]);
    in_ = fdopen(ends[0], "r");
  }
  ~Writer() {
    Kill();
    fclose(in_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Its next line; "" at its end.
  std::string Line() {
    char text[256];
    if (fgets(text, sizeof text, in_) == nullptr) return "";
    std::string line(text);
    line.pop_back();
    std::istringstream words(line);
    std::string word;
    long number = 0;
    words >> word >> number;
    if (word == "ack" || word == "dup") acknowledged_.insert(number);
    return line;
  }
  void ReadAcknowledgements(std::size_t count) {
    while (acknowledged_.size() < count) BOOST_REQUIRE(!Line().empty());
  }
  // SIGKILL, then what it had still said before.
  void Kill() {
    if (child_ < 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = -1;
    while (!Line().empty()) continue;
  }
  [[nodiscard]] const Numbers& Acknowledged() const { return acknowledged_; }

 private:
  pid_t child_ = -1;
  FILE* in_ = nullptr;
  Numbers acknowledged_;
};

// A database in a folder of its own, with a journal of what a power cut would undo.
struct Disk {
  TempFolder folder;
  std::string root = folder.Path("data");
  std::string journal = folder.Path("journal");
  std::string database = root + "/store.db";

  Disk() { std::filesystem::create_directory(root); }

  [[nodiscard]] Environment Preloaded(const Environment& more = {}) const {
    Environment environment = {
        {"LD_PRELOAD", WARDBRIDGE_FSYNC_PRELOAD},
        {"FSYNC_PRELOAD_ROOT", root},
        {"FSYNC_PRELOAD_JOURNAL", journal},
        // A sanitizer wants to be the first library; what we interpose it need not see.
        {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
    environment.insert(more.begin(), more.end());
    return environment;
  }

  void CutPower() const {
    int status = -1;
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    waitpid(Spawn({WARDBRIDGE_POWER_LOSS_UNDO, journal, root}, {}, null), &status, 0);
    close(null);
    BOOST_REQUIRE_EQUAL(status, 0);
  }

  // Makes a store that is wholly on the disk.
  void MakeStore() const {
    Options options;
    options.path = database;
    BOOST_REQUIRE(Store::Open(options).has_value());
  }

  // The numbers of all stored messages. Every one must have its bytes.
  [[nodiscard]] Numbers Stored() const {
    Options options;
    options.path = database;
    options.create = false;
    auto opened = Store::Open(options);
    BOOST_REQUIRE_MESSAGE(opened.has_value(), WhyNot(opened));
    Numbers numbers;
    const Result<> read = (*opened)->Read([&](Rows& rows) -> Result<> {
      auto messages = rows.NewMessages(1'000'000);
      if (!messages) return messages.error();
      for (const InboxRow& row : *messages) {
        numbers.insert(std::stol(row.control_id));
        if (!row.bytes.starts_with("MSH|^~\\&|" + row.control_id + "|"))
          return Error{Code::kConflict, "test", "bytes"};
      }
      return {};
    });
    BOOST_REQUIRE_MESSAGE(read.has_value(), WhyNot(read));
    return numbers;
  }
};

std::size_t Missing(const Numbers& acknowledged, const Numbers& stored) {
  std::size_t missing = 0;
  for (const long number : acknowledged) missing += stored.count(number) == 0 ? 1 : 0;
  return missing;
}

BOOST_FIXTURE_TEST_SUITE(crash, Disk)

BOOST_AUTO_TEST_CASE(killed_process_loses_nothing_it_acknowledged) {
  Numbers acknowledged;
  for (long round = 0; round < 6; ++round) {
    Writer writer(database, round * 100'000, {});
    writer.ReadAcknowledgements(static_cast<std::size_t>(1 + round * 60));
    writer.Kill();
    acknowledged.insert(writer.Acknowledged().begin(), writer.Acknowledged().end());
    BOOST_TEST(Missing(acknowledged, Stored()) == 0U);
  }
}

BOOST_AUTO_TEST_CASE(power_cut_loses_nothing_that_was_acknowledged) {
  Numbers acknowledged;
  for (long round = 0; round < 3; ++round) {
    Writer writer(database, round * 100'000, Preloaded());
    writer.ReadAcknowledgements(kEnough);
    writer.Kill();
    CutPower();
    acknowledged.insert(writer.Acknowledged().begin(), writer.Acknowledged().end());
    BOOST_TEST(Missing(acknowledged, Stored()) == 0U);
  }
}

// Shows that the test above can fail.
BOOST_AUTO_TEST_CASE(power_cut_loses_what_was_acknowledged_when_fsync_does_nothing) {
  MakeStore();
  Writer writer(database, 0, Preloaded({{"FSYNC_PRELOAD_NOOP", "1"}}));
  writer.ReadAcknowledgements(kEnough);
  writer.Kill();
  CutPower();
  BOOST_TEST(Missing(writer.Acknowledged(), Stored()) == writer.Acknowledged().size());
}

// The rows of a process that was killed before its fsync can be read, so a resend is answered as a
// duplicate, without a write of its own. They must be on the disk by then.
BOOST_AUTO_TEST_CASE(duplicate_of_a_row_that_was_not_synced_is_durable_when_acknowledged) {
  MakeStore();
  constexpr long kFew = 20;
  {
    Writer unsynced(database, 0, Preloaded({{"FSYNC_PRELOAD_NOOP", "1"}}), kFew);
    unsynced.ReadAcknowledgements(kFew);
  }
  Writer again(database, 0, Preloaded(), kFew);
  for (long number = 0; number < kFew; ++number)
    BOOST_REQUIRE_EQUAL(again.Line().substr(0, 4), "dup ");
  again.Kill();
  CutPower();
  BOOST_TEST(Missing(again.Acknowledged(), Stored()) == 0U);
}

// From the third on: the first two belong to the making of a store; a few reach the moving of the
// log.
BOOST_DATA_TEST_CASE(nothing_is_acknowledged_after_an_fsync_failed,
                     bdata::make({8, 9, 10, 20, 40, 60, 80, 81, 82, 83}), number) {
  MakeStore();
  Writer writer(database, 0, Preloaded({{"FSYNC_PRELOAD_FAIL_AFTER", std::to_string(number)}}));
  std::string line = writer.Line();
  while (line.starts_with("ack ")) line = writer.Line();
  BOOST_TEST(line.starts_with("fail "), line);
  for (int later = 0; later < 50; ++later) {
    BOOST_TEST(line.ends_with(" io store.fsync"), line);
    line = writer.Line();
  }
  writer.Kill();
  BOOST_TEST(Missing(writer.Acknowledged(), Stored()) == 0U);
}

BOOST_DATA_TEST_CASE(store_does_not_open_when_an_fsync_of_its_opening_fails, bdata::make({1, 2}),
                     number) {
  Writer writer(database, 0, Preloaded({{"FSYNC_PRELOAD_FAIL_AFTER", std::to_string(number)}}));
  const std::string line = writer.Line();
  BOOST_TEST(line.starts_with("not open io store"), line);
}

BOOST_AUTO_TEST_CASE(full_disk_refuses_and_goes_on_when_there_is_room_again) {
  MakeStore();
  Writer writer(database, 0, Preloaded({{"FSYNC_PRELOAD_ENOSPC_AFTER", "1500000"}}));
  std::string line = writer.Line();
  while (line.starts_with("ack ")) line = writer.Line();
  BOOST_TEST_REQUIRE(line.starts_with("fail "), line);
  BOOST_TEST(line.ends_with(" full store.full"), line);
  std::ofstream(journal + "/room").close();
  const std::size_t before = writer.Acknowledged().size();
  BOOST_TEST(before > 10U);
  writer.ReadAcknowledgements(before + 100);
  while (!line.starts_with("ack ")) line = writer.Line();
  writer.Kill();
  std::filesystem::remove(journal + "/room");
  CutPower();
  BOOST_TEST(Missing(writer.Acknowledged(), Stored()) == 0U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
