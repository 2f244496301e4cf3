#include "tests/core/document/pdf.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <boost/test/unit_test.hpp>
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/JSON.hh>  // complete before QPDF.hh: clang wants it
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <unistd.h>

namespace wardbridge::document::testing {
namespace {

// A file of its own for each call, gone with its scope.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes) {
    std::string name = (std::filesystem::temp_directory_path() / "document-XXXXXX").string();
    const int file = mkstemp(name.data());
    BOOST_REQUIRE(file >= 0);
    close(file);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\f';
    if (blank && (squeezed.empty() || squeezed.back() == ' ')) continue;
    squeezed += blank ? ' ' : c;
  }
  return squeezed;
}

void Walk(QPDFObjectHandle node, Structure& structure, std::set<QPDFObjGen>& seen) {
  if (node.isArray()) {
    for (int i = 0; i < node.getArrayNItems(); ++i) Walk(node.getArrayItem(i), structure, seen);
  }
  if (!node.isDictionary() || !seen.insert(node.getObjGen()).second) return;
  if (node.getKey("/S").isName()) {
    const std::string name = node.getKey("/S").getName();
    ++structure.tags[name];
    if (name == "/Figure") {
      structure.figures.push_back(
          node.getKey("/Alt").isString() ? node.getKey("/Alt").getUTF8Value() : "");
    }
    if (name == "/TH" && node.getKey("/A").isDictionary()) ++structure.headings_with_scope;
  }
  Walk(node.getKey("/K"), structure, seen);
}

// Fonts by their descriptors; a composite font has its own below it.
void ReadFonts(QPDF& pdf, Structure& structure) {
  for (QPDFObjectHandle object : pdf.getAllObjects()) {
    if (!object.isDictionary() || !object.getKey("/FontDescriptor").isDictionary()) continue;
    QPDFObjectHandle descriptor = object.getKey("/FontDescriptor");
    structure.fonts[object.getKey("/BaseFont").getName() + object.getKey("/Subtype").getName()] =
        descriptor.hasKey("/FontFile2") || descriptor.hasKey("/FontFile3");
  }
}

}  // namespace

std::string OutputOf(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");  // NOLINT(cert-env33-c): a test runs programs
  BOOST_REQUIRE(pipe != nullptr);
  std::string output;
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, n);
  }
  BOOST_REQUIRE_MESSAGE(pclose(pipe) == 0, "this ends well: " << command);
  return output;
}

std::string TextOf(const std::string& pdf) {
  const TemporaryFile file(pdf);
  return Squeezed(OutputOf("pdftotext -enc UTF-8 '" + file.path() + "' -"));
}

Structure StructureOf(const std::string& bytes) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
  Structure structure;
  QPDFObjectHandle root = pdf.getRoot();
  std::set<QPDFObjGen> seen;
  Walk(root.getKey("/StructTreeRoot"), structure, seen);
  ReadFonts(pdf, structure);
  structure.language = root.getKey("/Lang").getUTF8Value();
  structure.marked = root.getKey("/MarkInfo").getKey("/Marked").getBoolValue();
  structure.shows_title =
      root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue();
  QPDFObjectHandle info = pdf.getTrailer().getKey("/Info");
  structure.title = info.getKey("/Title").getUTF8Value();
  structure.producer = info.getKey("/Producer").getUTF8Value();
  structure.created = info.getKey("/CreationDate").getUTF8Value();
  structure.pages = static_cast<int>(pdf.getAllPages().size());
  for (QPDFObjectHandle object : pdf.getAllObjects()) {
    if (object.isStream()) static_cast<void>(object.getStreamData());
  }
  structure.warnings = static_cast<int>(pdf.getWarnings().size());
  return structure;
}

}  // namespace wardbridge::document::testing
