#include <array>
#include <cerrno>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/wait.h>

#include "base/digest.h"
#include "edge/channel/folder_channel.h"
#include "tests/edge/channel/folder_fixture.h"
#include "tests/support/disk_faults.h"

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(write_folder)

namespace {

namespace fs = std::filesystem;
using model::Delivery;
using model::Outcome;
using Kind = Outcome::Kind;
using test::DiskFaults;
using test::FolderFixture;
using test::kKey;
using test::MakeDelivery;
using test::MakeFile;
using test::ModeOf;
using test::NamesIn;
using test::ReadFile;
using test::ScopedDenial;
using test::ScopedDiskFaults;
using Names = std::set<std::string>;

const Names kOnlyEntry = {kKey};
const Names kThreeFiles = {"bundle.json", "document.pdf", "manifest.json"};

void CheckEntry(const fs::path& out, const Delivery& delivery) {
  BOOST_TEST((NamesIn(out) == kOnlyEntry));
  BOOST_TEST((NamesIn(out / kKey) == kThreeFiles));
  BOOST_TEST((ReadFile(out / kKey / "bundle.json") == delivery.payload));
  BOOST_TEST((ReadFile(out / kKey / "document.pdf") == delivery.document));
}

BOOST_FIXTURE_TEST_CASE(an_entry_has_bundle_document_and_manifest, FolderFixture) {
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kDelivered));
  BOOST_TEST(outcome.evidence == "written: " + options.path + "/" + kKey);
  CheckEntry(out, MakeDelivery());
}

BOOST_FIXTURE_TEST_CASE(the_manifest_names_what_is_there, FolderFixture) {
  const Delivery delivery = MakeDelivery();
  BOOST_TEST((WriteFolder(options, delivery).kind == Kind::kDelivered));
  BOOST_TEST(ReadFile(out / kKey / "manifest.json") ==
             "{\n"
             "  \"manifest\": 1,\n"
             "  \"delivery_key\": \"" +
                 kKey +
                 "\",\n"
                 "  \"bundle_identifier\": \"b5f6e2d0-0000-5000-8000-000000000001\",\n"
                 "  \"version_id\": \"2\",\n"
                 "  \"revision\": 2,\n"
                 "  \"files\": {\n"
                 "    \"bundle.json\": {\n"
                 "      \"media_type\": \"application/fhir+json\",\n"
                 "      \"sha256\": \"" +
                 Hex(Sha256(delivery.payload)) +
                 "\",\n"
                 "      \"size\": 39\n"
                 "    },\n"
                 "    \"document.pdf\": {\n"
                 "      \"media_type\": \"application/pdf\",\n"
                 "      \"sha256\": \"" +
                 Hex(Sha256(delivery.document)) +
                 "\",\n"
                 "      \"size\": 19\n"
                 "    }\n"
                 "  }\n"
                 "}\n");
}

BOOST_FIXTURE_TEST_CASE(a_bundle_in_xml_has_the_name_and_type_of_xml, FolderFixture) {
  Delivery delivery = MakeDelivery();
  delivery.format = model::PayloadFormat::kXml;
  delivery.payload = R"(<Bundle xmlns="http://hl7.org/fhir"/>)";
  BOOST_TEST((WriteFolder(options, delivery).kind == Kind::kDelivered));
  const Names files = {"bundle.xml", "document.pdf", "manifest.json"};
  BOOST_TEST((NamesIn(out / kKey) == files));
  BOOST_TEST((ReadFile(out / kKey / "bundle.xml") == delivery.payload));
  const std::string manifest = ReadFile(out / kKey / "manifest.json");
  BOOST_TEST(manifest.find("    \"bundle.xml\": {\n"
                           "      \"media_type\": \"application/fhir+xml\",\n") !=
             std::string::npos);
  BOOST_TEST(WriteFolder(options, delivery).evidence.starts_with("was there already"));
}

BOOST_FIXTURE_TEST_CASE(others_may_read_nothing, FolderFixture) {
  const mode_t before = umask(022);
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  umask(before);
  BOOST_TEST((outcome.kind == Kind::kDelivered));
  BOOST_TEST(ModeOf(out / kKey) == 0750U);
  for (const std::string& name : kThreeFiles) BOOST_TEST(ModeOf(out / kKey / name) == 0640U, name);
}

