#include "core/hl7/split.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(split)

namespace {

const std::string kBom = "\xEF\xBB\xBF";
const std::string kA = "MSH|^~\\&|A\rPID|1\r";
const std::string kB = "MSH|^~\\&|B\rPID|2\r";
const std::string kOther = "MSH#*@!%#C\rPID#3\r";

struct Case {
  const char* name;
  std::string content;
  std::vector<std::string> want;
  bool leading_noise = false;
  bool envelope = false;
  std::optional<long long> stated_count = {};
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kCases = {
    {"one message", kA, {kA}},
    {"without a last end", "MSH|^~\\&|A", {"MSH|^~\\&|A"}},
    {"byte order mark", kBom + kA, {kA}, true},
    {"white space before", " \r\n\t" + kA, {kA}, true},
    {"NUL before", std::string(2, '\0') + kA, {kA}, true},
    {"byte order mark and white space", kBom + "\r\n" + kA, {kA}, true},
    {"two messages", kA + kB, {kA, kB}},
    {"two with LF", "MSH|^~\\&|A\nPID|1\nMSH|^~\\&|B\n", {"MSH|^~\\&|A\nPID|1\n", "MSH|^~\\&|B\n"}},
    {"two with CRLF", "MSH|^~\\&|A\r\nMSH|^~\\&|B\r\n", {"MSH|^~\\&|A\r\n", "MSH|^~\\&|B\r\n"}},
    {"MSH in the middle of a line is text",
     "MSH|^~\\&|A\rNTE|MSH|x\r",
     {"MSH|^~\\&|A\rNTE|MSH|x\r"}},
    {"MSH with another separator stays", kA + kOther, {kA + kOther}},
    {"MSH without separator stays", kA + "MSH\r", {kA + "MSH\r"}},
    {"file and batch",
     "FHS|^~\\&|X\rBHS|^~\\&|Y\r" + kA + kB + "BTS|2\rFTS|1\r",
     {kA, kB},
     false,
     true,
     2},
    {"batch alone", "BHS|^~\\&|Y\r" + kA + "BTS|5|note\r", {kA}, false, true, 5},
    {"two batches add up",
     "FHS|^~\\&|X\rBHS|^~\\&\r" + kA + "BTS|1\rBHS|^~\\&\r" + kB + "BTS|1\rFTS|2\r",
     {kA, kB},
     false,
     true,
     2},
    {"batch without count", "BHS|^~\\&|Y\r" + kA + "BTS||note\r", {kA}, false, true},
    {"batch with a count that is none", "BHS|^~\\&|Y\r" + kA + "BTS|many\r", {kA}, false, true},
    {"batch of another separator", "BHS#^~\\&#Y\r" + kA + "BTS#1\r", {kA}, false, true, 1},
    {"empty batch", "FHS|^~\\&|X\rBHS|^~\\&|Y\rBTS|0\rFTS|1\r", {}, false, true, 0},
    {"trailer without header", kA + "BTS|1\r", {kA}, false, true, 1},
    {"nothing", "", {}},
    {"white space only", " \r\n ", {}},
    {"XML", "<?xml version=\"1.0\"?><MSH/>", {}},
    {"JSON", "{\"MSH\":1}", {}},
    {"another segment first", "PID|1\rMSH|^~\\&|A\r", {}},
    {"MSH with a letter after it", "MSHA|^~\\&|A\r", {}},
    {"MSH cut off", "MSH", {}},
};

BOOST_DATA_TEST_CASE(content_becomes_messages, boost::unit_test::data::make(kCases), c) {
  const SplitMessages split = Split(c.content);
  const std::vector<std::string> got(split.messages.begin(), split.messages.end());
  BOOST_TEST(got == c.want, boost::test_tools::per_element());
  BOOST_TEST(split.leading_noise == c.leading_noise);
  BOOST_TEST(split.envelope == c.envelope);
  BOOST_TEST((split.stated_count == c.stated_count));
}

BOOST_AUTO_TEST_CASE(messages_are_views_of_the_content) {
  const std::string content = kBom + kA + kB;
  const SplitMessages split = Split(content);
  BOOST_REQUIRE(split.messages.size() == 2U);
  BOOST_TEST((split.messages[0].data() == content.data() + kBom.size()));
  BOOST_TEST((split.messages[1].data() == content.data() + kBom.size() + kA.size()));
}

BOOST_AUTO_TEST_CASE(absurd_counts_do_not_overflow) {
  std::string content = "BHS|^~\\&|Y\r";
  for (int i = 0; i < 20; ++i) content += "BTS|999999999999999999\r";
  BOOST_TEST(Split(content).stated_count.value() == 1'000'000'000);
}

struct FileCase {
  const char* name;
  std::string bytes;
  std::vector<std::string> want;
};
std::ostream& operator<<(std::ostream& out, const FileCase& c) { return out << c.name; }

const std::string kVt = "\x0b";
const std::string kFs = "\x1c";

const std::vector<FileCase> kFiles = {
    {"bare", kA, {kA}},
    {"bare, two", kA + kB, {kA, kB}},
    {"any separator per message", kA + kOther + kB, {kA, kOther, kB}},
    {"one frame", kVt + kA + kFs + "\r", {kA}},
    {"frame with noise before", kBom + "\r\n" + kVt + kA + kFs + "\r", {kA}},
    {"several frames", kVt + kA + kFs + "\r" + kVt + kB + kFs + "\r", {kA, kB}},
    {"frames with line feeds between", kVt + kA + kFs + "\r\n" + kVt + kB + kFs + "\n", {kA, kB}},
    {"frame without CR, next at once", kVt + kA + kFs + kVt + kB + kFs + "\r", {kA, kB}},
    {"frame without an end", kVt + kA, {kA}},
    {"frame that ends with FS", kVt + kA + kFs, {kA}},
    {"start byte again", kVt + kA + kVt + kB + kFs + "\r", {kA, kB}},
    {"FS in the text",
     kVt + "MSH|^~\\&|A" + kFs + "B\r" + kFs + "\r",
     {"MSH|^~\\&|A" + kFs + "B\r"}},
    {"two messages in a frame", kVt + kA + kB + kFs + "\r", {kA, kB}},
    {"batch in a frame", kVt + "BHS|^~\\&|Y\r" + kA + "BTS|1\r" + kFs + "\r", {kA}},
    {"frame that is no message", kVt + "<x/>" + kFs + "\r" + kVt + kB + kFs + "\r", {kB}},
    {"VT in a bare file is text", "MSH|^~\\&|A" + kVt + "B\r", {"MSH|^~\\&|A" + kVt + "B\r"}},
    {"nothing", "", {}},
    {"frame bytes only", kVt + kFs + "\r", {}},
};

BOOST_DATA_TEST_CASE(files_become_messages, boost::unit_test::data::make(kFiles), c) {
  BOOST_TEST(SplitFile(c.bytes) == c.want, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
