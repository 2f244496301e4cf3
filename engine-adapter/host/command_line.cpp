#include "engine-adapter/host/command_line.h"

#include <array>
#include <map>
#include <ostream>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

#include "engine-adapter/host/command_analyst.h"
#include "engine-adapter/host/command_operation.h"
#include "engine/config_values.h"

namespace wardbridge::host {
namespace {

using engine::ConvertRequest;

const std::map<std::string, LogFormat> kLogFormats = {{"text", LogFormat::kText},
                                                      {"json", LogFormat::kJson}};
const std::map<std::string, engine::SchemaRequest::File> kSchemas = {
    {"pack", engine::SchemaRequest::File::kPack},
    {"overlay", engine::SchemaRequest::File::kOverlay},
    {"config", engine::SchemaRequest::File::kConfig}};
const std::map<std::string, ConvertRequest::Format> kFormats = {
    {"json", ConvertRequest::Format::kJson},
    {"ndjson", ConvertRequest::Format::kNdjson},
    {"xml", ConvertRequest::Format::kXml}};

// Every command with its options; the values are filled by the parser.
struct Commands {
  CLI::App app{"Wardbridge carries the virtual-ward record home: HL7 v2 in, FHIR R4 UK Core out."};
  RunRequest run;
  std::string drain = "30s";
  engine::CheckRequest check;
  engine::EffectiveRequest effective;
  engine::SchemaRequest schema;
  ConvertRequest convert;
  std::string now;
  AnalystWords analyst;
  QueueListRequest list;
  QueueShowRequest show;
  QueueUnmappedRequest unmapped;
  engine::StatusRequest status;
  engine::ReconcileRequest reconcile;
  std::array<Operation, kOperationCount> operations = Operations();
  engine::VerifyRequest verify;
  engine::BackupRequest backup;
  engine::AuditExportRequest audit_export;
  std::string from;
  std::string to;
  engine::ChannelTestRequest channel_test;
};

// One of the words of `words`, and nothing else.
template <typename T>
void AddWord(CLI::App& command, const std::string& name, T& into,
             const std::map<std::string, T>& words, const std::string& help) {
  std::string names;
  for (const auto& [word, value] : words) names += (names.empty() ? "" : "|") + word;
  command
      .add_option_function<std::string>(
          name,
          [&into, &words, name, names](const std::string& word) {
            const auto found = words.find(word);
            if (found == words.end()) throw CLI::ValidationError(name, "must be " + names);
            into = found->second;
          },
          help)
      ->type_name(names);
}

void AddRun(Commands& all) {
  CLI::App& command = *all.app.add_subcommand("run",
                                              "Start listeners, pipeline and console; SIGTERM "
                                              "drains, a second one stops at once, SIGHUP reloads");
  AddConfig(command, all.run.config, all.run.brief);
  command
      .add_option("--plugin", all.run.plugin, "plugin library (default: ../lib/libwardbridge.so)")
      ->type_name("FILE");
  command
      .add_option("--ready-file", all.run.ready_file,
                  "file written as JSON with the ports when everything listens")
      ->type_name("FILE");
  command.add_option("--drain", all.drain, "longest time to finish what is in hand (default: 30s)")
      ->type_name("DURATION");
  command.add_flag("--watch", all.run.watch,
                   "reload when the configuration file or a mapping pack has changed");
  AddWord(command, "--log-format", all.run.log_format, kLogFormats, "form of the log on stderr");
  command.footer("Example:\n  wardbridge run --config /etc/wardbridge/wardbridge.yaml");
}

void AddCheck(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "check", "Show every fault of configuration, mapping pack and tables in one pass");
  AddConfig(command, all.check.config, all.check.brief);
  command.add_flag("--json", all.check.json, "faults as JSON");
  command.footer("Example:\n  wardbridge check --config wardbridge.yaml");
}

void AddEffective(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "effective", "Print the mapping with its overlays put in, and where each line comes from");
  AddConfig(command, all.effective.config, all.effective.brief);
  command.add_option("--site", all.effective.site, "only the overlay of that name (default: all)")
      ->type_name("CODE");
  command.footer("Example:\n  wardbridge effective --config wardbridge.yaml --site rxx");
}

void AddSchema(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "schema", "Print the JSON Schema of a mapping pack, an overlay or the configuration");
  AddWord(command, "file", all.schema.file, kSchemas, "whose schema (default: pack)");
  command.footer("Example:\n  wardbridge schema config > wardbridge.schema.json");
}

void AddStates(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "states", "Print the state table of a stay: what each event does in each state");
  command.footer("Example:\n  wardbridge states");
}

void AddQuestions(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "questions", "Print what is asked about a stay or a message that is held, and the answers");
  command.footer("Example:\n  wardbridge questions");
}

