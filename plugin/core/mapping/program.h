// Mapping packs, compiled: strict YAML files and tables become a program that writes a FHIR Bundle
// (docs/mapping-guide.md).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "core/hl7/date_time.h"
#include "core/hl7/view.h"
#include "model/issue.h"
#include "model/summary.h"
#include "model/unmapped_code.h"

namespace wardbridge::mapping {

struct Explanation;  // explanation.h
class Trace;         // trace.h

// A pack as files: path relative to the pack's folder ("pack.yaml", "tables/sex.csv") -> bytes.
// `root` is how the folder is named in faults ("mappings/uk-virtual-ward").
struct PackFiles {
  std::string root;
  std::map<std::string, std::string> files;
  // Of the main pack only: the packs that `use` names, theirs too, by name; and the overlays of the
  // site, in the order in which they apply.
  std::map<std::string, std::shared_ptr<const PackFiles>> used = {};
  std::vector<std::shared_ptr<const PackFiles>> overlays = {};
};

// The names of the packs that this one uses, as its pack.yaml says; faults are for Compile.
[[nodiscard]] std::vector<std::string> UsedPacks(const PackFiles& files);

// Systems of one assigning authority of a feed (`assigners` of the configuration); empty ones are
// not known.
struct Assigner {
  std::string patient_system;
  std::string visit_system;
};

// What one run reads. All referenced objects must outlive the call.
struct Inputs {
  const hl7::View& view;
  const model::Summary& summary;
  const model::Document* document = nullptr;  // null: a Bundle without document, for benchmarks
  const std::map<std::string, Assigner>* assigners =
      nullptr;  // key: assigner as the message names it, upper case
  std::string previous_master_identifier_revision = {};  // "" for revision 1, else the number of
                                                         // the revision replaced
  hl7::ZoneRules zone =
      {};  // how the feed writes times; message_offset is read from each message itself
};

// The pack as its overlays make it, those that apply only sometimes too, each line with the
// file:line it comes from; with `site` only the overlay of that name (kNotFound when there is
// none).
// "" when `faults` gains an error.
[[nodiscard]] Result<std::string> PrintEffective(const PackFiles& files, std::string_view site,
                                                 std::vector<Fault>& faults);

struct Output {
  std::string bundle;                // JSON, one line, no newline at the end
  std::vector<model::Issue> issues;  // warnings and errors of rules, each with its rule's file:line
  std::vector<model::UnmappedCode> unmapped;  // each once; not those a table says to omit
};

// Immutable after Compile: any number of threads may Run at once.
class Program {
 public:
  // Compiles a pack. Every fault of every file is in `faults`, in one pass; null when one is an
  // error.
  [[nodiscard]] static std::shared_ptr<const Program> Compile(const PackFiles& pack,
                                                              std::vector<Fault>& faults);
  virtual ~Program() = default;

  // Pure: same inputs, same bytes. Total: it ends, it never throws for data. `trace`, which may be
  // null, keeps what was done; it is used for one run. What the messages of the view tell it before
  // the run counts as read by the product.
  [[nodiscard]] virtual Output Run(const Inputs& inputs, Trace* trace = nullptr) const = 0;
  // Where each part of `bundle` came from, which a Run of the same inputs with `trace` gave.
  [[nodiscard]] virtual Explanation Explain(const Inputs& inputs, const Trace& trace,
                                            std::string_view bundle) const = 0;
  // The pack's setting `unread-fields: warn`.
  [[nodiscard]] virtual bool WarnsOfUnread() const = 0;

  [[nodiscard]] virtual std::string Name() const = 0;     // "uk-virtual-ward"
  [[nodiscard]] virtual std::string Version() const = 0;  // "1.0.0"
  // SHA-256 over all files of the pack, hex.
  [[nodiscard]] virtual std::string Digest() const = 0;
};

}  // namespace wardbridge::mapping
