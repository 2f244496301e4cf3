// What the fuzzers of mapping packs and tables do with their input, so that a plain test can run
// the seeds through the same.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/mapping/program.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping::fuzz {

inline void Must(bool holds) {
  if (!holds) std::abort();
}

// A fault must say where it is and what it is, whatever was read.
inline void Look(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    Must(!fault.code.empty() && !fault.text.empty() && !fault.file.empty());
    Must(fault.line >= 0 && fault.column >= 0);
  }
}

inline constexpr std::string_view kPack =
    "pack: fuzz\nformat: 1\nversion: 1.0.0\n"
    "tables:\n  sex: {file: tables/sex.csv, unmapped: warn}\n"
    "bundle:\n  type: collection\n  id: =uuid5(stay.key, \"bundle\")\n  order: [patient]\n";
inline constexpr std::string_view kTable = "source,target\n1,male\n2,female\n";

// Compiles the input as pack.yaml and as a file of rules; what compiles must run, and run the same
// again. Tells whether it compiled as rules.
inline bool RunMapping(std::string_view input) {
  bool compiled = false;
  for (const bool as_pack : {true, false}) {
    PackFiles pack;
    pack.root = "fuzz";
    pack.files["pack.yaml"] = as_pack ? std::string(input) : std::string(kPack);
    if (!as_pack) pack.files["rules.yaml"] = std::string(input);
    pack.files["tables/sex.csv"] = std::string(kTable);
    std::vector<Fault> faults;
    const auto program = Program::Compile(pack, faults);
    Look(faults);
    Must((program == nullptr) == HasErrors(faults));
    if (!program) continue;
    const hl7::View view({});
    const model::Summary summary;
    const Output first = program->Run({view, summary});
    const Output second = program->Run({view, summary});
    Must(first.bundle == second.bundle);
    compiled = compiled || !as_pack;
  }
  return compiled;
}

// Reads the input as CSV and as a ConceptMap.
inline void RunTable(std::string_view input) {
  for (const bool as_csv : {true, false}) {
    Table table;
    std::vector<Fault> faults;
    if (as_csv) {
      ReadCsvTable(input, "tables/fuzz.csv", table, faults);
    } else {
      ReadConceptMap(input, "tables/fuzz.json", table, faults);
    }
    Look(faults);
  }
}

}  // namespace wardbridge::mapping::fuzz
