#include "edge/files/file.h"

#include <cerrno>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>

#include "tests/support/disk_faults.h"
#include "tests/support/folder.h"

namespace wardbridge::files {

BOOST_AUTO_TEST_SUITE(file)

namespace {

namespace fs = std::filesystem;
using test::DiskFaults;
using test::MakeFile;
using test::NamesIn;
using test::ReadFile;
using test::ScopedDiskFaults;
using test::TemporaryFolder;

struct OpenFixture : TemporaryFolder {
  Fd folder = OpenFolder(AT_FDCWD, out.string(), true);
};

BOOST_FIXTURE_TEST_CASE(a_new_file_holds_all_bytes, OpenFixture) {
  BOOST_TEST(WriteNewFile(folder.Get(), "a", "bytes") == 0);
  BOOST_TEST(ReadFile(out / "a") == "bytes");
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_there_is_not_overwritten, OpenFixture) {
  MakeFile(out / "a", "old");
  BOOST_TEST(WriteNewFile(folder.Get(), "a", "new") == EEXIST);
  BOOST_TEST(ReadFile(out / "a") == "old");
}

BOOST_FIXTURE_TEST_CASE(a_link_is_not_written_through, OpenFixture) {
  fs::create_symlink(base / "target", out / "a");
  BOOST_TEST(WriteNewFile(folder.Get(), "a", "new") == EEXIST);
  BOOST_TEST(!fs::exists(base / "target"));
}

BOOST_FIXTURE_TEST_CASE(writes_and_syncs_that_are_interrupted_go_on, OpenFixture) {
  DiskFaults faults;
  faults.interrupt = true;
  faults.most_bytes = 3;
  const ScopedDiskFaults scope{faults};
  BOOST_TEST(WriteNewFile(folder.Get(), "a", "ten bytes.") == 0);
  BOOST_TEST(ReadFile(out / "a") == "ten bytes.");
}

BOOST_FIXTURE_TEST_CASE(equal_bytes_are_the_same, OpenFixture) {
  const std::string bytes(200'000, 'x');
  MakeFile(out / "a", bytes);
  BOOST_TEST((Compare(folder.Get(), "a", bytes) == Sameness::kSame));
}

BOOST_FIXTURE_TEST_CASE(the_last_byte_is_compared_too, OpenFixture) {
  std::string bytes(200'000, 'x');
  MakeFile(out / "a", bytes);
  bytes.back() = 'y';
  BOOST_TEST((Compare(folder.Get(), "a", bytes) == Sameness::kDifferent));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_not_there_is_missing, OpenFixture) {
  BOOST_TEST((Compare(folder.Get(), "a", "x") == Sameness::kMissing));
}

BOOST_FIXTURE_TEST_CASE(a_pipe_is_different_and_not_waited_for, OpenFixture) {
  BOOST_REQUIRE(mkfifo((out / "a").c_str(), 0600) == 0);
  BOOST_TEST((Compare(folder.Get(), "a", "") == Sameness::kDifferent));
}

BOOST_FIXTURE_TEST_CASE(a_folder_is_removed_with_its_files, OpenFixture) {
  fs::create_directory(out / "d");
  MakeFile(out / "d" / "a", "x");
  MakeFile(out / "d" / "b", "x");
  BOOST_TEST(RemoveFlat(folder.Get(), "d") == 0);
  BOOST_TEST(NamesIn(out).empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_not_there_is_removed_already, OpenFixture) {
  BOOST_TEST(RemoveFlat(folder.Get(), "d") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_folder_with_a_folder_in_it_is_not_removed, OpenFixture) {
  fs::create_directories(out / "d" / "e");
  BOOST_TEST(RemoveFlat(folder.Get(), "d") == ENOTEMPTY);
  BOOST_TEST(fs::exists(out / "d" / "e"));
}

BOOST_FIXTURE_TEST_CASE(a_name_that_is_taken_is_not_renamed_to, OpenFixture) {
  fs::create_directory(out / "from");
  fs::create_directory(out / "to");
  BOOST_TEST(RenameNew(folder.Get(), "from", "to") == EEXIST);
}

BOOST_FIXTURE_TEST_CASE(a_name_that_is_taken_is_not_renamed_to_without_help_of_the_kernel,
                        OpenFixture) {
  fs::create_directory(out / "from");
  fs::create_directory(out / "to");
  const ScopedDiskFaults faults{DiskFaults{"rename", 1, ENOSYS}};
  BOOST_TEST(RenameNew(folder.Get(), "from", "to") == EEXIST);
}

BOOST_FIXTURE_TEST_CASE(a_descriptor_is_closed_by_its_owner_only, OpenFixture) {
  Fd first = OpenFolder(AT_FDCWD, out.string(), true);
  const int number = first.Get();
  {
    const Fd second = std::move(first);
    BOOST_TEST(second.Get() == number);
    BOOST_TEST(fcntl(number, F_GETFD) != -1);
  }
  BOOST_TEST(fcntl(number, F_GETFD) == -1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::files
