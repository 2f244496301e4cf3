// The commands that work without a running engine. Each writes results to `out`, reasons to `err`
// (first word "error:"), and returns the exit code of the command (docs/operations.md).
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"

namespace wardbridge::engine {

struct CheckRequest {
  std::string config;
  bool json = false;
  bool brief = false;
};
int Check(const CheckRequest& request, std::ostream& out, std::ostream& err);

struct ConvertRequest {
  enum class Format { kJson, kNdjson };
  std::string config;
  std::string feed;                       // "": the only feed, else the first
  std::vector<std::string> observations;  // files, folders
  std::vector<std::string> messages;      // files, folders, "-"
  Format format = Format::kJson;
  std::string pdf_folder;  // "": none
  std::optional<Timestamp> now;
  bool brief = false;
  bool progress = false;  // stderr is a terminal
};
int Convert(const ConvertRequest& request, std::istream& in, std::ostream& out, std::ostream& err);

struct QueueRequest {
  std::string config;
  std::string key;  // of show: prefix of a stay's reference, or a delivery key
  bool json = false;
  bool brief = false;
  std::size_t limit = 100;
};
int QueueList(const QueueRequest& request, std::ostream& out, std::ostream& err);
int QueueShow(const QueueRequest& request, std::ostream& out, std::ostream& err);
// Prints codes of messages: the only command that does.
int QueueUnmapped(const QueueRequest& request, std::ostream& out, std::ostream& err);

// What changes something or reads the record is asked for by a person, who is named in the audit.
struct OperateRequest {
  std::string config;
  std::string operation;  // of pipeline/operate.h
  std::string target;     // likewise
  std::string reason;
  std::string person;
  Millis timeout{30'000};  // for the running host to answer
  bool brief = false;
};
int Operate(const OperateRequest& request, std::ostream& out, std::ostream& err);

struct VerifyRequest {
  std::string config;
  std::string store;  // a file instead of the configured one: a backup; the configuration is unused
  std::string head;   // hash that a former run printed, or ""
  bool brief = false;
};
int Verify(const VerifyRequest& request, std::ostream& out, std::ostream& err);

struct BackupRequest {
  std::string config;
  std::string target;
  std::string reason;
  std::string person;
  Millis timeout{30'000};
  bool brief = false;
  bool progress = false;  // stderr is a terminal
};
int Backup(const BackupRequest& request, std::ostream& out, std::ostream& err);

struct AuditExportRequest {
  std::string config;
  std::optional<Timestamp> from;  // inclusive
  std::optional<Timestamp> to;    // exclusive
  std::string reason;
  std::string person;
  Millis timeout{30'000};
  bool brief = false;
};
int AuditExport(const AuditExportRequest& request, std::ostream& out, std::ostream& err);

struct StatusRequest {
  std::string config;
  bool json = false;
  bool brief = false;
};
int Status(const StatusRequest& request, std::ostream& out, std::ostream& err);

struct ReconcileRequest {
  std::string config;
  std::size_t last = 0;  // closed days, newest first; 0: what has come since the last of them
  bool json = false;
  bool brief = false;
};
// 1 when something did not go on as it should.
int Reconcile(const ReconcileRequest& request, std::ostream& out, std::ostream& err);

struct ChannelTestRequest {
  std::string config;
  std::string name;  // of the destination
  bool brief = false;
};
// Sends nothing of a patient.
int ChannelTest(const ChannelTestRequest& request, std::ostream& out, std::ostream& err);

}  // namespace wardbridge::engine