void AddConvert(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "convert",
      "Play messages through the same core and print every Bundle that would be sent; "
      "nothing is sent or stored");
  AddConfig(command, all.convert.config, all.convert.brief);
  AddReplay(command, all.convert.replay, all.now);
  AddWord(command, "--format", all.convert.format, kFormats,
          "FHIR JSON or FHIR XML, each Bundle and a newline one after another; ndjson: one a line");
  command.add_option("--pdf", all.convert.pdf_folder, "folder for the documents")->type_name("DIR");
  command.footer(
      "Example:\n  wardbridge convert --config wardbridge.yaml --observations readings/ "
      "--pdf out a03.hl7\n  wardbridge convert --config wardbridge.yaml "
      "--now 2026-10-20T17:16:00+01:00 --format xml stay.hl7");
}

void AddQueue(Commands& all) {
  CLI::App& queue = *all.app.add_subcommand("queue", "Look into inbox, stays and outbox");
  queue.require_subcommand(1);
  queue.footer("Example:\n  wardbridge queue list --config wardbridge.yaml");
  CLI::App& list =
      *queue.add_subcommand("list", "List stays and deliveries, those with trouble first");
  AddConfig(list, all.list.config, all.list.brief);
  list.add_option("--limit", all.list.limit, "at most so many (default: 100)")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  list.add_flag("--json", all.list.json, "as JSON");
  list.footer("Example:\n  wardbridge queue list --config wardbridge.yaml --json");
  CLI::App& show = *queue.add_subcommand(
      "show", "Show one stay or delivery with all that happened, or a message that is held");
  AddConfig(show, all.show.config, all.show.brief);
  show.add_option("key", all.show.key,
                  "beginning of a stay's reference, a delivery key, or a message as m17")
      ->required()
      ->type_name("KEY");
  show.add_flag("--json", all.show.json, "as JSON");
  show.footer("Example:\n  wardbridge queue show 7f3a12 --config wardbridge.yaml");
  CLI::App& unmapped = *queue.add_subcommand(
      "unmapped", "Codes met that a table of the mapping lacks, as rows to add");
  AddConfig(unmapped, all.unmapped.config, all.unmapped.brief);
  unmapped.add_flag("--json", all.unmapped.json, "as JSON");
  unmapped.footer("Example:\n  wardbridge queue unmapped --config wardbridge.yaml > rows.csv");
  for (Operation& operation : all.operations) {
    if (operation.key != nullptr) AddOperation(queue, "queue ", operation);
  }
}

void AddKeeping(Commands& all) {
  CLI::App& verify = *all.app.add_subcommand(
      "verify", "Check the pages, the references and the audit chain of the store");
  CLI::Option& config = *verify.add_option("--config", all.verify.config, "configuration file");
  config.type_name("FILE");
  CLI::Option& store =
      *verify.add_option("--store", all.verify.store, "a store file instead, such as a backup");
  store.type_name("FILE")->excludes(&config);
  verify.add_option("--head", all.verify.head, "the head that a former run printed")
      ->type_name("HASH");
  verify.add_flag("--brief", all.verify.brief, "faults without their source lines");
  verify.footer("Example:\n  wardbridge verify --config wardbridge.yaml");

  CLI::App& backup =
      *all.app.add_subcommand("backup", "Copy the store while it is used; never overwrites");
  AddConfig(backup, all.backup.config, all.backup.brief);
  backup.add_option("target", all.backup.target, "file to be made")
      ->required()
      ->type_name("TARGET");
  AddPerson(backup, all.backup.reason, all.backup.person, false);
  backup.footer("Example:\n  wardbridge backup --config wardbridge.yaml /backup/monday.db");

  CLI::App& audit = *all.app.add_subcommand("audit", "The record of what happened");
  audit.require_subcommand(1);
  CLI::App& out = *audit.add_subcommand("export", "Print it as FHIR R4 AuditEvents, one a line");
  AddConfig(out, all.audit_export.config, all.audit_export.brief);
  out.add_option("--from", all.from, "first moment")->type_name("TIME");
  out.add_option("--to", all.to, "first moment that is left out")->type_name("TIME");
  AddPerson(out, all.audit_export.reason, all.audit_export.person, false);
  out.footer(
      "Example:\n  wardbridge audit export --config wardbridge.yaml --from "
      "2026-11-01T00:00:00Z > november.ndjson");
}

void AddStatus(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "status", "Health, depth of the queues, oldest age; exit 1 when not well");
  AddConfig(command, all.status.config, all.status.brief);
  command.add_flag("--json", all.status.json, "as JSON");
  command.footer("Example:\n  wardbridge status --config wardbridge.yaml");
}

