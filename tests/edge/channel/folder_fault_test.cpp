#include "edge/channel/folder_fault.h"

#include <array>
#include <cerrno>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(folder_fault)

namespace {

using Kind = model::Outcome::Kind;
using enum FolderPlace;

struct Case {
  const char* name;
  int error;
  FolderPlace place;
  Kind kind;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"ENOSPC", ENOSPC, kEntry, Kind::kTransient, "folder.no-space"},
    Case{"EDQUOT", EDQUOT, kEntry, Kind::kTransient, "folder.no-space"},
    Case{"EIO", EIO, kEntry, Kind::kTransient, "folder.io"},
    Case{"EROFS", EROFS, kRoot, Kind::kTransient, "folder.read-only"},
    Case{"ESTALE", ESTALE, kRoot, Kind::kTransient, "folder.gone"},
    Case{"EHOSTDOWN", EHOSTDOWN, kRoot, Kind::kTransient, "folder.gone"},
    Case{"ENOENT of the folder", ENOENT, kRoot, Kind::kTransient, "folder.gone"},
    Case{"ENOENT in an entry", ENOENT, kEntry, Kind::kTransient, "folder.io"},
    Case{"EMFILE", EMFILE, kEntry, Kind::kTransient, "folder.busy"},
    Case{"EACCES of the folder", EACCES, kRoot, Kind::kConfiguration, "folder.denied"},
    Case{"EPERM of the folder", EPERM, kRoot, Kind::kConfiguration, "folder.denied"},
    Case{"EACCES in an entry", EACCES, kEntry, Kind::kPermanent, "folder.denied"},
    Case{"EPERM in an entry", EPERM, kEntry, Kind::kPermanent, "folder.denied"},
    Case{"ENOTDIR of the folder", ENOTDIR, kRoot, Kind::kConfiguration, "folder.not-a-folder"},
    Case{"ELOOP of the folder", ELOOP, kRoot, Kind::kConfiguration, "folder.not-a-folder"},
    Case{"ELOOP in an entry", ELOOP, kEntry, Kind::kPermanent, "folder.in-the-way"},
    Case{"EISDIR in an entry", EISDIR, kEntry, Kind::kPermanent, "folder.in-the-way"},
    Case{"ENAMETOOLONG", ENAMETOOLONG, kRoot, Kind::kPermanent, "folder.name-too-long"},
    Case{"EFBIG", EFBIG, kEntry, Kind::kPermanent, "folder.too-large"},
    Case{"one that nobody thought of", EXDEV, kEntry, Kind::kTransient, "folder.io"},
};

BOOST_DATA_TEST_CASE(an_error_has_its_class, boost::unit_test::data::make(kCases), c) {
  const model::Outcome outcome = OutcomeOf(c.error, c.place, "write x");
  BOOST_TEST((outcome.kind == c.kind));
  BOOST_TEST(outcome.code == c.code);
}

BOOST_AUTO_TEST_CASE(the_detail_says_what_was_done_and_what_went_wrong) {
  BOOST_TEST(OutcomeOf(ENOSPC, kEntry, "write document.pdf").detail ==
             "write document.pdf: No space left on device");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
