// The tests that a mapping pack brings along: messages and the Bundles they must give.
//
//   tests/wardbridge.yaml           the configuration of all these tests, mapping included (may be
//                                   missing: the one that is tried)
//   tests/NAME/*.hl7, *.txt         the messages, in the order of their names
//   tests/NAME/observations/        readings, placed by their times (may be missing)
//   tests/NAME/test.yaml            {feed: NAME, now: TIME} (may be missing)
//   tests/NAME/expected.json        the first Bundle, expected-2.json the second, ...
//   tests/NAME/expected.reasons     what is refused or set aside, a line each (missing: nothing)
//
// The bytes, size and hash of the document are left out of what is expected: another version of a
// font or of the PDF library is no fault of a mapping.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {

struct PackTest {
  std::string name;    // "uk-virtual-ward/one-day"
  std::string folder;  // where it is
  std::string config;  // whose feeds, wards and mapping apply; "": those of the one that is tried
};

// The tests of the pack and of each overlay, by name.
[[nodiscard]] std::vector<PackTest> FindPackTests(const Config& config);

struct PackTestOutcome {
  std::string difference;            // the first; "": it passed
  std::vector<std::string> written;  // files, with `update`; removed ones too
};

// Plays the test and compares; with `update` what was made is written as what is expected, each
// file whole or not at all. Errors: what could not be read, played or written; kConfig with the
// first fault of the tests' own configuration.
[[nodiscard]] Result<PackTestOutcome> RunPackTest(const Loaded& loaded, const PackTest& test,
                                                  bool update);

// `value` (JSON text) short enough for a line of a report.
[[nodiscard]] std::string Shortened(const std::string& value);

}  // namespace wardbridge::engine
