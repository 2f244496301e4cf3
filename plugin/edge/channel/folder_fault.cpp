#include "edge/channel/folder_fault.h"

#include <cerrno>

#include <system_error>

namespace wardbridge::channel {
namespace {

using Kind = model::Outcome::Kind;

struct Class {
  Kind kind;
  const char* code;
};

Class ClassOf(int error, FolderPlace place) {
  const bool at_root = place == FolderPlace::kRoot;
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return {Kind::kTransient, "folder.no-space"};
    case EROFS:
      return {Kind::kTransient, "folder.read-only"};
    case ENOENT:
      return {Kind::kTransient, at_root ? "folder.gone" : "folder.io"};
    case ESTALE:
    case ENODEV:
    case ENXIO:
    case ENOTCONN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ETIMEDOUT:
      return {Kind::kTransient, "folder.gone"};
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case EAGAIN:
    case EBUSY:
      return {Kind::kTransient, "folder.busy"};
    case EACCES:
    case EPERM:
      return {at_root ? Kind::kConfiguration : Kind::kPermanent, "folder.denied"};
    case ENOTDIR:
    case ELOOP:
      if (at_root) return {Kind::kConfiguration, "folder.not-a-folder"};
      return {Kind::kPermanent, "folder.in-the-way"};
    case EISDIR:
      return {Kind::kPermanent, "folder.in-the-way"};
    case ENAMETOOLONG:
      return {Kind::kPermanent, "folder.name-too-long"};
    case EFBIG:
      return {Kind::kPermanent, "folder.too-large"};
    default:
      return {Kind::kTransient, "folder.io"};
  }
}

}  // namespace

model::Outcome OutcomeOf(int error, FolderPlace place, std::string_view step) {
  const Class found = ClassOf(error, place);
  model::Outcome outcome;
  outcome.kind = found.kind;
  outcome.code = found.code;
  outcome.detail = std::string(step) + ": " + std::generic_category().message(error);
  return outcome;
}

}  // namespace wardbridge::channel
