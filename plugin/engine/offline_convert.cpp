// `wardbridge convert`: plays messages and prints every Bundle that would be sent.
#include <filesystem>
#include <fstream>
#include <istream>
#include <ostream>
#include <utility>
#include <vector>

#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

// Prints Bundles and writes documents; remembers the first failure of a document, and each Bundle
// that could not be printed.
class Printer {
 public:
  Printer(const ConvertRequest& request, std::ostream& out)
      : format_(request.format), pdf_folder_(request.pdf_folder), out_(out) {}

  void Print(const store::SummaryRow& row) {
    PrintBundle(row);
    if (pdf_folder_.empty() || failure_) return;
    const fs::path path =
        fs::path(pdf_folder_) / (row.bundle_identifier + "-" + row.version_id + ".pdf");
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << row.document;
    file.close();
    if (!file) failure_ = Error{Code::kIo, path.string(), "cannot be written"};
  }

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  [[nodiscard]] const std::vector<std::string>& unprinted() const { return unprinted_; }

 private:
  void PrintBundle(const store::SummaryRow& row) {
    if (format_ != ConvertRequest::Format::kXml) {
      out_ << row.bundle << '\n';
    } else if (const auto xml = discharge::ToXml(row.bundle)) {
      out_ << *xml << '\n';
    } else {
      unprinted_.push_back("Bundle " + row.bundle_identifier +
                           " cannot be written in XML: " + xml.error().Text());
    }
  }

  ConvertRequest::Format format_;
  const std::string& pdf_folder_;  // both outlive the printer: it lives during one command
  std::ostream& out_;
  std::optional<Error> failure_;
  std::vector<std::string> unprinted_;
};

}  // namespace

int Convert(const ConvertRequest& request, std::istream& in, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  if (auto fonts = loaded.program->CheckFonts(); !fonts) return Fail(fonts.error(), err);
  std::error_code failed;
  if (!request.pdf_folder.empty() && !fs::is_directory(request.pdf_folder, failed)) {
    return Fail(Error{Code::kNotFound, request.pdf_folder, "no such folder"}, err);
  }
  Printer printer(request, out);
  const auto played = Replay(
      loaded, request.replay, in,
      [&printer](const store::SummaryRow& row, store::Store&) { printer.Print(row); },
      request.progress ? &err : nullptr);
  if (!played) return Fail(played.error(), err);
  if (printer.failure()) return Fail(*printer.failure(), err);
  for (const std::string& reason : printer.unprinted()) err << "error: " << reason << '\n';
  const int code = ConcludePlayed(*played, err);
  return printer.unprinted().empty() ? code : 2;
}

}  // namespace wardbridge::engine
