// The commands that work without a running engine. Each writes results to `out`, reasons to `err`
// (first word "error:"), and returns the exit code of the command (docs/operations.md).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "engine/replay.h"

namespace wardbridge::engine {

struct CheckRequest {
  std::string config;
  bool json = false;
  bool brief = false;
};
int Check(const CheckRequest& request, std::ostream& out, std::ostream& err);

struct EffectiveRequest {
  std::string config;
  std::string site;  // name of an overlay; "": all of them
  bool brief = false;
};
// The mapping with its overlays put in, each line with the file:line it comes from.
int Effective(const EffectiveRequest& request, std::ostream& out, std::ostream& err);

struct SchemaRequest {
  enum class File { kPack, kOverlay, kConfig };
  File file = File::kPack;
};
// The state table of a stay, in Markdown.
struct StatesRequest {};
int States(std::ostream& out);

// What a person is asked about everything that is held, and the answers, in Markdown.
struct QuestionsRequest {};
int Questions(std::ostream& out);

// A JSON Schema of files of that kind, for editors.
int PrintSchema(const SchemaRequest& request, std::ostream& out);

struct ConvertRequest {
  enum class Format { kJson, kNdjson, kXml };
  std::string config;
  ReplayRequest replay;
  Format format = Format::kJson;
  std::string pdf_folder;  // "": none
  bool brief = false;
  bool progress = false;  // stderr is a terminal
};
int Convert(const ConvertRequest& request, std::istream& in, std::ostream& out, std::ostream& err);

struct TestRequest {
  std::string config;
  std::string only;     // name of one test; "": all
  bool update = false;  // write what is made as what is expected
  bool brief = false;
};
// Runs the tests of the pack and its overlays (engine/pack_tests.h). Last line on `out`:
// "N passed, N failed". 1 when one failed, or there is none.
int Test(const TestRequest& request, std::ostream& out, std::ostream& err);

struct DiffRequest {
  std::string before;  // configurations
  std::string after;
  ReplayRequest replay;
  bool brief = false;
  bool progress = false;  // stderr is a terminal
};
// What the second configuration would send otherwise, Bundle by Bundle and pointer by pointer.
// Prints patient data, as convert does. 0 the same, 3 they differ, 1 could not be done.
int Diff(const DiffRequest& request, std::istream& in, std::ostream& out, std::ostream& err);

struct ExplainRequest {
  std::string config;
  ReplayRequest replay;  // messages to play; or
  std::string stay;      // the beginning of a stay's reference, of a summary in the store
  int revision = 0;      // of that; 0: the last that was sent
  std::string pointer;   // only what is at or below this JSON pointer
  bool json = false;
  bool values = true;  // false: places only, nothing of a patient
  bool brief = false;
  bool progress = false;  // stderr is a terminal
};
// Where everything in a Bundle came from. Prints patient data unless `values` is false.
int Explain(const ExplainRequest& request, std::istream& in, std::ostream& out, std::ostream& err);

struct ImportTableRequest {
  std::string file;    // concept map of HL7 as CSV
  std::string output;  // file to be made; "": `out`
  bool brief = false;
};
// The table as CSV; what a person must decide is a warning with file:line:column on `err`.
int ImportTable(const ImportTableRequest& request, std::ostream& out, std::ostream& err);

struct WhyRequest {
  std::string config;
  ReplayRequest replay;
  bool json = false;
  bool brief = false;
};
// Plays the messages and prints each rule of ward detection and stay period with its input and
// verdict (core/discharge/trace.h). 1 when it could not be done; what is refused or held is a
// verdict.
int Why(const WhyRequest& request, std::istream& in, std::ostream& out, std::ostream& err);

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
  std::string answer;      // of resolve: the word
  std::string chosen;      // of resolve: the stay that the answer names
  std::int64_t seen = 0;   // of resolve: the newest message the person has seen; 0: as it is now
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
