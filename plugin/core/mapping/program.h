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

// A pack as files: path relative to the pack's folder ("pack.yaml", "tables/sex.csv") -> bytes.
// `root` is how the folder is named in faults ("mappings/uk-virtual-ward").
struct PackFiles {
  std::string root;
  std::map<std::string, std::string> files;
};

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

  // Pure: same inputs, same bytes. Total: it ends, it never throws for data.
  [[nodiscard]] virtual Output Run(const Inputs& inputs) const = 0;

  [[nodiscard]] virtual std::string Name() const = 0;     // "uk-virtual-ward"
  [[nodiscard]] virtual std::string Version() const = 0;  // "1.0.0"
  // SHA-256 over all files of the pack, hex.
  [[nodiscard]] virtual std::string Digest() const = 0;
};

}  // namespace wardbridge::mapping
