// The seeds of the fuzzer over a FHIR server's answers hold every property, in every build.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/fuzz/answer_target.h"

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(answer_corpus)

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> Seeds() {
  std::map<std::string, std::string> seeds;
  const fs::path folder = fs::path(WARDBRIDGE_SOURCE_DIR) / "tests/fuzz/corpus/operation_outcome";
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    seeds[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in),
                                               std::istreambuf_iterator<char>()};
  }
  return seeds;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_seed_gets_a_verdict_that_shows_nothing_of_a_patient) {
  std::map<std::string, int> codes;
  for (const auto& [name, bytes] : Seeds()) {
    BOOST_TEST_CONTEXT(name) { ++codes[fuzz::RunAnswer(bytes).outcome.code]; }
  }
  // The seeds reach every row of the table in fhir_answer.h.
  for (const char* code :
       {"fhir.created", "fhir.present", "fhir.updated", "fhir.stored", "fhir.outcome-error",
        "fhir.not-fhir", "fhir.transaction-incomplete", "fhir.accepted-only", "fhir.redirected",
        "fhir.unauthorised", "fhir.forbidden", "fhir.busy", "fhir.conflict", "fhir.several-matches",
        "fhir.too-large", "fhir.rejected", "fhir.server-error", "fhir.unexpected-status"}) {
    BOOST_TEST(codes[code] > 0, code);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