BOOST_FIXTURE_TEST_CASE(every_file_and_folder_is_synced_before_the_name_and_the_name_after,
                        FolderFixture) {
  const ScopedDiskFaults trace{DiskFaults{}};
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  const std::vector<std::string> want = {"write bundle.json",
                                         "fsync bundle.json",
                                         "write document.pdf",
                                         "fsync document.pdf",
                                         "write manifest.json",
                                         "fsync manifest.json",
                                         "fsync " + kKey + ".part",
                                         "rename " + kKey + ".part " + kKey,
                                         "fsync out"};
  BOOST_TEST(ScopedDiskFaults::Trace() == want, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(the_same_again_was_there_already_and_is_not_touched, FolderFixture) {
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  const ScopedDiskFaults trace{DiskFaults{}};
  const Outcome again = WriteFolder(options, MakeDelivery());
  BOOST_TEST((again.kind == Kind::kDelivered));
  BOOST_TEST(again.evidence == "was there already: " + options.path + "/" + kKey);
  // The attempt that wrote it may have died before this sync.
  const std::vector<std::string> want = {"fsync out"};
  BOOST_TEST(ScopedDiskFaults::Trace() == want, boost::test_tools::per_element());
}

struct Conflict {
  const char* name;
  void (*change)(const fs::path& entry);
};
std::ostream& operator<<(std::ostream& out, const Conflict& c) { return out << c.name; }

const std::array kConflicts = {
    Conflict{"another bundle", [](const fs::path& e) { MakeFile(e / "bundle.json", "{}"); }},
    Conflict{"a bundle of the same length",
             [](const fs::path& e) {
               MakeFile(e / "bundle.json", std::string(MakeDelivery().payload.size(), 'x'));
             }},
    Conflict{"another document", [](const fs::path& e) { MakeFile(e / "document.pdf", "%PDF"); }},
    Conflict{"no document", [](const fs::path& e) { fs::remove(e / "document.pdf"); }},
    Conflict{"a link in place of the bundle",
             [](const fs::path& e) {
               fs::rename(e / "bundle.json", e.parent_path().parent_path() / "elsewhere");
               fs::create_symlink(e.parent_path().parent_path() / "elsewhere", e / "bundle.json");
             }},
    Conflict{"a file in place of the entry",
             [](const fs::path& e) {
               fs::remove_all(e);
               MakeFile(e, "x");
             }},
    Conflict{"a link in place of the entry",
             [](const fs::path& e) {
               fs::rename(e, e.parent_path().parent_path() / "elsewhere");
               fs::create_symlink(e.parent_path().parent_path() / "elsewhere", e);
             }},
};

BOOST_DATA_TEST_CASE_F(FolderFixture, what_differs_is_a_conflict,
                       boost::unit_test::data::make(kConflicts), conflict) {
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  conflict.change(out / kKey);
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kPermanent));
  BOOST_TEST(outcome.code == "folder.conflict");
  BOOST_TEST((NamesIn(out) == kOnlyEntry));
}

BOOST_FIXTURE_TEST_CASE(a_conflicting_entry_stays_as_it_is, FolderFixture) {
  fs::create_directory(out / kKey);
  MakeFile(out / kKey / "bundle.json", "theirs");
  BOOST_TEST(WriteFolder(options, MakeDelivery()).code == "folder.conflict");
  BOOST_TEST(ReadFile(out / kKey / "bundle.json") == "theirs");
  BOOST_TEST((NamesIn(out / kKey) == Names{"bundle.json"}));
}

struct Leftover {
  const char* name;
  void (*make)(const fs::path& part);
};
std::ostream& operator<<(std::ostream& out, const Leftover& l) { return out << l.name; }

const std::array kLeftovers = {
    Leftover{"an empty folder", [](const fs::path& p) { fs::create_directory(p); }},
    Leftover{"half a bundle",
             [](const fs::path& p) {
               fs::create_directory(p);
               MakeFile(p / "bundle.json", R"({"resource)");
             }},
    Leftover{"all files and one more",
             [](const fs::path& p) {
               fs::create_directory(p);
               for (const char* name : {"bundle.json", "document.pdf", "manifest.json", "other"}) {
                 MakeFile(p / name, "x");
               }
             }},
    Leftover{"a file of that name", [](const fs::path& p) { MakeFile(p, "x"); }},
    Leftover{"a link to a folder elsewhere",
             [](const fs::path& p) {
               fs::create_directory(p.parent_path().parent_path() / "precious");
               MakeFile(p.parent_path().parent_path() / "precious" / "bundle.json", "precious");
               fs::create_directory_symlink(p.parent_path().parent_path() / "precious", p);
             }},
    Leftover{"a link in the folder",
             [](const fs::path& p) {
               fs::create_directory(p.parent_path().parent_path() / "precious");
               MakeFile(p.parent_path().parent_path() / "precious" / "bundle.json", "precious");
               fs::create_directory(p);
               fs::create_symlink(p.parent_path().parent_path() / "precious" / "bundle.json",
                                  p / "bundle.json");
             }},
};

