#include "engine/offline_common.h"

#include <ostream>

namespace wardbridge::engine {

Loaded LoadForCommand(const std::string& path, bool brief, std::ostream& err) {
  std::vector<Fault> faults;
  Loaded loaded;
  loaded.config = LoadConfigFile(path, {}, faults);
  // The mapping is compiled even when the configuration has faults, so that one pass shows all.
  if (!loaded.config.core.pack.files.empty()) {
    loaded.program = discharge::Program::Compile(loaded.config.core, faults);
  }
  PrintFaults(faults, brief, err);
  if (HasErrors(faults)) loaded.program = nullptr;
  return loaded;
}

void PrintFaults(const std::vector<Fault>& faults, bool brief, std::ostream& err) {
  for (const Fault& fault : faults) err << fault.Text(!brief) << '\n';
}

int Fail(const Error& error, std::ostream& err) {
  err << "error: " << error.Text() << '\n';
  return 1;
}

std::unique_ptr<store::Store> OpenForReading(const std::string& config_path, bool brief,
                                             std::ostream& err) {
  const Loaded loaded = LoadForCommand(config_path, brief, err);
  if (!loaded.program) return nullptr;
  return OpenStoreToRead(loaded.config, err);
}

Result<std::unique_ptr<store::Store>> OpenStore(const Config& config, bool is_own) {
  store::Options options;
  options.path = config.store_path;
  options.create = false;
  options.exclusive = is_own;
  return store::Store::Open(options);
}

std::unique_ptr<store::Store> OpenStoreToRead(const Config& config, std::ostream& err) {
  auto opened = OpenStore(config, false);
  if (!opened) {
    Fail(opened.error(), err);
    return nullptr;
  }
  return std::move(*opened);
}

std::string IssueText(const model::Issue& issue) {
  std::string text = issue.code + " " + issue.path + ": " + issue.text;
  if (!issue.rule.empty()) text += " (" + issue.rule + ")";
  return text;
}

}  // namespace wardbridge::engine
