#include "engine-adapter/host/command_operation.h"

#include <cstdlib>
#include <optional>
#include <string_view>

#include <unistd.h>

#include "base/text.h"
#include "engine/config_values.h"

namespace wardbridge::host {

namespace {

constexpr const char* kResolve = "resolve";

bool IsAnswer(const Operation& operation) { return std::string_view(operation.name) == kResolve; }

void AddAnswer(CLI::App& command, Operation& operation) {
  engine::OperateRequest& request = operation.request;
  command.add_option("--answer", request.answer, "one of the words that 'queue show' prints")
      ->required()
      ->type_name("WORD");
  command
      .add_option("--stay", request.chosen, "the stay that the answer names, where it names one")
      ->type_name("KEY");
  command
      .add_option(
          "--seen", operation.seen,
          "the newest message you have seen of the stay, as 'queue show' prints it: nothing "
          "is done when another has come since")
      ->type_name("MESSAGE");
}

// "m17"
void ReadSeen(Operation& operation) {
  if (operation.seen.empty()) return;
  const auto id = operation.seen.starts_with('m')
                      ? ParseDigits(std::string_view(operation.seen).substr(1))
                      : std::nullopt;
  if (!id || *id <= 0) throw CLI::ValidationError("--seen", "must be a message, as m17");
  operation.request.seen = *id;
}

}  // namespace

std::array<Operation, kOperationCount> Operations() {
  return {Operation{"retry",
                    "Try a delivery, make a summary that was set aside, or read a message again",
                    "retry 7f3a1200",
                    "a delivery, a stay, or a message as m17",
                    false,
                    {},
                    "",
                    ""},
          Operation{"hold",
                    "Make and send nothing for a stay, or send nothing to a destination",
                    "hold --destination gp",
                    "a stay",
                    true,
                    {},
                    "",
                    ""},
          Operation{"release",
                    "Release a stay from quarantine or hold, or a destination from hold",
                    "release 7f3a1200",
                    "a stay",
                    true,
                    {},
                    "",
                    ""},
          Operation{kResolve,
                    "Answer the question for which a stay or a message is held",
                    "resolve 7f3a1200 --answer keep-number --seen m17",
                    "a stay, or a message as m17",
                    false,
                    {},
                    "",
                    ""},
          Operation{"discard",
                    "Give up a delivery, a stay or summary that waits, or a message",
                    "discard m17",
                    "a delivery, a stay, or a message as m17",
                    false,
                    {},
                    "",
                    ""},
          Operation{"resend",
                    "Send a delivered summary again, with the same ids",
                    "resend 7f3a1200",
                    "a delivery",
                    false,
                    {},
                    "",
                    ""},
          Operation{"send",
                    "Make and queue the summary of a discharged stay now",
                    "send --stay 7f3a1200",
                    nullptr,
                    false,
                    {},
                    "",
                    ""}};
}

void AddConfig(CLI::App& command, std::string& config, bool& brief) {
  command.add_option("--config", config, "configuration file")->required()->type_name("FILE");
  command.add_flag("--brief", brief, "faults without their source lines");
}

void AddPerson(CLI::App& command, std::string& reason, std::string& person, bool wanted) {
  command.add_option("--reason", reason, "why, for the audit; without patient data")
      ->required(wanted)
      ->type_name("TEXT");
  command.add_option("--operator", person, "who asks, for the audit (default: the login name)")
      ->type_name("NAME");
}

void AddOperation(CLI::App& parent, const std::string& words, Operation& operation) {
  CLI::App& command = *parent.add_subcommand(operation.name, operation.help);
  engine::OperateRequest& request = operation.request;
  AddConfig(command, request.config, request.brief);
  if (operation.key == nullptr) {
    command.add_option("--stay", request.target, "beginning of the stay's reference")
        ->required()
        ->type_name("KEY");
  } else {
    CLI::Option& key = *command.add_option("key", request.target, operation.key);
    key.type_name("KEY");
    if (operation.on_destinations) {
      command.add_option("--destination", operation.destination, "a destination instead of a stay")
          ->excludes(&key)
          ->type_name("NAME");
    } else {
      key.required();
    }
  }
  if (IsAnswer(operation)) AddAnswer(command, operation);
  AddPerson(command, request.reason, request.person, true);
  command
      .add_option("--timeout", operation.timeout,
                  "longest wait for the running host to answer (default: 30s)")
      ->type_name("DURATION");
  command.footer(
      "Example:\n  wardbridge " + words + operation.example +
      (IsAnswer(operation) ? " --reason \"asked the ward\"" : " --reason \"folder repaired\"") +
      " --config wardbridge.yaml");
}

void CheckOperation(Operation& operation, const std::string& login) {
  engine::OperateRequest& request = operation.request;
  request.operation = operation.name;
  const auto timeout = engine::ParseDuration(operation.timeout);
  if (!timeout) throw CLI::ValidationError("--timeout", "must be a duration (\"30s\", \"2min\")");
  request.timeout = *timeout;
  if (request.person.empty()) request.person = login;
  ReadSeen(operation);
  if (!operation.destination.empty()) request.target = "destination:" + operation.destination;
  if (request.config.empty()) return;  // another command was given
  if (request.target.empty()) throw CLI::ValidationError("KEY", "or --destination is wanted");
  if (request.reason.find_first_not_of(" \t") == std::string::npos)
    throw CLI::ValidationError("--reason", "must not be empty");
}

std::string LoginName() {
  std::array<char, 256> name{};
  if (getlogin_r(name.data(), name.size()) == 0 && name[0] != '\0') return name.data();
  for (const char* variable : {"LOGNAME", "USER"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') return value;
  }
  return "user " + std::to_string(getuid());
}

}  // namespace wardbridge::host
