#include "engine-adapter/loader/plugin.h"

#include <utility>

#include <dlfcn.h>

namespace wardbridge::loader {
namespace {

wb_error EmptyError() {
  wb_error error{};
  error.struct_size = sizeof error;
  return error;
}

// Texts of a foreign library end with a zero only if it keeps the contract.
template <std::size_t N>
std::string Bounded(const char (&text)[N]) {
  const std::string_view whole(text, N);
  return std::string(whole.substr(0, whole.find('\0')));
}

Problem ProblemOf(wb_status status, const wb_error& error) {
  if (status == WB_OK) return {};
  return {status, Bounded(error.code), Bounded(error.where), Bounded(error.text)};
}

std::string LastLoaderError() {
  const char* text = dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it for each thread
  return text != nullptr ? text : "unknown reason";
}

// What a table lacks of version 1.0; "" when nothing.
std::string_view Lacks(const wardbridge_plugin_api& api) {
  if (api.struct_size < sizeof(wardbridge_plugin_api)) return "its table of functions is too short";
  if (api.create == nullptr || api.start == nullptr || api.reload == nullptr ||
      api.stop == nullptr || api.destroy == nullptr || api.process == nullptr ||
      api.outcome_release == nullptr || api.status_json == nullptr ||
      api.get_extension == nullptr) {
    return "its table of functions has holes";
  }
  if (api.id == nullptr || api.name == nullptr || api.version == nullptr || api.build == nullptr) {
    return "it does not say what it is";
  }
  return "";
}

std::string_view View(wb_str text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

wb_str Borrow(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string Problem::Line() const {
  std::string line = where.empty() ? "" : where + ": ";
  line += text.empty() ? "failed" : text;
  return line + " (" + (code.empty() ? std::to_string(status) : code) + ")";
}

std::unique_ptr<const Plugin> Plugin::Open(const std::string& file, Problem& problem) {
  // A name without a slash would be searched for in the system's folders; only the named file is
  // meant.
  const std::string path = file.find('/') == std::string::npos ? "./" + file : file;
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    problem = {WB_E_IO, "load.open", file, LastLoaderError()};
    return nullptr;
  }
  // dlsym gives an object pointer for a function; POSIX says that the conversion holds.
  const auto entry = reinterpret_cast<wardbridge_plugin_entry>(dlsym(library, WB_ENTRY_SYMBOL));
  if (entry == nullptr) {
    dlclose(library);
    problem = {WB_E_VERSION, "load.symbol", file,
               "is no plugin of this version: it lacks " WB_ENTRY_SYMBOL};
    return nullptr;
  }
  wb_error error = EmptyError();
  const wardbridge_plugin_api* api = entry(WB_ABI_MAJOR, WB_ABI_MINOR, &error);
  if (api == nullptr) {
    problem = {WB_E_VERSION, "load.version", file, Bounded(error.text)};
    return nullptr;
  }
  return Wrap(file, api, problem);
}

std::unique_ptr<const Plugin> Plugin::Wrap(const std::string& file,
                                           const wardbridge_plugin_api* api, Problem& problem) {
  if (api->abi_major != WB_ABI_MAJOR) {
    problem = {WB_E_VERSION, "load.version", file,
               "speaks version " + std::to_string(api->abi_major) + " of the contract, wanted is " +
                   std::to_string(WB_ABI_MAJOR)};
    return nullptr;
  }
  if (const std::string_view lacks = Lacks(*api); !lacks.empty()) {
    problem = {WB_E_VERSION, "load.table", file, std::string(lacks)};
    return nullptr;
  }
  problem = {};
  return std::unique_ptr<const Plugin>(new Plugin(file, *api));
}

std::unique_ptr<Instance> Instance::Create(const Plugin& plugin, HostFunctions host,
                                           const std::string& config_file, Problem& problem) {
  std::unique_ptr<Instance> instance(new Instance(plugin.Api(), std::move(host)));
  wb_host given{};
  given.struct_size = sizeof given;
  given.abi_major = WB_ABI_MAJOR;
  given.abi_minor = WB_ABI_MINOR;
  given.ctx = instance.get();
  given.name = instance->host_.name.c_str();
  given.version = instance->host_.version.c_str();
  if (instance->host_.log) given.log = &Instance::Log;
  wb_error error = EmptyError();
  const wb_status status =
      plugin.Api().create(&given, Borrow(config_file), 1, &instance->instance_, &error);
  problem = ProblemOf(status, error);
  if (status != WB_OK) return nullptr;
  if (instance->instance_ != nullptr) return instance;
  problem = {WB_E_INTERNAL, "load.create", plugin.File(), "gave no instance"};
  return nullptr;
}

Instance::~Instance() { api_.destroy(instance_); }

Problem Instance::Start() {
  wb_error error = EmptyError();
  return ProblemOf(api_.start(instance_, &error), error);
}

Problem Instance::Reload(const std::string& config_file) {
  wb_error error = EmptyError();
  return ProblemOf(api_.reload(instance_, Borrow(config_file), 1, &error), error);
}

Problem Instance::Stop(std::int64_t drain_ms) {
  wb_error error = EmptyError();
  return ProblemOf(api_.stop(instance_, drain_ms, &error), error);
}

Problem Instance::Process(std::string_view body, std::string_view feed, Outcome& outcome) {
  wb_message message{};
  message.struct_size = sizeof message;
  message.body = Borrow(body);
  message.source = Borrow(feed);
  wb_outcome given{};
  given.struct_size = sizeof given;
  wb_error error = EmptyError();
  const wb_status status = api_.process(instance_, &message, &given, &error);
  if (status == WB_OK) {
    // The copies may fail for lack of memory; what the plugin gave goes back all the same.
    const std::unique_ptr<wb_outcome, decltype(api_.outcome_release)> giver(&given,
                                                                            api_.outcome_release);
    outcome = {given.disposition, std::string(View(given.ack)), std::string(View(given.bundle)),
               std::string(View(given.report))};
  }
  return ProblemOf(status, error);
}

std::string Instance::StatusJson() const {
  std::string json(4096, '\0');
  // The counters grow between two calls, so more than one try may be needed.
  for (int i = 0; i < 4; ++i) {
    const std::int64_t needed = api_.status_json(instance_, json.data(), json.size());
    if (needed < 0) return {};
    const bool whole = static_cast<std::uint64_t>(needed) <= json.size();
    json.resize(static_cast<std::size_t>(needed) + (whole ? 0 : 256));
    if (whole) return json;
  }
  return {};
}

void WB_CALL Instance::Log(void* ctx, int32_t level, wb_str component, wb_str text) {
  const auto* self = static_cast<const Instance*>(ctx);
  try {
    self->host_.log(level, View(component), View(text));
  } catch (...) {
    // Nothing may cross the border, and there is no other place to tell.
    return;
  }
}

}  // namespace wardbridge::loader