BOOST_DATA_TEST_CASE_F(FolderFixture, what_a_crash_left_is_replaced,
                       boost::unit_test::data::make(kLeftovers), leftover) {
  leftover.make(out / (kKey + ".part"));
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  CheckEntry(out, MakeDelivery());
  if (fs::exists(base / "precious")) {
    BOOST_TEST(ReadFile(base / "precious" / "bundle.json") == "precious");
  }
}

BOOST_FIXTURE_TEST_CASE(a_folder_in_the_unfinished_entry_was_never_ours_and_stays, FolderFixture) {
  fs::create_directories(out / (kKey + ".part") / "theirs");
  MakeFile(out / (kKey + ".part") / "theirs" / "file", "x");
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kPermanent));
  BOOST_TEST(outcome.code == "folder.in-the-way");
  BOOST_TEST(ReadFile(out / (kKey + ".part") / "theirs" / "file") == "x");
}

const std::array<std::string, 8> kNoKeys = {"",
                                            "abc",
                                            std::string(64, 'A'),
                                            std::string(64, 'g'),
                                            std::string(65, 'a'),
                                            "../" + std::string(61, 'a'),
                                            std::string(63, 'a') + "/",
                                            std::string(63, 'a') + std::string(1, '\0')};

BOOST_DATA_TEST_CASE_F(FolderFixture, what_is_no_key_is_refused,
                       boost::unit_test::data::make(kNoKeys), key) {
  Delivery delivery = MakeDelivery();
  delivery.key = key;
  const Outcome outcome = WriteFolder(options, delivery);
  BOOST_TEST((outcome.kind == Kind::kPermanent));
  BOOST_TEST(outcome.code == "folder.key");
  BOOST_TEST(NamesIn(out).empty());
}

BOOST_FIXTURE_TEST_CASE(an_entry_without_a_document_is_refused, FolderFixture) {
  Delivery delivery = MakeDelivery();
  delivery.document.clear();
  BOOST_TEST(WriteFolder(options, delivery).code == "folder.incomplete");
  BOOST_TEST(NamesIn(out).empty());
}

BOOST_FIXTURE_TEST_CASE(a_share_that_is_gone_is_waited_for_and_not_made, FolderFixture) {
  fs::remove(out);
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kTransient));
  BOOST_TEST(outcome.code == "folder.gone");
  BOOST_TEST(!fs::exists(out));
}

BOOST_FIXTURE_TEST_CASE(a_file_in_place_of_the_folder_holds_the_channel, FolderFixture) {
  fs::remove(out);
  MakeFile(out, "x");
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kConfiguration));
  BOOST_TEST(outcome.code == "folder.not-a-folder");
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_may_not_be_written_holds_the_channel, FolderFixture) {
  fs::permissions(base, fs::perms::owner_all | fs::perms::others_exec | fs::perms::group_exec);
  const ScopedDenial denial(out, 0555);
  BOOST_REQUIRE(denial.IsInForce());
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kConfiguration));
  BOOST_TEST(outcome.code == "folder.denied");
}

BOOST_FIXTURE_TEST_CASE(an_entry_that_may_not_be_read_is_that_delivery_s_fault, FolderFixture) {
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  fs::permissions(base, fs::perms::owner_all | fs::perms::others_exec | fs::perms::group_exec);
  fs::permissions(out, fs::perms::all);
  const ScopedDenial denial(out / kKey, 0);
  BOOST_REQUIRE(denial.IsInForce());
  const Outcome outcome = WriteFolder(options, MakeDelivery());
  BOOST_TEST((outcome.kind == Kind::kPermanent));
  BOOST_TEST(outcome.code == "folder.denied");
}

struct Failure {
  const char* name;
  const char* call;
  int at;
  int error;
  Kind kind;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const Failure& f) { return out << f.name; }

