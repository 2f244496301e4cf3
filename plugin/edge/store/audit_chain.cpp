#include "edge/store/audit_chain.h"

#include "base/digest.h"

namespace wardbridge::store {
namespace {

void AddField(std::string_view bytes, std::string& into) {
  into += std::to_string(bytes.size());
  into += ':';
  into += bytes;
  into += ',';
}

}  // namespace

std::string AuditHash(std::string_view previous, const AuditRow& row) {
  std::string content;
  content.reserve(512);
  AddField(previous, content);
  AddField(std::to_string(row.id), content);
  AddField(std::to_string(row.at.UnixMs()), content);
  for (const std::string* field : {&row.event, &row.subject, &row.stay, &row.destination,
                                   &row.person, &row.reason, &row.digest, &row.detail}) {
    AddField(*field, content);
  }
  return Hex(Sha256(content));
}

}  // namespace wardbridge::store
