// The only door to the core: bytes of messages in, summaries out. Everything here is pure: the same
// arguments give the same result, on any thread; time is a parameter.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "core/discharge/options.h"
#include "core/discharge/question_table.h"
#include "core/discharge/state_table.h"
#include "core/discharge/trace.h"
#include "core/mapping/explanation.h"
#include "core/mapping/import_table.h"
#include "model/clinical_text.h"
#include "model/event.h"
#include "model/gathering.h"
#include "model/issue.h"
#include "model/stay.h"
#include "model/summary.h"

namespace wardbridge::discharge {

// What is to happen with one message after Receive.
enum class Verdict {
  kStore,     // make it durable, then send `reply` (AA)
  kIgnore,    // make it durable as ignored, then send `reply` (AA)
  kRefuse,    // do not store: send `reply` (AE)
  kFragment,  // no usable MSH: keep it as a fragment, no answer
};

// One message of a frame, ready for the inbox. `bytes` is what is stored: the message as it came
// (with the identity of test-identity where the feed has that).
struct Received {
  Verdict verdict = Verdict::kStore;
  std::string bytes;
  std::string sender_application;
  std::string sender_facility;
  std::string control_id;
  std::string body_hash;   // SHA-256 without MSH-7
  std::string type;        // "ADT^A03"; "other" when it is none of the types of the state table
  std::string reply;       // complete acknowledgement, or "" when none is wanted
  std::string reply_code;  // "AA", "AE" ..., for counters; "none"
  std::string reason;      // of a refusal or a fragment: stable word, "no-control-id", "not-hl7"
  std::vector<model::Issue> warnings;  // framing and character-set warnings, without values
};

// What one message means. `events` are in the order of the message; an ignored one has none.
struct Interpreted {
  std::vector<model::Event> events;
  bool ignored = false;                // not supported: counted only
  std::vector<model::Issue> problems;  // with an error: the message is quarantined as it is
  std::vector<std::size_t> segments;   // of each reading of the first event: its place in the
                                       // message, counted from 0
};

// What a source of readings brought at once: FHIR in JSON (a resource, a Bundle, or one of them a
// line) or CSV with the columns of the feed.
struct ReceivedReadings {
  // Rows for the inbox, each to be interpreted by itself; none when nothing can be used.
  std::vector<Received> parts;
  // Of an empty `parts`, a stable word: "not-readings" (neither FHIR JSON nor, for a feed with csv,
  // CSV), "not-json", "not-fhir", "csv-columns", "too-many", "no-readings".
  std::string reason;
  std::size_t readings = 0;  // found in all parts
  std::size_t texts = 0;
  std::size_t passed_over = 0;         // resources or rows that speak of other things
  std::vector<model::Issue> problems;  // what is not used and why: places, never values
};

// A stay with its raw messages, as the pipeline loads it.
struct StoredMessage {
  std::int64_t inbox_id = 0;
  std::string trigger;
  std::string feed;
  std::string bytes;
};

// The withdrawal of a summary that was sent.
struct WithdrawRequest {
  model::Stay stay;
  std::string bundle;  // of the revision that is withdrawn
  int revision = 2;    // of the withdrawal
  Timestamp due;
};

struct AssembleRequest {
  model::Stay stay;
  std::vector<StoredMessage> messages;       // of the stay and of the person, oldest version first
  std::vector<model::Reading> readings;      // of the patient from the start to the end plus grace
  std::vector<model::ClinicalText> texts;    // likewise
  std::vector<model::Gathering> gatherings;  // of the stay: what sources that are asked have given
  int revision = 1;
  Timestamp due;
  // The revision whose document this one replaces; nothing: the one before.
  std::optional<int> replaces;
};

struct Assembled {
  model::Document document;
  std::string bundle;                // as a collection
  std::string transaction;           // the same as a transaction, where Options want it
  std::string creation;              // as one that updates nothing, where Options want it
  std::string bundle_identifier;     // the UUID
  std::string mapping;               // MappingVersion() of the program that made this
  std::vector<model::Issue> issues;  // warnings; with an error the summary must be set aside
  std::vector<model::UnmappedCode> unmapped;  // codes without a row in a table of the mapping
  [[nodiscard]] bool MayBeSent() const { return !model::HasErrors(issues); }
};

// What is needed to explain a summary. `measured` are the messages its readings came in, as far as
// they are still there.
struct ExplainRequest {
  AssembleRequest assemble;
  std::vector<StoredMessage> measured;
};

// Where a reading stands: its OBX-5.
struct ExplainedReading {
  std::string key;
  mapping::ExplainedField value;
};

// A summary made again, and where its Bundle came from.
struct Explained {
  Assembled assembled;
  mapping::Explanation explanation;
  std::vector<ExplainedReading> readings;
};

// What the stay book knows that an event may speak of. Each message of a stay has its event.
struct Known {
  std::vector<model::Stay> spell;    // of the event's visit, by ordinal
  std::vector<model::Stay> rival;    // kVisitMoved: of the visit it moves to, if that is another
  std::vector<model::Stay> patient;  // that share an identifier with it, also with MRG-1
  std::vector<model::AppliedMessage> person;  // messages kept for the patient
};

// A stay as its messages told it at a time in the past; what was sent of it since is not undone.
[[nodiscard]] model::Stay StayAsOf(const model::Stay& stay, Timestamp until);

// What one event does to the stay book.
struct BookChange {
  std::vector<model::Stay> stays;  // to be saved, new or changed
  // Other keys of a spell: the first stands for the second from now on.
  std::vector<std::pair<std::string, std::string>> aliases;
  bool remember_person = false;  // keep the message for the patient
  std::vector<model::Issue>
      quarantine;  // the message itself is quarantined (no stay to hang it on)
};

// The messages of a whole file: MLLP framing taken off, envelopes removed, split at each MSH.
[[nodiscard]] std::vector<std::string> SplitFile(std::string_view bytes);

// The code under which a receiver wants oxygen saturation. The sources contradict each other
// (spec/data-model-errata C22), so receivers differ.
enum class Spo2Code {
  kAsMapped,    // what the mapping pack says
  kFinding,     // SNOMED CT 447755005
  kObservable,  // SNOMED CT 103228002, the code of UK Core
};

// `bundle` with each SNOMED CT coding of oxygen saturation in an Observation's code replaced by the
// one that is wanted. Everything else stays as it is, byte for byte but for blanks between entries.
// Errors: kMalformed when `bundle` is no Bundle with entries.
[[nodiscard]] Result<std::string> WithSpo2Code(std::string_view bundle, Spo2Code wanted);

// The codes that may be told of a discharge (spec/code-maps sections 4 and 5).
[[nodiscard]] std::vector<std::string> DischargeMethods();
[[nodiscard]] std::vector<std::string> DischargeDestinations();

// `bundle` in FHIR XML instead of JSON, numbers with the digits they have (core/fhir/xml.h).
// Errors: those of fhir::ToXml.
[[nodiscard]] Result<std::string> ToXml(std::string_view bundle);

// "identifier=system|value" of a Bundle in JSON, as a server is asked for it; "" when it has none.
[[nodiscard]] std::string IdentifierSearch(std::string_view bundle);

// JSON Schemas of the files of a mapping pack and of an overlay, for editors.
[[nodiscard]] std::string PackSchema();
[[nodiscard]] std::string OverlaySchema();

// The compiled settings and mapping. Immutable: any thread, any number at once.
class Program {
 public:
  // Compiles the mapping pack and checks the options against it. Null when `faults` holds an error.
  [[nodiscard]] static std::shared_ptr<const Program> Compile(Options options,
                                                              std::vector<Fault>& faults);

  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  virtual ~Program() = default;

