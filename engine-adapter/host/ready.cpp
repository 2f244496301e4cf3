#include "engine-adapter/host/ready.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "base/strict_yaml.h"
#include "base/text.h"
#include "engine-adapter/host/json_text.h"

namespace wardbridge::host {
namespace {

Error Failed(const std::string& file) {
  return {Code::kIo, file, std::generic_category().message(errno)};
}

// Whether all of `text` went to `file`, which is closed in any case.
bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int reason = errno;
      close(file);
      errno = reason;
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return close(file) == 0;
}

}  // namespace

Ports ReadPorts(std::string_view status_json) {
  Ports ports;
  std::vector<Fault> faults;
  const YamlNode status = ReadYaml(status_json, "status", faults);  // JSON is YAML
  for (const YamlNode& listener : status["listeners"].Items()) {
    const auto port = ParseDigits(listener["port"].Text());
    if (!listener["name"].Text().empty() && port) {
      ports.listeners.emplace_back(listener["name"].Text(), static_cast<int>(*port));
    }
  }
  ports.console = static_cast<int>(ParseDigits(status["console"].Text()).value_or(0));
  return ports;
}

std::string Sentence(const Ports& ports) {
  std::string text;
  for (const auto& [name, port] : ports.listeners) {
    text += (text.empty() ? "" : ", ") + name + " on port " + std::to_string(port);
  }
  if (text.empty()) text = "no listener";
  if (ports.console != 0) text += ", console on port " + std::to_string(ports.console);
  return text;
}

std::string ReadyJson(const Ports& ports, long pid) {
  std::string json = "{\"pid\":" + std::to_string(pid) + ",\"listeners\":{";
  bool first = true;
  for (const auto& [name, port] : ports.listeners) {
    json += (first ? "" : ",") + JsonText(name) + ":" + std::to_string(port);
    first = false;
  }
  json += "}";
  if (ports.console != 0) json += ",\"console\":" + std::to_string(ports.console);
  return json + "}\n";
}

Result<> WriteAtomically(const std::string& file, std::string_view text) {
  const std::string part = file + ".part";
  const int out = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (out < 0) return Failed(file);
  if (!WriteAll(out, text) || std::rename(part.c_str(), file.c_str()) != 0) {
    const Error error = Failed(file);
    unlink(part.c_str());
    return error;
  }
  return {};
}

}  // namespace wardbridge::host
