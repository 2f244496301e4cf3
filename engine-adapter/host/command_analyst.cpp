#include "engine-adapter/host/command_analyst.h"

#include "engine-adapter/host/command_operation.h"

namespace wardbridge::host {
namespace {

void AddTest(CLI::App& app, engine::TestRequest& test) {
  CLI::App& command = *app.add_subcommand(
      "test", "Run the tests that the mapping packs bring along (tests/NAME in their folders)");
  AddConfig(command, test.config, test.brief);
  command.add_flag("--update", test.update,
                   "write what is made as what is expected, and say which files");
  command.add_option("name", test.only, "only the test of that name")->type_name("NAME");
  command.footer("Example:\n  wardbridge test --config wardbridge.yaml");
}

void AddDiff(CLI::App& app, AnalystWords& words) {
  CLI::App& command = *app.add_subcommand(
      "diff",
      "Play messages with two configurations and show where their Bundles differ; exit code 3 "
      "when they do");
  command
      .add_option("--config", words.diff_configs, "the configuration as it is, then the new one")
      ->required()
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE");
  command.add_flag("--brief", words.diff.brief, "faults without their source lines");
  AddReplay(command, words.diff.replay, words.diff_now);
  command.footer("Example:\n  wardbridge diff --config old.yaml --config new.yaml messages/");
}

void AddExplain(CLI::App& app, AnalystWords& words) {
  CLI::App& command = *app.add_subcommand(
      "explain",
      "Show where everything in a Bundle came from, what nobody read and which rules wrote "
      "nothing: of messages that are played, or of a summary in the store");
  AddConfig(command, words.explain.config, words.explain.brief);
  AddReplay(command, words.explain.replay, words.explain_now, false);
  command
      .add_option("--stay", words.explain.stay,
                  "beginning of a stay's reference: its summary in the store, with the mapping "
                  "that made it")
      ->type_name("KEY");
  command
      .add_option("--revision", words.explain.revision, "of that summary (default: the last one)")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  command
      .add_option("--pointer", words.explain.pointer,
                  "only what is at or below this JSON pointer (\"/entry/0/resource\")")
      ->type_name("POINTER");
  command.add_flag("--json", words.explain.json, "as JSON, one line for each Bundle");
  command.add_flag("--no-values", words.no_values, "places only, nothing of a patient");
  command.footer(
      "Example:\n  wardbridge explain --config wardbridge.yaml stay.hl7\n"
      "  wardbridge explain --config wardbridge.yaml --stay 7f3a12 --no-values");
}

void CheckExplain(const CLI::App& app, AnalystWords& words) {
  if (!app.got_subcommand("explain")) return;
  words.explain.values = !words.no_values;
  words.explain.replay.now = ReadTime("--now", words.explain_now);
  const bool plays = !words.explain.replay.messages.empty();
  if (plays == !words.explain.stay.empty()) {
    throw CLI::ValidationError("explain", "wants messages to play, or --stay KEY");
  }
  if (plays && words.explain.revision > 0) {
    throw CLI::ValidationError("--revision", "stands beside --stay");
  }
}

void AddWhy(CLI::App& app, AnalystWords& words) {
  CLI::App& command = *app.add_subcommand(
      "why",
      "Play messages and print each rule of ward detection and stay period with its input and "
      "verdict");
  AddConfig(command, words.why.config, words.why.brief);
  AddReplay(command, words.why.replay, words.why_now);
  command.add_flag("--json", words.why.json, "as JSON");
  command.footer("Example:\n  wardbridge why --config wardbridge.yaml a03.hl7");
}

void AddImportTable(CLI::App& app, engine::ImportTableRequest& import_table) {
  CLI::App& command = *app.add_subcommand(
      "import-table", "Turn a concept map of HL7's v2-to-FHIR (CSV) into a table of a mapping");
  command.add_option("--output", import_table.output, "file to be made; never overwrites")
      ->type_name("FILE");
  command.add_flag("--brief", import_table.brief, "faults without their source lines");
  command.add_option("file", import_table.file, "the concept map as CSV")
      ->required()
      ->type_name("FILE.csv");
  command.footer(
      "Example:\n  wardbridge import-table AdministrativeSex.csv --output tables/sex.csv");
}

void CheckDiff(const CLI::App& app, AnalystWords& words) {
  if (!app.got_subcommand("diff")) return;
  if (words.diff_configs.size() != 2) {
    throw CLI::ValidationError("--config", "is given twice: as it is, then the new one");
  }
  words.diff.before = words.diff_configs[0];
  words.diff.after = words.diff_configs[1];
}

}  // namespace

void AddAnalyst(CLI::App& app, AnalystWords& words) {
  AddTest(app, words.test);
  AddDiff(app, words);
  AddExplain(app, words);
  AddWhy(app, words);
  AddImportTable(app, words.import_table);
}

void CheckAnalyst(const CLI::App& app, AnalystWords& words) {
  words.diff.replay.now = ReadTime("--now", words.diff_now);
  words.why.replay.now = ReadTime("--now", words.why_now);
  CheckDiff(app, words);
  CheckExplain(app, words);
}

void AddReplay(CLI::App& command, engine::ReplayRequest& replay, std::string& now, bool required) {
  command
      .add_option(
          "--observations", replay.observations,
          "readings: a file or folder of HL7 ORU messages, and of FHIR JSON (*.json, *.ndjson) "
          "and CSV (*.csv); may be given again")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("PATH");
  command.add_option("--feed", replay.feed, "whose settings apply (default: the first feed)")
      ->type_name("NAME");
  command
      .add_option("--now", now,
                  "time at which all messages arrive (default: the virtual clock of MSH-7)")
      ->type_name("TIME");
  command.add_option("message", replay.messages, "files, folders, or - for standard input")
      ->required(required)
      ->type_name("MESSAGE");
}

std::optional<Timestamp> ReadTime(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto time = ParseInstant(text);
  if (!time) {
    throw CLI::ValidationError(option,
                               "must be a time with its offset (\"2026-10-20T17:16:00+01:00\")");
  }
  return time;
}

}  // namespace wardbridge::host
