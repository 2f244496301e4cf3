#include <fstream>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edge/store/migration.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(sqlite_store_open)

namespace {

struct Opening {
  TempFolder folder;
  Options options;
  Opening() { options.path = folder.Path("store.db"); }

  std::unique_ptr<Store> Open() {
    auto opened = Store::Open(options);
    BOOST_REQUIRE_MESSAGE(opened.has_value(), WhyNot(opened));
    return std::move(*opened);
  }
  Error Refused() {
    auto opened = Store::Open(options);
    BOOST_REQUIRE(opened.has_error());
    return opened.error();
  }
};

void AppendOne(Store& store, const std::string& control_id) {
  Result<> fate = Error{};
  store.Write(
      [&](Rows& rows) -> Result<> {
        auto appended = rows.AppendInbox(MakeMessage(control_id));
        return appended ? Result<>() : appended.error();
      },
      [&](const Result<>& result) { fate = result; });
  store.RunOnce();
  BOOST_REQUIRE(fate.has_value());
}

std::int64_t Total(Store& store) {
  std::int64_t total = -1;
  const Result<> read = store.Read([&](Rows& rows) -> Result<> {
    auto depths = rows.Count();
    if (!depths) return depths.error();
    total = depths->inbox_total;
    return {};
  });
  BOOST_REQUIRE_MESSAGE(read.has_value(), WhyNot(read));
  return total;
}

unsigned ModeOf(const std::string& path) {
  struct stat status {};
  BOOST_REQUIRE_EQUAL(stat(path.c_str(), &status), 0);
  return status.st_mode & 0777U;
}

BOOST_FIXTURE_TEST_SUITE(opening, Opening)

BOOST_AUTO_TEST_CASE(store_keeps_its_rows_over_a_restart) {
  AppendOne(*Open(), "c1");
  BOOST_TEST(Total(*Open()) == 1);
}

BOOST_AUTO_TEST_CASE(ids_go_on_after_a_restart) {
  AppendOne(*Open(), "c1");
  auto store = Open();
  AppendOne(*store, "c2");
  std::vector<InboxRow> messages;
  BOOST_REQUIRE(store->Read([&](Rows& rows) -> Result<> {
    messages = *rows.NewMessages(10);
    return {};
  }));
  BOOST_REQUIRE_EQUAL(messages.size(), 2U);
  BOOST_TEST(messages[0].id < messages[1].id);
}

BOOST_AUTO_TEST_CASE(clean_close_leaves_an_empty_log) {
  AppendOne(*Open(), "c1");
  BOOST_TEST(std::filesystem::file_size(options.path + "-wal") == 0U);
}

BOOST_AUTO_TEST_CASE(second_host_is_refused_with_the_pid_of_the_first) {
  const auto first = Open();
  const Error error = Refused();
  BOOST_TEST((error.code == Code::kBusy));
  BOOST_TEST(error.detail.find(std::to_string(getpid())) != std::string::npos, error.detail);
}

BOOST_AUTO_TEST_CASE(second_host_by_another_name_of_the_file_is_refused) {
  const auto first = Open();
  std::filesystem::create_symlink(options.path, folder.Path("other.db"));
  options.path = folder.Path("other.db");
  BOOST_TEST((Refused().code == Code::kBusy));
}

BOOST_AUTO_TEST_CASE(store_opens_again_after_its_host_closed_it) {
  Open().reset();
  BOOST_TEST(Total(*Open()) == 0);
}

BOOST_AUTO_TEST_CASE(tool_reads_beside_the_host) {
  const auto host = Open();
  AppendOne(*host, "c1");
  options.exclusive = false;
  const auto tool = Open();
  BOOST_TEST(Total(*tool) == 1);
  AppendOne(*host, "c2");
  BOOST_TEST(Total(*tool) == 2);
}

BOOST_AUTO_TEST_CASE(tool_reads_a_store_without_host) {
  AppendOne(*Open(), "c1");
  options.exclusive = false;
  BOOST_TEST(Total(*Open()) == 1);
}

BOOST_AUTO_TEST_CASE(tool_may_not_write) {
  Open().reset();
  options.exclusive = false;
  const auto tool = Open();
  Result<> fate;
  tool->Write([](Rows&) { return Result<>(); }, [&](const Result<>& result) { fate = result; });
  BOOST_REQUIRE(!fate);
  BOOST_TEST((fate.error().code == Code::kDenied));
  BOOST_TEST(tool->RunOnce() == 0U);
}

BOOST_AUTO_TEST_CASE(tool_does_not_create_a_store) {
  options.exclusive = false;
  BOOST_TEST((Refused().code == Code::kNotFound));
  BOOST_TEST(!std::filesystem::exists(options.path));
}

BOOST_AUTO_TEST_CASE(missing_store_is_an_error_without_create) {
  options.create = false;
  BOOST_TEST((Refused().code == Code::kNotFound));
  BOOST_TEST(!std::filesystem::exists(options.path));
}

BOOST_AUTO_TEST_CASE(missing_folder_is_an_error) {
  options.path = folder.Path("none/store.db");
  BOOST_TEST((Refused().code == Code::kIo));
}

BOOST_AUTO_TEST_CASE(files_belong_to_their_owner_only) {
  const mode_t former = umask(0);
  const auto store = Open();
  umask(former);
  for (const char* suffix : {"", "-wal", "-shm", ".lease"}) {
    BOOST_TEST(ModeOf(options.path + suffix) == 0600U, suffix);
  }
}

BOOST_AUTO_TEST_CASE(files_that_others_could_read_are_restricted) {
  Open().reset();
  BOOST_REQUIRE_EQUAL(chmod(options.path.c_str(), 0644), 0);
  const auto store = Open();
  BOOST_TEST(ModeOf(options.path) == 0600U);
}

BOOST_AUTO_TEST_CASE(file_that_is_no_database_is_refused_and_left_alone) {
  { std::ofstream(options.path) << std::string(5000, 'x'); }
  BOOST_TEST((Refused().code == Code::kIo));
  BOOST_TEST(std::filesystem::file_size(options.path) == 5000U);
}

BOOST_AUTO_TEST_CASE(newer_schema_is_refused) {
  Open().reset();
  {
    auto connection = Connection::Open(options.path, Connection::Mode::kWriter);
    BOOST_REQUIRE(connection);
    const std::string newer = "PRAGMA user_version = " + std::to_string(LatestSchema() + 1);
    BOOST_REQUIRE((*connection)->Execute(newer.c_str()));
  }
  BOOST_TEST((Refused().code == Code::kUnsupported));
  options.exclusive = false;
  BOOST_TEST((Refused().code == Code::kUnsupported));
}

BOOST_AUTO_TEST_CASE(older_schema_is_refused_to_a_tool_and_migrated_by_the_host) {
  {
    auto connection = Connection::Open(":memory:", Connection::Mode::kMemory);
    std::ofstream created(options.path);
  }
  {
    auto connection = Connection::Open(options.path, Connection::Mode::kWriter);
    BOOST_REQUIRE(connection);
    BOOST_REQUIRE(Migrate(**connection, 1));
  }
  options.exclusive = false;
  BOOST_TEST((Refused().code == Code::kUnsupported));
  options.exclusive = true;
  BOOST_TEST(Total(*Open()) == 0);
}

BOOST_AUTO_TEST_CASE(database_of_another_program_is_refused) {
  sqlite3* foreign = nullptr;
  BOOST_REQUIRE_EQUAL(sqlite3_open(options.path.c_str(), &foreign), SQLITE_OK);
  BOOST_REQUIRE_EQUAL(sqlite3_exec(foreign, "CREATE TABLE t (x)", nullptr, nullptr, nullptr),
                      SQLITE_OK);
  sqlite3_close(foreign);
  BOOST_TEST((Refused().code == Code::kUnsupported));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
