// document_sample NAME: writes the PDF of one sample to stdout, in a process of its own. For the
// tests that compare processes, and for whoever wants to look.
#include <cstdio>
#include <string>

#include "core/document/render.h"
#include "tests/core/document/samples.h"

int main(int count, char** words) {
  using wardbridge::document::Options;
  using wardbridge::document::Render;
  namespace testing = wardbridge::document::testing;
  if (count != 2) {
    for (const std::string& name : testing::SampleNames()) std::puts(name.c_str());
    return 1;
  }
  const auto document = Render(testing::Sample(words[1]), Options{});
  if (!document) {
    std::fprintf(stderr, "error: %s\n", document.error().Text().c_str());
    return 1;
  }
  return std::fwrite(document->bytes.data(), 1, document->bytes.size(), stdout) ==
                 document->bytes.size()
             ? 0
             : 1;
}
