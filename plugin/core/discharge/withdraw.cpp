#include "core/discharge/withdraw.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "base/digest.h"
#include "base/json_spans.h"
#include "core/discharge/check.h"
#include "core/discharge/transaction.h"
#include "core/document/withdrawal.h"
#include "core/fhir/node.h"

namespace wardbridge::discharge {
namespace {

constexpr std::string_view kInError = "\"entered-in-error\"";

// Text of ours that needs no escape.
std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string ReasonOf(const model::Stay& stay) {
  if (stay.state == model::StayState::kCancelled) {
    return "the hospital cancelled the stay that it tells of.";
  }
  return "the hospital cancelled the discharge: the patient had not left the virtual ward.";
}

// Changes one JSON text step by step; the first fault stays.
class Patch {
 public:
  explicit Patch(std::string text) : text_(std::move(text)) {}

  // Only of a member that is there.
  Patch& Put(std::string_view key, std::string value) {
    return In(key, [&](std::string_view) { return Result<std::string>(std::move(value)); });
  }
  template <typename Change>
  Patch& In(std::string_view key, Change change) {
    if (!text_) return *this;
    text_ = InMember(*text_, key, std::move(change));
    return *this;
  }
  [[nodiscard]] Result<std::string> Take() { return std::move(text_); }

 private:
  Result<std::string> text_;
};

class Withdrawing {
 public:
  Withdrawing(const WithdrawRequest& request, const model::Document& document)
      : revision_(std::to_string(request.revision)),
        date_(FormatInstant(request.due)),
        document_(document) {}

  [[nodiscard]] Result<std::string> Bundle(const std::string& sent) const {
    return Patch(sent)
        .In("meta", [this](std::string_view meta) { return Meta(meta); })
        .Put("timestamp", Quoted(date_))
        .In("entry",
            [this](std::string_view entries) {
              return EachItem(entries, [this](std::string_view entry) { return Entry(entry); });
            })
        .Take();
  }

 private:
  [[nodiscard]] Result<std::string> Meta(std::string_view meta) const {
    return Patch(std::string(meta))
        .Put("versionId", Quoted(revision_))
        .Put("lastUpdated", Quoted(date_))
        .Take();
  }

  [[nodiscard]] Result<std::string> Entry(std::string_view entry) const {
    return InMember(entry, "resource", [this](std::string_view resource) -> Result<std::string> {
      const auto members = MembersOf(resource);
      if (!members) return members.error();
      const std::string_view type = Find(*members, "resourceType");
      if (type == "\"DocumentReference\"") return DocumentReference(resource);
      if (type == "\"Composition\"") {
        return WithMember(resource, "status", kInError);
      }
      return std::string(resource);
    });
  }

  [[nodiscard]] Result<std::string> DocumentReference(std::string_view resource) const {
    return Patch(std::string(resource))
        .Put("status", std::string(kInError))
        .Put("docStatus", std::string(kInError))
        .Put("date", Quoted(date_))
        .In("content",
            [this](std::string_view contents) {
              return EachItem(contents, [this](std::string_view content) {
                return InMember(content, "attachment",
                                [this](std::string_view pdf) { return Attachment(pdf); });
              });
            })
        .Take();
  }

  [[nodiscard]] Result<std::string> Attachment(std::string_view attachment) const {
    const auto members = MembersOf(attachment);
    if (!members) return members.error();
    // Another rendering of the same content: what it says is withdrawn with it, and not repeated.
    const std::string& bytes = document_.bytes;
    return Patch(std::string(attachment))
        .Put("contentType", "\"application/pdf\"")
        .Put("data", Quoted(Base64(bytes)))
        .Put("size", std::to_string(bytes.size()))
        .Put("hash", Quoted(Base64(Sha1(bytes))))
        .Put("creation", Quoted(date_))
        .Take();
  }

  std::string revision_;
  std::string date_;
  const model::Document& document_;  // outlives this
};

// What the check says of anything but the status, which is that of a withdrawal on purpose.
void CheckWithdrawal(Assembled& withdrawn) {
  for (model::Issue& issue : Check(withdrawn.bundle)) {
    if (issue.code != "document-status") withdrawn.issues.push_back(std::move(issue));
  }
}

}  // namespace

Result<Assembled> WithdrawSummary(const WithdrawRequest& request, const Options& options) {
  document::Withdrawal page;
  page.organisation = options.organisation;
  page.person.nhs_number = request.stay.patient.nhs_number;
  page.revision = request.revision;
  page.due = request.due;
  page.reason = ReasonOf(request.stay);
  auto document = document::RenderWithdrawal(page, options.document);
  if (!document) return document.error();
  Assembled withdrawn;
  withdrawn.document = std::move(*document);
  auto bundle = Withdrawing(request, withdrawn.document).Bundle(request.bundle);
  if (!bundle) return bundle.error();
  withdrawn.bundle = std::move(*bundle);
  const auto node = fhir::Node::Parse(withdrawn.bundle);
  if (!node) return node.error();
  withdrawn.bundle_identifier = (*node)["identifier"]["value"].Text();
  CheckWithdrawal(withdrawn);
  // A receiver that takes no updates cannot take a withdrawal: it gets no form of its own.
  if (options.make_transaction && withdrawn.MayBeSent()) {
    auto transaction = MakeTransaction(withdrawn.bundle, request.revision, Updates::kAllowed);
    if (!transaction) return transaction.error();
    withdrawn.transaction = std::move(*transaction);
  }
  return withdrawn;
}

}  // namespace wardbridge::discharge
