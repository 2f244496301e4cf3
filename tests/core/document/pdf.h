// Looks into a finished PDF, for the tests.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace wardbridge::document::testing {

// What pdftotext reads, as one line without doubled blanks. Fails the test case when the program is
// not there.
[[nodiscard]] std::string TextOf(const std::string& pdf);

struct Structure {
  std::map<std::string, int> tags;    // "/Table" -> how many
  std::vector<std::string> figures;   // alternative texts, in order
  int headings_with_scope = 0;        // TH with a /Scope
  std::map<std::string, bool> fonts;  // base font -> embedded
  std::string language;
  std::string title;
  std::string producer;
  std::string created;
  bool marked = false;
  bool shows_title = false;
  int pages = 0;
  int warnings = 0;  // qpdf's, while reading everything
};

[[nodiscard]] Structure StructureOf(const std::string& pdf);

// Standard output of a command; fails the test case when it does not end with 0.
[[nodiscard]] std::string OutputOf(const std::string& command);

}  // namespace wardbridge::document::testing
