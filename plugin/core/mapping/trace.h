// What a run did, line by line: kept only when somebody asks for an explanation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/fhir/json_writer.h"
#include "core/hl7/message.h"
#include "core/hl7/read_log.h"
#include "core/mapping/line.h"
#include "core/mapping/table.h"
#include "model/reading.h"
#include "model/score.h"

namespace wardbridge::mapping {

// One thing a line looked at. Views and pointers are into what the run was given.
struct TraceSource {
  enum class Kind : std::uint8_t {
    kField,     // bytes `begin` to `end` of `message`
    kJoined,    // `name`, of `reading`, of `score` or of `set` where it belongs to one
    kRow,       // `row` of `table`
    kNoRow,     // `table` has no row for the code
    kResource,  // a reference to what the rule with number `resource` makes
  };
  Kind kind = Kind::kField;
  bool condition = false;  // it only decided whether something is written
  const hl7::Message* message = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view name;
  const model::Reading* reading = nullptr;
  const model::ObservationSet* set = nullptr;
  const model::SubScore* score = nullptr;
  const Table* table = nullptr;
  const Row* row = nullptr;
  std::size_t resource = 0;

  friend bool operator==(const TraceSource&, const TraceSource&) = default;
};

// Bytes of the Bundle and the line that wrote them. Spans lie within one another as lines do.
struct TraceSpan {
  const Rule* rule = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_text = false;     // a text of the pack
  bool is_default = false;  // of `default`
  bool is_head = false;     // what every resource has
  std::vector<TraceSource> sources;
};

// Why a line wrote nothing.
enum class Skipped : std::uint8_t {
  kMissing,      // nothing was there
  kNull,         // the source says: delete
  kFailed,       // it could not be understood
  kWhen,         // `when` does not hold
  kSkipIf,       // `skip-if` holds
  kNotAccepted,  // `accept` does not hold
  kNoItems,      // the list of `each` or `for` is empty
  kTextsOnly,    // an object of which no formula gave a value
};

// What became of one line, over all its items.
struct TraceTally {
  std::size_t written = 0;
  std::size_t skipped = 0;
  Skipped why = Skipped::kMissing;  // the last time
};

// One run, one thread. Everything the run is given outlives it.
class Trace final : public hl7::ReadLog {
 public:
  // What is asked for before the run begins is the product's own reading.
  void Begin();

  void Note(const hl7::Message& message, std::size_t begin, std::size_t end) override;
  void Add(TraceSource source);
  void Skip(const void* line, Skipped why);
  void Count(const void* line, bool written, Skipped why);

  // Sources from `mark` on, taken out, each once.
  [[nodiscard]] std::size_t Mark() const { return pending_.size(); }
  [[nodiscard]] std::vector<TraceSource> Take(std::size_t mark);
  void Span(TraceSpan span);
  // Everything from `size` on is not in the Bundle any more.
  void Cut(std::size_t size);
  // The sources of the id that a full URL ends with; the URL's own bytes say which.
  void KeepId(const char* url, std::vector<TraceSource> sources);
  [[nodiscard]] std::vector<TraceSource> IdSources(const char* url) const;

  using Bytes = std::pair<std::size_t, std::size_t>;  // from, up to
  [[nodiscard]] const std::vector<TraceSpan>& spans() const { return spans_; }
  [[nodiscard]] const TraceTally* TallyOf(const void* line) const;
  // In the order they were read.
  [[nodiscard]] std::vector<Bytes> ReadByRules(const hl7::Message& message) const;
  [[nodiscard]] std::vector<Bytes> ReadByProduct(const hl7::Message& message) const;

  // For as long as it lives, what is read only decides. Of no trace it does nothing.
  class Deciding {
   public:
    explicit Deciding(Trace* trace) : trace_(trace) {
      if (trace_ != nullptr) ++trace_->deciding_;
    }
    ~Deciding() {
      if (trace_ != nullptr) --trace_->deciding_;
    }
    Deciding(const Deciding&) = delete;
    Deciding& operator=(const Deciding&) = delete;

   private:
    Trace* trace_;
  };

 private:
  using Reads = std::unordered_map<const hl7::Message*, std::vector<Bytes>>;

  bool begun_ = false;
  int deciding_ = 0;
  std::vector<TraceSource> pending_;
  std::vector<TraceSpan> spans_;
  std::unordered_map<const void*, TraceTally> tallies_;
  std::unordered_map<const char*, std::vector<TraceSource>> ids_;
  Reads by_product_;
  Reads by_rules_;
};

// Where the next thing that is written will begin.
[[nodiscard]] inline std::size_t NextByte(const fhir::JsonWriter& writer) {
  const fhir::JsonWriter::Mark mark = writer.Here();
  return mark.pending_key != 0 ? mark.pending_key - 1 : mark.size;
}

}  // namespace wardbridge::mapping