  // Takes the content of a frame of `feed` apart. `ack_mode` is the listener's; `ack_id` makes the
  // control ids of our answers ("<ack_id>" or, of several messages, "<ack_id>.2"), at most 16
  // characters. `feed` must be configured.
  [[nodiscard]] virtual std::vector<Received> Receive(std::string_view content,
                                                      const std::string& feed,
                                                      hl7::AckMode ack_mode, Timestamp now,
                                                      const std::string& ack_id) const = 0;

  // Takes apart what a source of readings brought for `feed`, which must be configured.
  [[nodiscard]] virtual ReceivedReadings ReceiveReadings(std::string_view content,
                                                         const std::string& feed,
                                                         Timestamp now) const = 0;

  // The answer to a frame over the limit, from its first bytes: AE 207, or "" when MSH-10 was not
  // seen.
  [[nodiscard]] virtual std::string RefuseOversize(std::string_view start, hl7::AckMode ack_mode,
                                                   Timestamp now,
                                                   const std::string& ack_id) const = 0;

  // The answer to a stored-to-be message that could not be stored, for listeners with
  // `transient-nak: ar|ae`.
  [[nodiscard]] virtual std::string RefuseForNow(const Received& received, hl7::Verdict verdict,
                                                 const std::string& feed, hl7::AckMode ack_mode,
                                                 Timestamp now,
                                                 const std::string& ack_id) const = 0;

  // What a stored message means.
  [[nodiscard]] virtual Interpreted Interpret(const StoredMessage& message,
                                              Timestamp received) const = 0;

  // MSH-7 of a message of `feed`, for the virtual clock of replays. Nothing when it is missing or
  // no time.
  [[nodiscard]] virtual std::optional<Timestamp> SentAt(std::string_view message,
                                                        const std::string& feed) const = 0;

  // Applies an event to the stay book. Readings are not stored here; the pipeline does that.
  [[nodiscard]] virtual BookChange Apply(const model::Event& event, const Known& known) const = 0;

  // Makes document and Bundle of a stay that is due, and checks them.
  [[nodiscard]] virtual Result<Assembled> Assemble(const AssembleRequest& request) const = 0;

  // Makes the withdrawal of a summary: the Bundle that was sent, as the next version of itself,
  // with its document entered in error and replaced by a page that says so.
  [[nodiscard]] virtual Result<Assembled> Withdraw(const WithdrawRequest& request) const = 0;

  // The same as Assemble, with the origin of everything in the Bundle. Slower: nothing that a
  // summary waits for.
  [[nodiscard]] virtual Result<Explained> Explain(const ExplainRequest& request) const = 0;

  // The same program, which also tells in `trace` why it receives, interprets and applies as it
  // does: see docs/operations.md for the rules. Both must outlive it. One thread.
  [[nodiscard]] virtual std::unique_ptr<const Program> Traced(Trace& trace) const = 0;

  // Whether the document's fonts are there.
  [[nodiscard]] virtual Result<> CheckFonts() const = 0;
  // "uk-virtual-ward 1.0.0 <digest>"
  [[nodiscard]] virtual std::string MappingVersion() const = 0;
};

}  // namespace wardbridge::discharge
