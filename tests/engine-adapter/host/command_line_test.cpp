#include "engine-adapter/host/command_line.h"

#include <array>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::host {
namespace {

// The words of a command line, and what became of them.
struct Line {
  std::variant<Request, int> read;
  std::string out;
  std::string err;

  [[nodiscard]] int Code() const {
    return std::holds_alternative<int>(read) ? std::get<int>(read) : -1;
  }
  template <typename T>
  [[nodiscard]] const T& As() const {
    BOOST_TEST_REQUIRE(std::holds_alternative<Request>(read), err);
    return std::get<T>(std::get<Request>(read));
  }
};

Line Read(const std::string& words) {
  std::vector<std::string> parts = {"wardbridge"};
  std::istringstream stream(words);
  for (std::string word; stream >> word;) parts.push_back(word);
  std::vector<const char*> argv;
  for (const std::string& part : parts) argv.push_back(part.c_str());
  std::ostringstream out;
  std::ostringstream err;
  Line line{ReadCommandLine(static_cast<int>(argv.size()), argv.data(), out, err), "", ""};
  line.out = out.str();
  line.err = err.str();
  return line;
}

BOOST_AUTO_TEST_CASE(run_has_its_defaults) {
  const auto line = Read("run --config w.yaml");
  const auto& run = line.As<RunRequest>();
  BOOST_TEST(run.config == "w.yaml");
  BOOST_TEST(run.plugin == "");
  BOOST_TEST(run.ready_file == "");
  BOOST_TEST(run.drain.count() == 30'000);
  BOOST_TEST((run.log_format == LogFormat::kText));
}

BOOST_AUTO_TEST_CASE(run_takes_its_options) {
  const auto line = Read(
      "run --config w.yaml --plugin p.so --ready-file r.json --drain 2min --log-format json "
      "--brief");
  const auto& run = line.As<RunRequest>();
  BOOST_TEST(run.plugin == "p.so");
  BOOST_TEST(run.ready_file == "r.json");
  BOOST_TEST(run.drain.count() == 120'000);
  BOOST_TEST((run.log_format == LogFormat::kJson));
  BOOST_TEST(run.brief);
}

BOOST_AUTO_TEST_CASE(check_takes_json) {
  const auto line = Read("check --json --config=w.yaml");
  BOOST_TEST(line.As<engine::CheckRequest>().json);
  BOOST_TEST(line.As<engine::CheckRequest>().config == "w.yaml");
}

BOOST_AUTO_TEST_CASE(convert_takes_messages_and_readings) {
  const auto line = Read(
      "convert --config w.yaml --observations a.hl7 --observations b --format ndjson --pdf out "
      "--feed pas "
      "--now 2026-10-20T17:16:00+01:00 one.hl7 - two");
  const auto& convert = line.As<engine::ConvertRequest>();
  BOOST_TEST(convert.observations == (std::vector<std::string>{"a.hl7", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(convert.messages == (std::vector<std::string>{"one.hl7", "-", "two"}),
             boost::test_tools::per_element());
  BOOST_TEST((convert.format == engine::ConvertRequest::Format::kNdjson));
  BOOST_TEST(convert.pdf_folder == "out");
  BOOST_TEST(convert.feed == "pas");
  BOOST_TEST(convert.now.value().UnixMs() == 1'792'512'960'000LL);
}

BOOST_AUTO_TEST_CASE(a_message_after_an_observation_is_a_message) {
  const auto line = Read("convert --observations o.hl7 m.hl7 --config w.yaml");
  const auto& convert = line.As<engine::ConvertRequest>();
  BOOST_TEST(convert.observations.size() == 1U);
  BOOST_TEST(convert.messages.size() == 1U);
}

BOOST_AUTO_TEST_CASE(queue_has_list_and_show) {
  const auto list = Read("queue list --config w.yaml --limit 5 --json");
  BOOST_TEST(list.As<QueueListRequest>().limit == 5U);
  BOOST_TEST(list.As<QueueListRequest>().json);
  const auto show = Read("queue show 7f3a --config w.yaml");
  BOOST_TEST(show.As<QueueShowRequest>().key == "7f3a");
}

BOOST_AUTO_TEST_CASE(channel_test_takes_the_name_of_a_destination) {
  const auto request =
      Read("channel test shcr --config w.yaml --brief").As<engine::ChannelTestRequest>();
  BOOST_TEST(request.name == "shcr");
  BOOST_TEST(request.config == "w.yaml");
  BOOST_TEST(request.brief);
}

BOOST_AUTO_TEST_CASE(status_takes_json) {
  BOOST_TEST(Read("status --config w.yaml --json").As<engine::StatusRequest>().json);
}

BOOST_AUTO_TEST_CASE(the_version_is_printed) {
  const Line line = Read("--version");
  BOOST_TEST(line.Code() == 0);
  BOOST_TEST(line.out.starts_with("wardbridge "));
}

struct Words {
  const char* words;
};
std::ostream& operator<<(std::ostream& out, const Words& c) { return out << '[' << c.words << ']'; }

const std::array kHelp = {Words{"--help"},        Words{"run --help"},
                          Words{"check --help"},  Words{"convert --help"},
                          Words{"queue --help"},  Words{"queue list --help"},
                          Words{"status --help"}, Words{"queue show --help"},
                          Words{"convert -h"},    Words{"channel test --help"}};

BOOST_DATA_TEST_CASE(every_help_has_an_example, boost::unit_test::data::make(kHelp), c) {
  const Line line = Read(c.words);
  BOOST_TEST(line.Code() == 0);
  BOOST_TEST(line.err == "");
  BOOST_TEST(line.out.find("Example:\n  wardbridge ") != std::string::npos, line.out);
}

const std::array kWrong = {
    Words{""},
    Words{"run"},
    Words{"run --config"},
    Words{"run --config w.yaml extra"},
    Words{"run --config w.yaml --drain soon"},
    Words{"run --config w.yaml --log-format xml"},
    Words{"start --config w.yaml"},
    Words{"check --config w.yaml --verbose"},
    Words{"convert --config w.yaml"},
    Words{"convert --config w.yaml --format xml m.hl7"},
    Words{"convert --config w.yaml --now yesterday m.hl7"},
    Words{"convert --config w.yaml --now 2026-10-20 m.hl7"},
    Words{"convert --config w.yaml --explain e.json m.hl7"},
    Words{"queue --config w.yaml"},
    Words{"queue retry --config w.yaml"},
    Words{"queue show --config w.yaml"},
    Words{"queue list --config w.yaml --limit 0"},
    Words{"explain --config w.yaml m.hl7"},
};

BOOST_DATA_TEST_CASE(wrong_usage_is_one_line_and_exit_code_one,
                     boost::unit_test::data::make(kWrong), c) {
  const Line line = Read(c.words);
  BOOST_TEST(line.Code() == 1);
  BOOST_TEST(line.out == "");
  BOOST_TEST(line.err.starts_with("error: "), line.err);
  BOOST_TEST(line.err.find('\n') == line.err.size() - 1, line.err);
}

BOOST_AUTO_TEST_CASE(wrong_usage_names_the_help_of_its_command) {
  BOOST_TEST(Read("queue show --config w.yaml").err.find("wardbridge queue show --help") !=
             std::string::npos);
}

}  // namespace
}  // namespace wardbridge::host
