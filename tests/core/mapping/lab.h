// What the tests of the mapping share: small packs, messages and summaries, and the run that joins
// them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/mapping/program.h"

namespace wardbridge::mapping::lab {

[[nodiscard]] std::string ReadFile(const std::filesystem::path& path);
// All files below a folder, under the name `root`.
[[nodiscard]] PackFiles PackOfFolder(const std::filesystem::path& folder, std::string root);
// The files of mappings/uk-virtual-ward.
[[nodiscard]] PackFiles ShippedPack();
// A pack of one pack.yaml (and further files) with the root "p".
[[nodiscard]] PackFiles PackOf(std::string pack_yaml,
                               std::map<std::string, std::string> others = {});
// A pack whose only resource has the element v; `body` is what stands behind "v:", `tables` the
// section of that name (indented by two), `others` further files.
[[nodiscard]] PackFiles PackWithValue(const std::string& body, const std::string& tables = {},
                                      std::map<std::string, std::string> others = {});

// "p/pack.yaml:3:7 formula.syntax" for each fault but those of the type check, in order; warnings
// begin with "warning ".
[[nodiscard]] std::vector<std::string> FaultLines(const PackFiles& pack);

// A stay with one set of seven readings and a lone one, of an invented patient; revision 1.
[[nodiscard]] model::Summary SampleSummary();
// A PDF of one empty page.
[[nodiscard]] model::Document SampleDocument();
// The A01 and A03 of that stay.
[[nodiscard]] hl7::View SampleView(hl7::ReadLog* reads = nullptr);
// A view of messages given as segments joined by "\n"; the trigger of each is read from MSH-9.
// `reads`, which may be null, is told what is read of them.
[[nodiscard]] hl7::View ViewOf(const std::vector<std::string>& messages,
                               hl7::ReadLog* reads = nullptr);
// One message with MSH and the given segments.
[[nodiscard]] hl7::View ViewOfSegments(const std::string& segments, hl7::ReadLog* reads = nullptr);

// The compiled program, without the type check; faults fail the test.
[[nodiscard]] std::shared_ptr<const Program> CompileGood(const PackFiles& pack);

struct Result {
  std::string value;  // JSON text of v, "" when it was not written
  std::vector<model::Issue> issues;
  std::vector<model::UnmappedCode> unmapped = {};
  [[nodiscard]] std::string Codes() const;  // "warning mapping.date PID-7; ..."
};
// Runs a program or pack with the element v as its last over a message of those segments.
[[nodiscard]] Result RunProgram(const Program& program, const std::string& segments);
[[nodiscard]] Result RunPack(const PackFiles& pack, const std::string& segments);
// Runs PackWithValue over a message of those segments.
[[nodiscard]] Result RunValue(const std::string& body, const std::string& segments,
                              const std::string& tables = {},
                              std::map<std::string, std::string> others = {});
// The same over the sample.
[[nodiscard]] Result RunValueOnSample(const std::string& body);

// "" when equal, else where the first difference is and what stands there on both sides.
[[nodiscard]] std::string FirstDifference(std::string_view got, std::string_view want);

}  // namespace wardbridge::mapping::lab
