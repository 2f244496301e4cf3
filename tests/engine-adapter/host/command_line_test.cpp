#include "engine-adapter/host/command_line.h"

#include <array>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::host {

BOOST_AUTO_TEST_SUITE(command_line)

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
  BOOST_TEST(convert.replay.observations == (std::vector<std::string>{"a.hl7", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(convert.replay.messages == (std::vector<std::string>{"one.hl7", "-", "two"}),
             boost::test_tools::per_element());
  BOOST_TEST((convert.format == engine::ConvertRequest::Format::kNdjson));
  BOOST_TEST(convert.pdf_folder == "out");
  BOOST_TEST(convert.replay.feed == "pas");
  BOOST_TEST(convert.replay.now.value().UnixMs() == 1'792'512'960'000LL);
}

BOOST_AUTO_TEST_CASE(a_message_after_an_observation_is_a_message) {
  const auto line = Read("convert --observations o.hl7 m.hl7 --config w.yaml");
  const auto& convert = line.As<engine::ConvertRequest>();
  BOOST_TEST(convert.replay.observations.size() == 1U);
  BOOST_TEST(convert.replay.messages.size() == 1U);
}

BOOST_AUTO_TEST_CASE(convert_writes_xml_when_it_is_asked_for) {
  const auto line = Read("convert --config w.yaml --format xml m.hl7");
  BOOST_TEST((line.As<engine::ConvertRequest>().format == engine::ConvertRequest::Format::kXml));
}

BOOST_AUTO_TEST_CASE(queue_has_list_and_show) {
  const auto list = Read("queue list --config w.yaml --limit 5 --json");
  BOOST_TEST(list.As<QueueListRequest>().limit == 5U);
  BOOST_TEST(list.As<QueueListRequest>().json);
  const auto show = Read("queue show 7f3a --config w.yaml");
  BOOST_TEST(show.As<QueueShowRequest>().key == "7f3a");
}

BOOST_AUTO_TEST_CASE(queue_unmapped_shows_all_that_are_kept) {
  const auto line = Read("queue unmapped --config w.yaml --json");
  BOOST_TEST(line.As<QueueUnmappedRequest>().json);
  BOOST_TEST(line.As<QueueUnmappedRequest>().limit == 10'000U);
}

BOOST_AUTO_TEST_CASE(reconcile_is_of_now_or_of_former_days) {
  BOOST_TEST(Read("reconcile --config w.yaml").As<engine::ReconcileRequest>().last == 0U);
  const auto line = Read("reconcile --config w.yaml --last 7 --json");
  BOOST_TEST(line.As<engine::ReconcileRequest>().last == 7U);
  BOOST_TEST(line.As<engine::ReconcileRequest>().json);
}

BOOST_AUTO_TEST_CASE(channel_test_takes_the_name_of_a_destination) {
  const auto request =
      Read("channel test shcr --config w.yaml --brief").As<engine::ChannelTestRequest>();
  BOOST_TEST(request.name == "shcr");
  BOOST_TEST(request.config == "w.yaml");
  BOOST_TEST(request.brief);
}

BOOST_AUTO_TEST_CASE(effective_takes_a_site) {
  const auto request = Read("effective --config w.yaml --site rxx").As<engine::EffectiveRequest>();
  BOOST_TEST(request.config == "w.yaml");
  BOOST_TEST(request.site == "rxx");
}

BOOST_AUTO_TEST_CASE(tests_of_a_pack_are_run_or_written) {
  const auto all = Read("test --config w.yaml").As<engine::TestRequest>();
  BOOST_TEST(all.only.empty());
  BOOST_TEST(!all.update);
  const auto one = Read("test --config w.yaml --update one-day").As<engine::TestRequest>();
  BOOST_TEST(one.only == "one-day");
  BOOST_TEST(one.update);
}

BOOST_AUTO_TEST_CASE(what_is_to_be_explained_is_played_or_in_the_store) {
  const auto played = Read("explain --config w.yaml --pointer /entry/0 --no-values m.hl7")
                          .As<engine::ExplainRequest>();
  BOOST_TEST(played.replay.messages.size() == 1U);
  BOOST_TEST(played.pointer == "/entry/0");
  BOOST_TEST(!played.values);
  const auto stored = Read("explain --config w.yaml --stay 7f3a12 --revision 2 --json")
                          .As<engine::ExplainRequest>();
  BOOST_TEST(stored.stay == "7f3a12");
  BOOST_TEST(stored.revision == 2);
  BOOST_TEST(stored.json);
  BOOST_TEST(stored.values);
}

BOOST_AUTO_TEST_CASE(why_plays_messages_like_convert) {
  const auto line = Read("why --config w.yaml --feed pas --now 2026-10-20T17:16:00+01:00 --json m");
  const auto& why = line.As<engine::WhyRequest>();
  BOOST_TEST(why.config == "w.yaml");
  BOOST_TEST(why.replay.feed == "pas");
  BOOST_TEST(why.replay.now.value().UnixMs() == 1'792'512'960'000LL);
  BOOST_TEST(why.replay.messages.size() == 1U);
  BOOST_TEST(why.json);
}

BOOST_AUTO_TEST_CASE(import_table_needs_no_configuration) {
  const auto plain = Read("import-table map.csv").As<engine::ImportTableRequest>();
  BOOST_TEST(plain.file == "map.csv");
  BOOST_TEST(plain.output == "");
  BOOST_TEST(!plain.brief);
  const auto all =
      Read("import-table map.csv --output t.csv --brief").As<engine::ImportTableRequest>();
  BOOST_TEST(all.output == "t.csv");
  BOOST_TEST(all.brief);
}

BOOST_AUTO_TEST_CASE(a_difference_wants_two_configurations) {
  const auto request =
      Read("diff --config old.yaml --config new.yaml --feed pas a b").As<engine::DiffRequest>();
  BOOST_TEST(request.before == "old.yaml");
  BOOST_TEST(request.after == "new.yaml");
  BOOST_TEST(request.replay.feed == "pas");
  BOOST_TEST(request.replay.messages.size() == 2U);
}

BOOST_AUTO_TEST_CASE(status_takes_json) {
  BOOST_TEST(Read("status --config w.yaml --json").As<engine::StatusRequest>().json);
}

BOOST_AUTO_TEST_CASE(an_operation_has_its_target_reason_and_person) {
  const auto line = Read("queue retry 7f3a12b4 --config w.yaml --reason repaired --operator jo");
  const auto& request = line.As<engine::OperateRequest>();
  BOOST_TEST(request.config == "w.yaml");
  BOOST_TEST(request.operation == "retry");
  BOOST_TEST(request.target == "7f3a12b4");
  BOOST_TEST(request.reason == "repaired");
  BOOST_TEST(request.person == "jo");
  BOOST_TEST(request.timeout.count() == 30'000);
}

BOOST_AUTO_TEST_CASE(an_answer_has_its_word_and_what_the_person_has_seen) {
  const auto line = Read(
      "queue resolve m17 --answer of-stay --stay 7f3a12b4 --seen m19 --reason asked --config "
      "w.yaml");
  const auto& asked = line.As<engine::OperateRequest>();
  BOOST_TEST(asked.operation == "resolve");
  BOOST_TEST(asked.target == "m17");
  BOOST_TEST(asked.answer == "of-stay");
  BOOST_TEST(asked.chosen == "7f3a12b4");
  BOOST_TEST(asked.seen == 19);
}

BOOST_AUTO_TEST_CASE(an_operator_without_a_name_is_the_one_logged_in) {
  const auto line = Read("queue resend 7f3a12b4 --config w.yaml --reason lost --timeout 2min");
  const auto& request = line.As<engine::OperateRequest>();
  BOOST_TEST(!request.person.empty());
  BOOST_TEST(request.timeout.count() == 120'000);
}

BOOST_AUTO_TEST_CASE(a_destination_is_a_target_of_its_own_kind) {
  const auto line = Read("queue hold --destination gp --config w.yaml --reason moving");
  BOOST_TEST(line.As<engine::OperateRequest>().target == "destination:gp");
}

BOOST_AUTO_TEST_CASE(send_takes_the_stay_by_name) {
  const auto line = Read("send --stay 7f3a12b4 --config w.yaml --reason asked");
  BOOST_TEST(line.As<engine::OperateRequest>().operation == "send");
  BOOST_TEST(line.As<engine::OperateRequest>().target == "7f3a12b4");
}

BOOST_AUTO_TEST_CASE(verify_takes_a_configuration_or_a_file) {
  const auto configured = Read("verify --config w.yaml --head abc");
  BOOST_TEST(configured.As<engine::VerifyRequest>().config == "w.yaml");
  BOOST_TEST(configured.As<engine::VerifyRequest>().head == "abc");
  BOOST_TEST(Read("verify --store copy.db").As<engine::VerifyRequest>().store == "copy.db");
}

BOOST_AUTO_TEST_CASE(backup_takes_its_target) {
  const auto line = Read("backup --config w.yaml monday.db --reason nightly");
  BOOST_TEST(line.As<engine::BackupRequest>().target == "monday.db");
  BOOST_TEST(line.As<engine::BackupRequest>().reason == "nightly");
}

BOOST_AUTO_TEST_CASE(export_takes_times_with_their_offset) {
  const auto line = Read("audit export --config w.yaml --from 2026-11-01T00:00:00Z");
  const auto& request = line.As<engine::AuditExportRequest>();
  BOOST_TEST((request.from == ParseInstant("2026-11-01T00:00:00Z")));
  BOOST_TEST(!request.to);
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

const std::array kHelp = {Words{"--help"},
                          Words{"run --help"},
                          Words{"check --help"},
                          Words{"convert --help"},
                          Words{"effective --help"},
                          Words{"queue --help"},
                          Words{"queue list --help"},
                          Words{"status --help"},
                          Words{"queue show --help"},
                          Words{"convert -h"},
                          Words{"queue retry --help"},
                          Words{"queue hold --help"},
                          Words{"queue release --help"},
                          Words{"queue resolve --help"},
                          Words{"questions --help"},
                          Words{"queue discard --help"},
                          Words{"queue resend --help"},
                          Words{"send --help"},
                          Words{"verify --help"},
                          Words{"backup --help"},
                          Words{"audit export --help"},
                          Words{"explain --help"},
                          Words{"why --help"},
                          Words{"import-table --help"},
                          Words{"channel test --help"}};

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
    Words{"convert --config w.yaml --format fhir m.hl7"},
    Words{"convert --config w.yaml --now yesterday m.hl7"},
    Words{"convert --config w.yaml --now 2026-10-20 m.hl7"},
    Words{"convert --config w.yaml --explain e.json m.hl7"},
    Words{"queue --config w.yaml"},
    Words{"queue retry --config w.yaml"},
    Words{"queue retry --config w.yaml --reason x"},
    Words{"queue retry 7f3a12b4 --config w.yaml"},
    Words{"queue retry 7f3a12b4 --config w.yaml --reason x --timeout soon"},
    Words{"queue retry --destination gp --config w.yaml --reason x"},
    Words{"queue hold --config w.yaml --reason x"},
    Words{"queue hold 7f3a12b4 --destination gp --config w.yaml --reason x"},
    Words{"queue resolve m17 --config w.yaml --reason x"},
    Words{"queue resolve m17 --answer x --seen 17 --config w.yaml --reason x"},
    Words{"queue retry m17 --answer x --config w.yaml --reason x"},
    Words{"send 7f3a12b4 --config w.yaml --reason x"},
    Words{"verify"},
    Words{"verify --config w.yaml --store copy.db"},
    Words{"backup --config w.yaml"},
    Words{"audit --config w.yaml"},
    Words{"audit export --config w.yaml --from yesterday"},
    Words{"queue show --config w.yaml"},
    Words{"queue list --config w.yaml --limit 0"},
    Words{"diff --config old.yaml m.hl7"},
    Words{"diff --config old.yaml --config new.yaml"},
    Words{"test"},
    Words{"explain --config w.yaml"},
    Words{"explain --config w.yaml --stay 7f3a12 m.hl7"},
    Words{"explain --config w.yaml --revision 2 m.hl7"},
    Words{"explain --config w.yaml --stay 7f3a12 --revision 0"},
    Words{"why --config w.yaml"},
    Words{"why --config w.yaml --now noon m.hl7"},
    Words{"why m.hl7"},
    Words{"import-table"},
    Words{"import-table map.csv other.csv"},
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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::host
