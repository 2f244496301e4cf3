#include "core/document/fonts.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(fonts)

namespace {

// A folder of its own, gone with its scope.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fonts-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

BOOST_AUTO_TEST_CASE(the_default_fonts_are_there) { BOOST_TEST(CheckFonts(Options{}).has_value()); }

BOOST_AUTO_TEST_CASE(a_folder_without_fonts_is_named) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "notes.txt") << "no font";
  std::ofstream(folder.path() / "broken.ttf") << "no font either";
  Options options;
  options.font_folders.push_back(folder.path().string());
  const auto checked = CheckFonts(options);
  BOOST_REQUIRE(checked.has_error());
  BOOST_TEST((checked.error().code == Code::kMissing));
  BOOST_TEST(checked.error().detail == "no font in " + folder.path().string());
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_named) {
  Options options;
  options.font_folders = {"/nowhere/fonts"};
  const auto checked = CheckFonts(options);
  BOOST_REQUIRE(checked.has_error());
  BOOST_TEST((checked.error().code == Code::kMissing));
  BOOST_TEST(checked.error().detail == "no font in /nowhere/fonts");
}

BOOST_AUTO_TEST_CASE(a_missing_family_is_named) {
  Options options;
  options.font_family = "No Such Family";
  const auto checked = CheckFonts(options);
  BOOST_REQUIRE(checked.has_error());
  BOOST_TEST((checked.error().code == Code::kMissing));
  BOOST_TEST(checked.error().detail == "no font of the family No Such Family in the font folders");
}

BOOST_AUTO_TEST_CASE(no_folder_at_all_is_an_error) {
  Options options;
  options.font_folders.clear();
  BOOST_TEST(CheckFonts(options).has_error());
}

BOOST_AUTO_TEST_CASE(fonts_that_come_later_are_found) {
  const TemporaryFolder folder;
  Options options;
  options.font_folders = {folder.path().string()};
  BOOST_TEST(CheckFonts(options).has_error());
  std::filesystem::copy_file(Options{}.font_folders.front() + "/DejaVuSans.ttf",
                             folder.path() / "DejaVuSans.TTF");
  BOOST_TEST(CheckFonts(options).has_value());
}

BOOST_AUTO_TEST_CASE(a_thread_keeps_its_font_map_for_equal_options) {
  const auto first = ThreadFontMap(Options{});
  BOOST_REQUIRE(first.has_value());
  BOOST_TEST((ThreadFontMap(Options{}).value() == *first));
}

BOOST_AUTO_TEST_CASE(the_chosen_family_comes_first) {
  Options options;
  options.font_family = "Noto Sans";
  BOOST_TEST(FamilyList(options).find("Noto Sans,DejaVu Sans,") == 0U);
  BOOST_TEST(CheckFonts(options).has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
