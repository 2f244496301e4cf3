#include "edge/store/verify.h"

#include <array>
#include <memory>
#include <utility>

#include "base/digest.h"
#include "edge/store/audit_chain.h"
#include "edge/store/connection.h"
#include "edge/store/migration.h"
#include "edge/store/sqlite_rows.h"
#include "edge/store/statement.h"

namespace wardbridge::store {
namespace {

constexpr std::size_t kChainPart = 1000;

// Rows that point at nothing: a statement gives the id of each.
struct Reference {
  const char* code;
  const char* table;
  Sql broken;
  const char* text;
};
constexpr std::array kReferences = {
    Reference{"reference.inbox-state", "inbox",
              "SELECT id FROM inbox AS i WHERE NOT EXISTS (SELECT 1 FROM inbox_new WHERE id = i.id)"
              " AND NOT EXISTS (SELECT 1 FROM inbox_outcome WHERE id = i.id) LIMIT ?1",
              "a message that is neither waiting nor dealt with"},
    Reference{"reference.inbox-new", "inbox_new",
              "SELECT id FROM inbox_new AS n WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE id = n.id)"
              " LIMIT ?1",
              "a message waits that is not there"},
    Reference{"reference.inbox-outcome", "inbox_outcome",
              "SELECT id FROM inbox_outcome AS n WHERE NOT EXISTS"
              " (SELECT 1 FROM inbox WHERE id = n.id) LIMIT ?1",
              "the outcome of a message that is not there"},
    Reference{"reference.stay-message", "stay_message of stay",
              "SELECT stay_id FROM stay_message AS m WHERE NOT EXISTS"
              " (SELECT 1 FROM inbox WHERE id = m.inbox_id AND length(bytes) > 0) LIMIT ?1",
              "a message of the stay is not there"},
    Reference{"reference.stay-key", "stay_patient_key of stay",
              "SELECT stay_id FROM stay_patient_key AS k WHERE NOT EXISTS"
              " (SELECT 1 FROM stay WHERE id = k.stay_id) LIMIT ?1",
              "a patient key of a stay that is not there"},
    Reference{"reference.summary-stay", "summary",
              "SELECT id FROM summary AS s WHERE NOT EXISTS"
              " (SELECT 1 FROM stay WHERE key = s.stay_key) LIMIT ?1",
              "a summary of a stay that is not there"},
    Reference{"reference.stay-summary", "stay",
              "SELECT id FROM stay AS t WHERE revision > 0 AND NOT EXISTS"
              " (SELECT 1 FROM summary WHERE stay_key = t.key AND revision = t.revision) LIMIT ?1",
              "the last summary of the stay is not there"},
    Reference{"reference.outbox-summary", "outbox",
              "SELECT id FROM outbox AS o WHERE NOT EXISTS (SELECT 1 FROM summary"
              " WHERE stay_key = o.stay_key AND revision = o.revision) LIMIT ?1",
              "a delivery of a summary that is not there"},
    Reference{"reference.attempt-outbox", "attempt of outbox",
              "SELECT outbox_id FROM attempt AS a WHERE NOT EXISTS"
              " (SELECT 1 FROM outbox WHERE id = a.outbox_id) LIMIT ?1",
              "an attempt of a delivery that is not there"},
};

constexpr Sql kIntegrity = "SELECT integrity_check FROM pragma_integrity_check(20)";
constexpr Sql kReceived =
    "SELECT substr(a.subject, 2), a.digest, i.bytes FROM audit AS a"
    " LEFT JOIN inbox AS i ON i.id = CAST(substr(a.subject, 2) AS INTEGER)"
    " WHERE a.event = 'message.received'";
constexpr Sql kSummaryDigests =
    "SELECT s.id, s.bundle, (SELECT digest FROM audit WHERE stay = t.reference AND stay <> ''"
    " AND event IN ('summary.built', 'summary.set-aside')"
    " AND subject = 'revision ' || s.revision ORDER BY id DESC LIMIT 1)"
    " FROM summary AS s JOIN stay AS t ON t.key = s.stay_key";

// One pass over one snapshot.
class Verifier {
 public:
  Verifier(Connection& connection, std::string known_head)
      : connection_(connection), known_head_(std::move(known_head)) {}

