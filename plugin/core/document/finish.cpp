#include "core/document/finish.h"

#include <exception>
#include <set>
#include <vector>

#define POINTERHOLDER_TRANSITION 4  // qpdf 11: std::shared_ptr only
#include <qpdf/Buffer.hh>
#include <qpdf/JSON.hh>  // complete before QPDF.hh: clang wants it
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

namespace wardbridge::document {
namespace {

constexpr const char* kProducer = "Wardbridge";

// "D:20261020161600Z" (ISO 32000-1 section 7.9.4).
std::string PdfDate(Timestamp time) { return "D:" + FormatHl7(time, "UTC").substr(0, 14) + "Z"; }

// Gives the elements of the structure tree what cairo cannot say: the text that stands for a
// figure, and which way a heading cell heads.
class StructureWalk {
 public:
  explicit StructureWalk(const std::vector<std::string>& figures) : figures_(figures) {}

  void Visit(QPDFObjectHandle node) {
    if (!node.isDictionary() || !seen_.insert(node.getObjGen()).second) return;
    QPDFObjectHandle type = node.getKey("/S");
    const std::string name = type.isName() ? type.getName() : "";
    if (name == "/Figure" && next_figure_ < figures_.size()) {
      node.replaceKey("/Alt", QPDFObjectHandle::newUnicodeString(figures_[next_figure_++]));
    }
    if (name == "/Table") rows_ = 0;
    if (name == "/TR") ++rows_;
    if (name == "/TH") {
      node.replaceKey("/A", QPDFObjectHandle::parse(rows_ == 1 ? "<< /O /Table /Scope /Column >>"
                                                               : "<< /O /Table /Scope /Row >>"));
      return;
    }
    VisitKids(node.getKey("/K"));
  }

 private:
  void VisitKids(QPDFObjectHandle kids) {
    if (kids.isArray()) {
      for (int i = 0; i < kids.getArrayNItems(); ++i) Visit(kids.getArrayItem(i));
    } else {
      Visit(kids);
    }
  }

  const std::vector<std::string>& figures_;
  std::size_t next_figure_ = 0;
  int rows_ = 0;  // of the table at hand, so far
  std::set<QPDFObjGen> seen_;
};

void Describe(QPDF& pdf, const Drawn& drawn, const Metadata& metadata) {
  QPDFObjectHandle root = pdf.getRoot();
  root.replaceKey("/Lang", QPDFObjectHandle::newString("en-GB"));
  root.replaceKey("/MarkInfo", QPDFObjectHandle::parse("<< /Marked true >>"));
  root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
  StructureWalk walk(drawn.figures);
  walk.Visit(root.getKey("/StructTreeRoot"));
  for (QPDFObjectHandle page : pdf.getAllPages()) {
    page.replaceKey("/Tabs", QPDFObjectHandle::newName("/S"));
  }
  QPDFObjectHandle info = QPDFObjectHandle::newDictionary();
  info.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(metadata.title));
  info.replaceKey("/Author", QPDFObjectHandle::newUnicodeString(metadata.author));
  info.replaceKey("/Producer", QPDFObjectHandle::newString(kProducer));
  info.replaceKey("/CreationDate", QPDFObjectHandle::newString(PdfDate(metadata.created)));
  info.replaceKey("/ModDate", QPDFObjectHandle::newString(PdfDate(metadata.created)));
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
}

std::string Write(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setLinearization(false);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.write();
  const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

Result<std::string> Finish(const Drawn& drawn, const Metadata& metadata) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("document", drawn.bytes.data(), drawn.bytes.size());
    Describe(pdf, drawn, metadata);
    return Write(pdf);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {  // its text may hold parts of the document
    return Error{Code::kInternal, "document", "qpdf refuses the drawn PDF"};
  }
}

}  // namespace wardbridge::document
