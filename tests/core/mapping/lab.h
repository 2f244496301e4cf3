// What the tests of the mapping share: small packs, messages and summaries, and the run that joins
// them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/mapping/program.h"

namespace wardbridge::mapping::lab {

// The files of mappings/uk-virtual-ward.
[[nodiscard]] PackFiles ShippedPack();
// A pack of one pack.yaml (and further files) with the root "p".
[[nodiscard]] PackFiles PackOf(std::string pack_yaml,
                               std::map<std::string, std::string> others = {});
// A pack whose only resource has the element v; `body` is what stands behind "v:", `tables` the
// section of that name (indented by two), `others` further files.
[[nodiscard]] PackFiles PackWithValue(const std::string& body, const std::string& tables = {},
                                      std::map<std::string, std::string> others = {});

// "p/pack.yaml:3:7 formula.syntax" for each fault, in order; warnings begin with "warning ".
[[nodiscard]] std::vector<std::string> FaultLines(const PackFiles& pack);

// A stay with one set of seven readings and a lone one, of an invented patient; revision 1.
[[nodiscard]] model::Summary SampleSummary();
// A PDF of one empty page.
[[nodiscard]] model::Document SampleDocument();
// The A01 and A03 of that stay.
[[nodiscard]] hl7::View SampleView();
// A view of messages given as segments joined by "\n"; the trigger of each is read from MSH-9.
[[nodiscard]] hl7::View ViewOf(const std::vector<std::string>& messages);
// One message with MSH and the given segments.
[[nodiscard]] hl7::View ViewOfSegments(const std::string& segments);

// The compiled program; faults fail the test.
[[nodiscard]] std::shared_ptr<const Program> CompileGood(const PackFiles& pack);

struct Result {
  std::string value;  // JSON text of v, "" when it was not written
  std::vector<model::Issue> issues;
  std::vector<model::UnmappedCode> unmapped = {};
  [[nodiscard]] std::string Codes() const;  // "warning mapping.date PID-7; ..."
};
// Runs PackWithValue over a message of those segments.
[[nodiscard]] Result RunValue(const std::string& body, const std::string& segments,
                              const std::string& tables = {},
                              std::map<std::string, std::string> others = {});
// The same over the sample.
[[nodiscard]] Result RunValueOnSample(const std::string& body);

// "" when equal, else where the first difference is and what stands there on both sides.
[[nodiscard]] std::string FirstDifference(std::string_view got, std::string_view want);

}  // namespace wardbridge::mapping::lab