  Result<Verified> Run() {
    if (auto done = CheckPages(); !done) return done.error();
    if (auto done = CheckChain(); !done) return done.error();
    for (const Reference& reference : kReferences) {
      if (auto done = CheckReference(reference); !done) return done.error();
    }
    if (auto done = CheckMessages(); !done) return done.error();
    if (auto done = CheckSummaries(); !done) return done.error();
    if (!known_head_.empty() && !verified_.head_known) {
      Find("audit.head", "audit", "no row has the hash that was given: the end was cut off");
    }
    return std::move(verified_);
  }

 private:
  void Find(std::string code, std::string where, std::string text) {
    std::int64_t same = 0;
    for (const Finding& finding : verified_.findings) same += finding.code == code ? 1 : 0;
    if (same >= kMostFindings) return;
    verified_.findings.push_back({std::move(code), std::move(where), std::move(text)});
  }

  Result<> CheckPages() {
    Query query(connection_, kIntegrity);
    return EachRow(query, [this](const Query& row) {
      if (row.Text(0) != "ok") Find("pages", "database", row.Text(0));
    });
  }

  // After a broken row the chain is followed from what that row says, so that each fault is told
  // once.
  Result<> CheckChain() {
    SqliteRows rows(connection_);
    std::string previous(kAuditStart);
    std::int64_t last = 0;
    while (true) {
      const Result<std::vector<AuditRow>> part = rows.AuditAfter(last, kChainPart);
      if (!part) return part.error();
      if (part->empty()) break;
      for (const AuditRow& row : *part) {
        const std::string where = "audit " + std::to_string(row.id);
        if (row.id != last + 1) {
          Find("audit.gap", where,
               "rows " + std::to_string(last + 1) + " to " + std::to_string(row.id - 1) +
                   " are missing");
        } else if (AuditHash(previous, row) != row.hash) {
          Find("audit.hash", where, "its hash does not fit its content and the row before");
        }
        if (row.hash == known_head_) verified_.head_known = true;
        previous = row.hash;
        last = row.id;
        ++verified_.audit_rows;
      }
    }
    if (last > 0) verified_.audit_head = previous;
    return {};
  }

  Result<> CheckReference(const Reference& reference) {
    Query query(connection_, reference.broken, kMostFindings);
    return EachRow(query, [&](const Query& row) {
      Find(reference.code, std::string(reference.table) + " " + std::to_string(row.Int(0)),
           reference.text);
    });
  }

  // Bytes that retention removed have no digest to be compared with.
  Result<> CheckMessages() {
    Query query(connection_, kReceived);
    return EachRow(query, [this](const Query& row) {
      const std::string where = "inbox " + row.Text(0);
      const std::string bytes = row.Text(2);
      if (row.IsNull(2)) {
        Find("audit.message-gone", where, "the audit knows this message, the inbox does not");
      } else if (!bytes.empty() && Hex(Sha256(bytes)) != row.Text(1)) {
        Find("audit.message-changed", where, "its bytes are not those that were received");
      }
    });
  }

  Result<> CheckSummaries() {
    Query query(connection_, kSummaryDigests);
    return EachRow(query, [this](const Query& row) {
      const bool has_audit = !row.IsNull(2);  // else it was made before there was one
      if (has_audit && Hex(Sha256(row.Text(1))) != row.Text(2)) {
        Find("audit.summary-changed", "summary " + row.Text(0),
             "its Bundle is not the one that was built");
      }
    });
  }

  Connection& connection_;
  std::string known_head_;
  Verified verified_;
};

}  // namespace

Result<Verified> Verify(const std::string& path, const std::string& known_head) {
  Result<std::unique_ptr<Connection>> opened = OpenCurrent(path, Connection::Mode::kReadOnly);
  if (!opened) return opened.error();
  if (auto begun = (*opened)->Execute("BEGIN"); !begun) return begun.error();
  return Verifier(**opened, known_head).Run();
}

}  // namespace wardbridge::store
