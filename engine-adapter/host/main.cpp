// The command `wardbridge`: stand-alone host and tools.
#include <exception>
#include <iostream>
#include <variant>

#include <unistd.h>

#include "engine-adapter/host/command_line.h"
#include "engine-adapter/host/run.h"
#include "engine/offline.h"

namespace wardbridge::host {
namespace {

// One call for each kind of request; each returns the exit code.
struct Execute {
  int operator()(const RunRequest& request) const { return Run(request, std::cout, std::cerr); }
  int operator()(const engine::CheckRequest& request) const {
    return engine::Check(request, std::cout, std::cerr);
  }
  int operator()(const engine::EffectiveRequest& request) const {
    return engine::Effective(request, std::cout, std::cerr);
  }
  int operator()(const engine::StatesRequest& /*request*/) const {
    return engine::States(std::cout);
  }
  int operator()(const engine::QuestionsRequest& /*request*/) const {
    return engine::Questions(std::cout);
  }
  int operator()(const engine::SchemaRequest& request) const {
    return engine::PrintSchema(request, std::cout);
  }
  int operator()(engine::ConvertRequest request) const {
    request.progress = isatty(STDERR_FILENO) == 1;
    return engine::Convert(request, std::cin, std::cout, std::cerr);
  }
  int operator()(const engine::TestRequest& request) const {
    return engine::Test(request, std::cout, std::cerr);
  }
  int operator()(engine::DiffRequest request) const {
    request.progress = isatty(STDERR_FILENO) == 1;
    return engine::Diff(request, std::cin, std::cout, std::cerr);
  }
  int operator()(engine::ExplainRequest request) const {
    request.progress = isatty(STDERR_FILENO) == 1;
    return engine::Explain(request, std::cin, std::cout, std::cerr);
  }
  int operator()(const engine::WhyRequest& request) const {
    return engine::Why(request, std::cin, std::cout, std::cerr);
  }
  int operator()(const engine::ImportTableRequest& request) const {
    return engine::ImportTable(request, std::cout, std::cerr);
  }
  int operator()(const QueueListRequest& request) const {
    return engine::QueueList(request, std::cout, std::cerr);
  }
  int operator()(const QueueShowRequest& request) const {
    return engine::QueueShow(request, std::cout, std::cerr);
  }
  int operator()(const QueueUnmappedRequest& request) const {
    return engine::QueueUnmapped(request, std::cout, std::cerr);
  }
  int operator()(const engine::OperateRequest& request) const {
    return engine::Operate(request, std::cout, std::cerr);
  }
  int operator()(const engine::VerifyRequest& request) const {
    return engine::Verify(request, std::cout, std::cerr);
  }
  int operator()(engine::BackupRequest request) const {
    request.progress = isatty(STDERR_FILENO) == 1;
    return engine::Backup(request, std::cout, std::cerr);
  }
  int operator()(const engine::AuditExportRequest& request) const {
    return engine::AuditExport(request, std::cout, std::cerr);
  }
  int operator()(const engine::StatusRequest& request) const {
    return engine::Status(request, std::cout, std::cerr);
  }
  int operator()(const engine::ReconcileRequest& request) const {
    return engine::Reconcile(request, std::cout, std::cerr);
  }
  int operator()(const engine::ChannelTestRequest& request) const {
    return engine::ChannelTest(request, std::cout, std::cerr);
  }
};

int Main(int argc, const char* const* argv) {
  auto read = ReadCommandLine(argc, argv, std::cout, std::cerr);
  if (const int* code = std::get_if<int>(&read)) return *code;
  const int code = std::visit(Execute{}, std::get<Request>(std::move(read)));
  std::cout.flush();
  if (std::cout) return code;
  std::cerr << "error: standard output could not be written\n";
  return code == 0 ? 1 : code;
}

}  // namespace
}  // namespace wardbridge::host

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    return wardbridge::host::Main(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "error: out of memory\n";
  } catch (const std::exception&) {
    // The text of an unforeseen exception may hold anything, patient data too.
    std::cerr << "error: unexpected failure inside wardbridge\n";
  }
  return 1;
}
