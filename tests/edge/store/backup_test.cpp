// Copies of a store, beside a host that writes.
#include "edge/store/backup.h"

#include <fstream>
#include <iterator>

#include <sys/stat.h>

#include "edge/store/verify.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(backup)

namespace {

// A host with as many messages as wanted.
class Host {
 public:
  explicit Host(const std::string& path) {
    Options options;
    options.path = path;
    auto opened = Store::Open(options);
    BOOST_REQUIRE_MESSAGE(opened.has_value(), WhyNot(opened));
    store_ = std::move(*opened);
  }
  void Append(int count) {
    for (int i = 0; i < count; ++i) {
      InboxRow message = MakeMessage("c" + std::to_string(next_++));
      message.bytes.assign(2000, 'x');
      store_->Write(
          [message](Rows& rows) -> Result<> {
            auto appended = rows.AppendInbox(message);
            if (!appended) return appended.error();
            return {};
          },
          nullptr);
    }
    store_->RunOnce();
  }

 private:
  std::unique_ptr<Store> store_;
  int next_ = 0;
};

std::int64_t AuditRows(const std::string& path) {
  const auto verified = Verify(path);
  BOOST_REQUIRE_MESSAGE(verified.has_value(), WhyNot(verified));
  BOOST_TEST(verified->findings.empty());
  return verified->audit_rows;
}

BOOST_AUTO_TEST_CASE(copy_is_the_store_at_the_beginning_though_the_host_goes_on) {
  const TempFolder folder;
  Host host(folder.Path("store.db"));
  host.Append(300);
  BackupOptions options;
  options.pages_at_once = 10;
  int steps = 0;
  options.progress = [&](std::int64_t done, std::int64_t all) {
    BOOST_TEST(done <= all);
    ++steps;
    host.Append(20);  // would make a copy without a snapshot start afresh, for ever
  };
  const auto made = Backup(folder.Path("store.db"), folder.Path("copy.db"), options);
  BOOST_REQUIRE_MESSAGE(made.has_value(), WhyNot(made));
  BOOST_TEST(steps > 5);
  BOOST_TEST(AuditRows(folder.Path("copy.db")) == 300);
  BOOST_TEST(AuditRows(folder.Path("store.db")) > 300);
}

BOOST_AUTO_TEST_CASE(copy_opens_as_a_store) {
  const TempFolder folder;
  {
    Host host(folder.Path("store.db"));
    host.Append(3);
    BOOST_REQUIRE(Backup(folder.Path("store.db"), folder.Path("copy.db")));
  }
  Host restored(folder.Path("copy.db"));
  restored.Append(1);
}

BOOST_AUTO_TEST_CASE(copy_may_have_any_name) {
  const TempFolder folder;
  Host host(folder.Path("store.db"));
  host.Append(1);
  const std::string copy = folder.Path("a copy?of=100%25 #1 & more.db");
  const auto made = Backup(folder.Path("store.db"), copy);
  BOOST_REQUIRE_MESSAGE(made.has_value(), WhyNot(made));
  BOOST_TEST(AuditRows(copy) == 1);
}

BOOST_AUTO_TEST_CASE(copy_is_for_its_owner_only_and_leaves_no_other_file) {
  const TempFolder folder;
  Host host(folder.Path("store.db"));
  BOOST_REQUIRE(Backup(folder.Path("store.db"), folder.Path("copy.db")));
  struct stat status {};
  BOOST_REQUIRE(stat(folder.Path("copy.db").c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777U) == 0600U);
  BOOST_TEST(!std::filesystem::exists(folder.Path("copy.db.part")));
  BOOST_TEST(!std::filesystem::exists(folder.Path("copy.db-wal")));
}

BOOST_DATA_TEST_CASE(nothing_is_overwritten,
                     boost::unit_test::data::make(std::array{"copy.db", "copy.db.part"}), taken) {
  const TempFolder folder;
  Host host(folder.Path("store.db"));
  std::ofstream(folder.Path(taken)) << "precious";
  const auto made = Backup(folder.Path("store.db"), folder.Path("copy.db"));
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == Code::kConflict));
  std::ifstream file(folder.Path(taken));
  BOOST_TEST(std::string(std::istreambuf_iterator<char>(file), {}) == "precious");
}

BOOST_AUTO_TEST_CASE(failed_copy_leaves_nothing_behind) {
  const TempFolder folder;
  std::ofstream(folder.Path("store.db")) << "this is no database, but long enough to be looked at";
  BOOST_TEST(!Backup(folder.Path("store.db"), folder.Path("copy.db")));
  BOOST_TEST(!std::filesystem::exists(folder.Path("copy.db")));
  BOOST_TEST(!std::filesystem::exists(folder.Path("copy.db.part")));
}

BOOST_AUTO_TEST_CASE(store_that_is_not_there_is_not_found) {
  const TempFolder folder;
  const auto made = Backup(folder.Path("store.db"), folder.Path("copy.db"));
  BOOST_TEST((made.error().code == Code::kNotFound));
  BOOST_TEST(!std::filesystem::exists(folder.Path("copy.db.part")));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
