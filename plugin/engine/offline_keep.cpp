// `wardbridge verify` and `wardbridge backup`: whether the store is whole, and a copy of it.
#include <ostream>

#include "edge/store/backup.h"
#include "edge/store/verify.h"
#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/submit.h"

namespace wardbridge::engine {

int Verify(const VerifyRequest& request, std::ostream& out, std::ostream& err) {
  std::string path = request.store;
  if (path.empty()) {
    const Loaded loaded = LoadForCommand(request.config, request.brief, err);
    if (!loaded.program) return 1;
    path = loaded.config.store_path;
  }
  const auto verified = store::Verify(path, request.head);
  if (!verified) return Fail(verified.error(), err);
  for (const store::Finding& finding : verified->findings) {
    err << "error: " << finding.where << ": " << finding.code << ": " << finding.text << '\n';
  }
  out << (verified->findings.empty() ? "ok" : "broken") << ": " << verified->audit_rows
      << " audit rows, head " << (verified->audit_head.empty() ? "none" : verified->audit_head)
      << '\n';
  return verified->findings.empty() ? 0 : 1;
}

int Backup(const BackupRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  store::BackupOptions options;
  if (request.progress) {
    options.progress = [&err](std::int64_t done, std::int64_t all) {
      err << '\r' << done << " of " << all << " pages" << std::flush;
    };
  }
  const auto made = store::Backup(loaded.config.store_path, request.target, options);
  if (request.progress) err << '\n';
  if (!made) return Fail(made.error(), err);
  out << "ok: " << request.target << '\n';
  const auto recorded = Submit(loaded, "backup", request.target, request);
  return recorded ? 0 : Fail(recorded.error(), err);
}

}  // namespace wardbridge::engine
