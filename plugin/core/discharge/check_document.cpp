#include <string>
#include <string_view>

#include "base/base64.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "core/discharge/check_rules.h"

namespace wardbridge::discharge {
namespace {

constexpr std::string_view kPdf = "application/pdf";

// The attachments of one DocumentReference that say they are PDF.
std::vector<FoundNode> PdfsOf(const CheckedEntry& document) {
  std::vector<FoundNode> found = Find(document.resource, document.path, "content.attachment");
  std::erase_if(found, [](const FoundNode& attachment) {
    return attachment.node["contentType"].View() != kPdf;
  });
  return found;
}

bool SaysDischargeSummary(const fhir::Node& text) {
  return LowerAscii(text.View()).find("discharge summary") != std::string::npos;
}

}  // namespace

void CheckDocumentStatus(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    if (document->resource["status"].View() != "current") {
      report.Error(document->path + ".status", "must be current");
    }
    const fhir::Node doc_status = document->resource["docStatus"];
    if (doc_status.IsString() && doc_status.View() != "final") {
      report.Error(document->path + ".docStatus", "must be final");
    }
  }
}

void CheckDocumentTitle(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    const auto titles = Find(document->resource, document->path, "content.attachment.title");
    if (titles.empty() && !document->resource["type"]) {
      report.Error(document->path + ".type", "is missing, and no attachment has a title instead");
    }
    for (const std::string_view path :
         {"content.attachment.title", "type.text", "type.coding.display"}) {
      for (const FoundNode& label : Find(document->resource, document->path, path)) {
        if (SaysDischargeSummary(label.node)) {
          report.Error(label.path, "must not call the document a discharge summary");
        }
      }
    }
  }
}

void CheckDocumentEncounter(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    if (Find(document->resource, document->path, "context.encounter.reference").size() != 1) {
      report.Error(document->path + ".context.encounter", "must be one reference to the Encounter");
    }
  }
}

void CheckDocumentReplaces(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    const fhir::Node master = document->resource["masterIdentifier"];
    for (const FoundNode& relation : Find(document->resource, document->path, "relatesTo")) {
      if (relation.node["code"].View() != "replaces") {
        report.Error(relation.path + ".code", "must be replaces");
      }
      const fhir::Node former = relation.node["target"]["identifier"];
      if (!former["system"] || !former["value"]) {
        report.Error(relation.path + ".target.identifier",
                     "must be the master identifier of the revision before");
      } else if (former["value"].View() == master["value"].View()) {
        report.Error(relation.path + ".target.identifier", "is the document's own");
      }
    }
  }
}

void CheckDocumentDate(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    const fhir::Node date = document->resource["date"];
    if (date && !ParseInstant(date.View())) {
      report.Error(document->path + ".date", "must be an instant with date, time and offset");
    }
  }
}

void CheckDocumentPdf(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    const std::vector<FoundNode> pdfs = PdfsOf(*document);
    if (pdfs.empty()) report.Error(document->path + ".content", "holds no application/pdf");
    for (const FoundNode& pdf : pdfs) {
      const fhir::Node data = pdf.node["data"];
      const auto bytes = DecodeBase64(data.View());
      if (!data.IsString()) {
        report.Error(pdf.path + ".data", "is missing");
      } else if (!bytes) {
        report.Error(pdf.path + ".data", "must be one line of padded base64");
      } else if (!bytes->starts_with("%PDF-")) {
        report.Error(pdf.path + ".data", "does not begin as a PDF does");
      }
    }
  }
}

void CheckDocumentDigest(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    for (const FoundNode& pdf : PdfsOf(*document)) {
      const auto bytes = DecodeBase64(pdf.node["data"].View());
      if (!bytes) continue;
      const fhir::Node size = pdf.node["size"];
      const fhir::Node hash = pdf.node["hash"];
      if (size && size.Integer() != static_cast<long long>(bytes->size())) {
        report.Error(pdf.path + ".size", "is not the number of bytes of the data");
      }
      if (hash && hash.View() != Base64(Sha1(*bytes))) {
        report.Error(pdf.path + ".hash", "is not the SHA-1 of the data");
      }
    }
  }
}

void CheckDocumentCreation(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* document : bundle.Of("DocumentReference")) {
    for (const FoundNode& pdf : PdfsOf(*document)) {
      if (!ParseInstant(pdf.node["creation"].View())) {
        report.Error(pdf.path + ".creation", "must have date, time and offset");
      }
    }
  }
}

}  // namespace wardbridge::discharge
