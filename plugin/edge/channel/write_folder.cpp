// WriteFolder: one entry of the folder channel, written so that it is there wholly or not at all.
#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/text.h"
#include "edge/channel/folder_channel.h"
#include "edge/channel/folder_fault.h"
#include "edge/files/file.h"

namespace wardbridge::channel {
namespace {

using model::Delivery;
using model::Outcome;
using Kind = Outcome::Kind;

constexpr const char* kDocumentName = "document.pdf";
constexpr const char* kManifestName = "manifest.json";
constexpr std::size_t kKeyLength = 64;

const char* BundleName(model::PayloadFormat format) {
  return format == model::PayloadFormat::kXml ? "bundle.xml" : "bundle.json";
}

bool IsKey(std::string_view key) {
  return key.size() == kKeyLength && std::all_of(key.begin(), key.end(), [](char c) {
           return IsDigit(c) || (c >= 'a' && c <= 'f');
         });
}

Outcome Permanent(std::string code, std::string detail) {
  Outcome outcome;
  outcome.kind = Kind::kPermanent;
  outcome.code = std::move(code);
  outcome.detail = std::move(detail);
  return outcome;
}

nlohmann::ordered_json FileEntry(std::string_view bytes, std::string_view media_type) {
  return {{"media_type", media_type}, {"sha256", Hex(Sha256(bytes))}, {"size", bytes.size()}};
}

// What a reader of the folder needs to check the other two files. Same delivery, same bytes.
std::string Manifest(const Delivery& delivery) {
  const nlohmann::ordered_json manifest{
      {"manifest", 1},
      {"delivery_key", delivery.key},
      {"bundle_identifier", delivery.bundle_identifier},
      {"version_id", delivery.version_id},
      {"revision", delivery.revision},
      {"files",
       {{BundleName(delivery.format),
         FileEntry(delivery.payload, model::MediaType(delivery.format))},
        {kDocumentName, FileEntry(delivery.document, "application/pdf")}}}};
  constexpr int kIndent = 2;
  return manifest.dump(kIndent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

// One attempt; lives shorter than the options and the delivery it is given. A step that fails
// leaves its outcome in `failure_`.
class FolderWriter {
 public:
  FolderWriter(const FolderOptions& options, const Delivery& delivery)
      : options_(options), delivery_(delivery), part_(delivery.key + ".part") {}

  Outcome Run() {
    root_ = files::OpenFolder(AT_FDCWD, options_.path, true);
    if (!root_.IsOpen()) return OutcomeOf(errno, FolderPlace::kRoot, "open the folder");
    struct stat status {};
    if (fstatat(root_.Get(), delivery_.key.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
      return JudgeExisting();
    }
    if (errno != ENOENT) return OutcomeOf(errno, FolderPlace::kRoot, "look for the entry");
    if (!WritePart()) {
      // What was written is patient data that nobody will read; what cannot be removed now the next
      // attempt removes.
      static_cast<void>(files::RemoveFlat(root_.Get(), part_));
      return failure_;
    }
    return Publish();
  }

 private:
  bool Failed(int error, FolderPlace place, std::string_view step) {
    if (error == 0) return false;
    failure_ = OutcomeOf(error, place, step);
    return true;
  }

  // KEY.part/ with three synced files in it, itself synced. What a former attempt left there is
  // removed first: its files may be short, and may not be on disk.
  bool WritePart() {
    if (const int error = files::RemoveFlat(root_.Get(), part_); error != 0) {
      if (error == ENOTEMPTY) {
        failure_ = Permanent("folder.in-the-way", "a folder stands in the unfinished entry");
        return false;
      }
      return !Failed(error, FolderPlace::kRoot, "remove the unfinished entry");
    }
    const int made = mkdirat(root_.Get(), part_.c_str(), kFolderMode) == 0 ? 0 : errno;
    if (Failed(made, FolderPlace::kRoot, "make the entry")) return false;
    const files::Fd part = files::OpenFolder(root_.Get(), part_, false);
    if (Failed(part.IsOpen() ? 0 : errno, FolderPlace::kEntry, "open the entry")) return false;
    const std::string manifest = Manifest(delivery_);
    const auto write = [&](const char* name, std::string_view bytes) {
      return !Failed(files::WriteNewFile(part.Get(), name, bytes), FolderPlace::kEntry,
                     std::string("write ") + name);
    };
    return write(BundleName(delivery_.format), delivery_.payload) &&
           write(kDocumentName, delivery_.document) && write(kManifestName, manifest) &&
           !Failed(files::Sync(part.Get()), FolderPlace::kEntry, "sync the entry");
  }

  Outcome Publish() {
    const int error = files::RenameNew(root_.Get(), part_, delivery_.key);
    if (error == EEXIST) {
      Outcome existing = JudgeExisting();
      static_cast<void>(files::RemoveFlat(root_.Get(), part_));
      return existing;
    }
    if (error != 0) {
      static_cast<void>(files::RemoveFlat(root_.Get(), part_));
      return OutcomeOf(error, FolderPlace::kRoot, "rename the entry");
    }
    return SyncRoot("written");
  }

  // The name is there; whether it survives a power failure is known when the folder is synced. If
  // that fails the outcome is not known, and the next attempt finds the entry and compares it.
  Outcome SyncRoot(std::string_view done) {
    if (const int error = files::Sync(root_.Get()); error != 0) {
      Outcome unknown = OutcomeOf(error, FolderPlace::kRoot, "sync the folder");
      unknown.kind = Kind::kInDoubt;
      return unknown;
    }
    Outcome delivered;
    delivered.kind = Kind::kDelivered;
    delivered.code = "folder.delivered";
    delivered.evidence = std::string(done) + ": " + options_.path + "/" + delivery_.key;
    return delivered;
  }

  // KEY/ is there: from an attempt whose outcome was lost, or from somebody else. Never
  // overwritten.
  Outcome JudgeExisting() {
    const files::Fd entry = files::OpenFolder(root_.Get(), delivery_.key, false);
    if (!entry.IsOpen()) {
      if (errno == ENOTDIR || errno == ELOOP) {
        return Permanent("folder.conflict", "something that is no folder has the entry's name");
      }
      return OutcomeOf(errno, FolderPlace::kEntry, "open the existing entry");
    }
    const std::pair<const char*, std::string_view> files[] = {
        {BundleName(delivery_.format), delivery_.payload}, {kDocumentName, delivery_.document}};
    for (const auto& [name, bytes] : files) {
      switch (files::Compare(entry.Get(), name, bytes)) {
        case files::Sameness::kSame:
          break;
        case files::Sameness::kError:
          return OutcomeOf(errno, FolderPlace::kEntry, std::string("read the existing ") + name);
        case files::Sameness::kMissing:
          return Permanent("folder.conflict", std::string("the existing entry has no ") + name);
        case files::Sameness::kDifferent:
          return Permanent("folder.conflict",
                           std::string("the existing entry has another ") + name);
      }
    }
    return SyncRoot("was there already");
  }

  const FolderOptions& options_;
  const Delivery& delivery_;
  std::string part_;
  files::Fd root_;
  Outcome failure_;
};

}  // namespace

Outcome WriteFolder(const FolderOptions& options, const Delivery& delivery) {
  if (!IsKey(delivery.key)) {
    return Permanent("folder.key", "the delivery key is not 64 lower-case hexadecimal digits");
  }
  if (delivery.payload.empty() || delivery.document.empty()) {
    return Permanent("folder.incomplete", "an entry needs a Bundle and a document");
  }
  return FolderWriter(options, delivery).Run();
}

}  // namespace wardbridge::channel