const std::array kFailures = {
    Failure{"no space in the bundle", "write", 1, ENOSPC, Kind::kTransient, "folder.no-space"},
    Failure{"no quota in the document", "write", 2, EDQUOT, Kind::kTransient, "folder.no-space"},
    Failure{"a bad disk in the manifest", "write", 3, EIO, Kind::kTransient, "folder.io"},
    Failure{"the bundle cannot be synced", "fsync", 1, EIO, Kind::kTransient, "folder.io"},
    Failure{"no space at the sync of the document", "fsync", 2, ENOSPC, Kind::kTransient,
            "folder.no-space"},
    Failure{"the entry cannot be synced", "fsync", 4, EIO, Kind::kTransient, "folder.io"},
    Failure{"the file system became read-only", "rename", 1, EROFS, Kind::kTransient,
            "folder.read-only"},
    Failure{"the share went away", "rename", 1, ESTALE, Kind::kTransient, "folder.gone"},
};

BOOST_DATA_TEST_CASE_F(FolderFixture, after_a_failure_nothing_is_left_and_the_next_attempt_delivers,
                       boost::unit_test::data::make(kFailures), failure) {
  {
    const ScopedDiskFaults faults{DiskFaults{failure.call, failure.at, failure.error}};
    const Outcome outcome = WriteFolder(options, MakeDelivery());
    BOOST_TEST((outcome.kind == failure.kind));
    BOOST_TEST(outcome.code == failure.code);
  }
  BOOST_TEST(NamesIn(out).empty());
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  CheckEntry(out, MakeDelivery());
}

BOOST_FIXTURE_TEST_CASE(a_name_that_cannot_be_synced_leaves_the_outcome_in_doubt, FolderFixture) {
  {
    const ScopedDiskFaults faults{DiskFaults{"fsync", 5, EIO}};
    const Outcome outcome = WriteFolder(options, MakeDelivery());
    BOOST_TEST((outcome.kind == Kind::kInDoubt));
    BOOST_TEST(outcome.code == "folder.io");
  }
  BOOST_TEST(WriteFolder(options, MakeDelivery()).evidence ==
             "was there already: " + options.path + "/" + kKey);
}

BOOST_FIXTURE_TEST_CASE(a_file_system_without_exclusive_rename_serves_too, FolderFixture) {
  const ScopedDiskFaults faults{DiskFaults{"rename", 1, EINVAL}};
  BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
  CheckEntry(out, MakeDelivery());
}

BOOST_FIXTURE_TEST_CASE(short_and_interrupted_writes_are_finished, FolderFixture) {
  Delivery delivery = MakeDelivery();
  delivery.document = "%PDF-" + std::string(300'000, 'p');
  DiskFaults faults;
  faults.most_bytes = 1'000;
  faults.interrupt = true;
  {
    const ScopedDiskFaults scope{faults};
    BOOST_TEST(
        (WriteFolder(options, delivery).kind == Kind::kTransient));  // rename is never interrupted
  }
  faults.interrupt = false;
  {
    const ScopedDiskFaults scope{faults};
    BOOST_TEST((WriteFolder(options, delivery).kind == Kind::kDelivered));
  }
  CheckEntry(out, delivery);
}

// Ends the process at every write, sync and rename in turn. What is there afterwards is the whole
// entry or none, and the next attempt delivers it.
BOOST_FIXTURE_TEST_CASE(a_crash_at_any_step_leaves_the_whole_entry_or_none, FolderFixture) {
  bool crashed = true;
  int step = 0;
  while (crashed) {
    BOOST_TEST_CONTEXT("crash at call " << ++step) {
      const pid_t child = fork();
      if (child == 0) {
        DiskFaults faults;
        faults.crash_at = step;
        faults.most_bytes = 16;
        const ScopedDiskFaults scope{faults};
        _exit(WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered ? 0 : 1);
      }
      int status = 0;
      BOOST_REQUIRE(waitpid(child, &status, 0) == child);
      BOOST_REQUIRE(WIFEXITED(status));
      crashed = WEXITSTATUS(status) == test::kCrashed;
      if (!crashed) BOOST_TEST(WEXITSTATUS(status) == 0);
      if (fs::exists(out / kKey)) CheckEntry(out, MakeDelivery());
      BOOST_TEST((WriteFolder(options, MakeDelivery()).kind == Kind::kDelivered));
      CheckEntry(out, MakeDelivery());
      fs::remove_all(out / kKey);
    }
  }
  BOOST_TEST(step > 15);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