void AddReconcile(Commands& all) {
  CLI::App& command = *all.app.add_subcommand(
      "reconcile", "What came in and what became of it; exit 1 when something is missing");
  AddConfig(command, all.reconcile.config, all.reconcile.brief);
  command
      .add_option("--last", all.reconcile.last,
                  "the last closed days instead of what has come since")
      ->check(CLI::Range(1, 1'000))
      ->type_name("N");
  command.add_flag("--json", all.reconcile.json, "as JSON, a line for each");
  command.footer("Example:\n  wardbridge reconcile --last 7 --config wardbridge.yaml");
}

void CheckOperations(Commands& all) {
  const std::string login = LoginName();
  for (Operation& operation : all.operations) {
    CheckOperation(operation, login);
  }
  if (all.backup.person.empty()) all.backup.person = login;
  if (all.audit_export.person.empty()) all.audit_export.person = login;
  all.audit_export.from = ReadTime("--from", all.from);
  all.audit_export.to = ReadTime("--to", all.to);
}

void AddChannel(Commands& all) {
  CLI::App& channel = *all.app.add_subcommand("channel", "Look after the destinations");
  channel.require_subcommand(1);
  channel.footer("Example:\n  wardbridge channel test shcr --config wardbridge.yaml");
  CLI::App& test = *channel.add_subcommand(
      "test", "Try a destination: connection, certificate, token; nothing of a patient is sent");
  AddConfig(test, all.channel_test.config, all.channel_test.brief);
  test.add_option("name", all.channel_test.name, "the destination's name in the configuration")
      ->required()
      ->type_name("NAME");
  test.footer("Example:\n  wardbridge channel test shcr --config wardbridge.yaml");
}

// What the parser cannot check by itself. Throws like the parser.
void CheckValues(Commands& all) {
  const auto drain = engine::ParseDuration(all.drain);
  if (!drain) throw CLI::ValidationError("--drain", "must be a duration (\"30s\", \"2min\")");
  all.run.drain = *drain;
  all.convert.replay.now = ReadTime("--now", all.now);
  CheckAnalyst(all.app, all.analyst);
  CheckOperations(all);
  const bool verifies = all.app.got_subcommand("verify");
  if (verifies && all.verify.config.empty() && all.verify.store.empty())
    throw CLI::RequiredError("--config");
}

Request Chosen(const Commands& all) {
  const CLI::App* command = all.app.get_subcommands().front();
  const std::string& name = command->get_name();
  if (name == "run") return all.run;
  if (name == "check") return all.check;
  if (name == "effective") return all.effective;
  if (name == "schema") return all.schema;
  if (name == "questions") return engine::QuestionsRequest{};
  if (name == "states") return engine::StatesRequest{};
  if (name == "convert") return all.convert;
  if (name == "test") return all.analyst.test;
  if (name == "diff") return all.analyst.diff;
  if (name == "explain") return all.analyst.explain;
  if (name == "why") return all.analyst.why;
  if (name == "import-table") return all.analyst.import_table;
  if (name == "status") return all.status;
  if (name == "reconcile") return all.reconcile;
  if (name == "verify") return all.verify;
  if (name == "backup") return all.backup;
  if (name == "audit") return all.audit_export;
  if (name == "channel") return all.channel_test;
  const std::string& word = name == "queue" ? command->get_subcommands().front()->get_name() : name;
  for (const Operation& operation : all.operations) {
    if (word == operation.name) return operation.request;
  }
  if (word == "list") return all.list;
  if (word == "unmapped") return all.unmapped;
  return all.show;
}

// "wardbridge queue show": the command that was begun.
std::string Begun(const CLI::App& app) {
  std::string words = app.get_name();
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    words += " " + at->get_name();
  }
  return words;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::variant<Request, int> ReadCommandLine(int argc, const char* const* argv, std::ostream& out,
                                           std::ostream& err) {
  Commands all;
  all.app.name("wardbridge");
  all.app.set_version_flag("--version", "wardbridge " WARDBRIDGE_VERSION);
  all.app.require_subcommand(1);
  all.app.footer("Example:\n  wardbridge run --config /etc/wardbridge/wardbridge.yaml");
  AddRun(all);
  AddCheck(all);
  AddEffective(all);
  AddSchema(all);
  AddStates(all);
  AddQuestions(all);
  AddConvert(all);
  AddAnalyst(all.app, all.analyst);
  AddQueue(all);
  AddOperation(all.app, "", all.operations.back());
  AddStatus(all);
  AddReconcile(all);
  AddKeeping(all);
  AddChannel(all);
  try {
    all.app.parse(argc, argv);
    CheckValues(all);
    return Chosen(all);
  } catch (const CLI::Success& done) {
    return all.app.exit(done, out, err);
  } catch (const CLI::Error& error) {
    err << "error: " << FirstLine(error.what()) << " (see " << Begun(all.app) << " --help)\n";
    return 1;
  }
}

}  // namespace wardbridge::host
