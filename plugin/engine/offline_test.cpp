// `wardbridge test`: the tests that the mapping packs bring along.
#include "engine/offline.h"

#include <cstddef>
#include <ostream>

#include "engine/offline_common.h"
#include "engine/pack_tests.h"

namespace wardbridge::engine {

int Test(const TestRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  if (auto fonts = loaded.program->CheckFonts(); !fonts) return Fail(fonts.error(), err);
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const PackTest& test : FindPackTests(loaded.config)) {
    const std::string own = test.name.substr(test.name.find('/') + 1);
    if (!request.only.empty() && request.only != test.name && request.only != own) continue;
    const auto outcome = RunPackTest(loaded, test, request.update);
    const std::string difference = outcome ? outcome->difference : outcome.error().Text();
    if (difference.empty()) {
      ++passed;
      out << "ok " << test.name << '\n';
    } else {
      ++failed;
      out << "not ok " << test.name << "\n   " << difference << '\n';
    }
    if (!outcome) continue;
    for (const std::string& file : outcome->written) out << "   " << file << '\n';
  }
  if (passed + failed == 0) {
    return Fail(Error{Code::kNotFound, request.only.empty() ? "tests" : request.only,
                      request.only.empty() ? "the packs have no folder tests/NAME with messages"
                                           : "the packs have no test of that name"},
                err);
  }
  out << passed << " passed, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}

}  // namespace wardbridge::engine
