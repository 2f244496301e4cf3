// power_loss_undo [JOURNAL ROOT]: takes back what fsync_preload wrote down as not yet synced,
// newest first, and empties the journal: the state after a power cut. Without arguments
// FSYNC_PRELOAD_JOURNAL and FSYNC_PRELOAD_ROOT are used.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "undo_journal.h"

namespace {

namespace fs = std::filesystem;

struct Change {
  std::uint64_t owner = 0;  // inode of the file or folder whose log it stands in
  undo_record record{};
  std::string bytes;
  std::string name;
  std::string old_name;
};

std::vector<Change> ReadLog(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string stem = path.stem().string();  // "<device>-<inode>"
  const std::uint64_t owner = std::stoull(stem.substr(stem.find('-') + 1));
  std::vector<Change> changes;
  for (std::size_t at = 0; at + sizeof(undo_record) <= text.size();) {
    Change change;
    change.owner = owner;
    std::memcpy(&change.record, text.data() + at, sizeof change.record);
    at += sizeof change.record;
    const undo_record& record = change.record;
    const std::uint64_t size = record.length + record.name_size + record.old_name_size;
    if (size > text.size() - at)
      break;  // killed while it wrote the record: the change itself never happened
    change.bytes = text.substr(at, record.length);
    change.name = text.substr(at + record.length, record.name_size);
    change.old_name = text.substr(at + record.length + record.name_size, record.old_name_size);
    at += size;
    changes.push_back(std::move(change));
  }
  return changes;
}

// Undoes changes in a tree whose names change while it does so.
class Undoer {
 public:
  Undoer(fs::path journal, fs::path root) : journal_(std::move(journal)), root_(std::move(root)) {}

  void Undo(const Change& change) {
    switch (change.record.kind) {
      case kUndoContent:
        return Content(change);
      case kUndoCreate:
        return Create(change);
      case kUndoRemove:
        return Restore(change, change.record.keep);
      case kUndoRename:
        return Rename(change);
      default:
        throw std::runtime_error("a record of unknown kind");
    }
  }

 private:
  static std::uint64_t InodeOf(const fs::path& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
  }

  // Where an inode is now; empty when it is nowhere.
  fs::path Find(std::uint64_t inode) {
    if (stale_) {
      paths_.clear();
      paths_[InodeOf(root_)] = root_;
      for (const auto& entry : fs::recursive_directory_iterator(root_)) {
        paths_[InodeOf(entry.path())] = entry.path();
      }
      stale_ = false;
    }
    const auto found = paths_.find(inode);
    return found == paths_.end() ? fs::path() : found->second;
  }

  void Content(const Change& change) {
    const fs::path path = Find(change.owner);
    if (path.empty()) return;  // it is gone, and durably so
    const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) throw std::runtime_error("cannot open " + path.string());
    const auto size = static_cast<ssize_t>(change.bytes.size());
    const bool done = pwrite(descriptor, change.bytes.data(), change.bytes.size(),
                             static_cast<off_t>(change.record.offset)) == size &&
                      ftruncate(descriptor, static_cast<off_t>(change.record.size)) == 0;
    close(descriptor);
    if (!done) throw std::runtime_error("cannot restore " + path.string());
  }

  void Create(const Change& change) {
    const fs::path folder = Find(change.owner);
    if (folder.empty()) return;
    fs::remove_all(folder / change.name);
    stale_ = true;
  }

  void Restore(const Change& change, std::uint64_t keep) {
    const fs::path folder = Find(change.owner);
    const fs::path kept = journal_ / ("keep-" + std::to_string(keep));
    if (folder.empty() || !fs::exists(fs::symlink_status(kept))) return;
    fs::rename(kept, folder / change.name);  // nothing happens when both are the same file
    stale_ = true;
  }

  void Rename(const Change& change) {
    const fs::path folder = Find(change.owner);
    const fs::path old_folder = Find(change.record.old_folder);
    if (!folder.empty() && !old_folder.empty() &&
        InodeOf(folder / change.name) == change.record.inode) {
      fs::rename(folder / change.name, old_folder / change.old_name);
      stale_ = true;
    }
    if (change.record.keep != 0) Restore(change, change.record.keep);
  }

  fs::path journal_;
  fs::path root_;
  std::map<std::uint64_t, fs::path> paths_;
  bool stale_ = true;
};

void Run(const fs::path& journal, const fs::path& root) {
  std::vector<Change> changes;
  if (!fs::is_directory(root)) throw std::runtime_error("no folder " + root.string());
  if (!fs::is_directory(journal)) throw std::runtime_error("no journal " + journal.string());
  for (const auto& entry : fs::directory_iterator(journal)) {
    if (entry.path().extension() != ".undo") continue;
    std::vector<Change> log = ReadLog(entry.path());
    std::move(log.begin(), log.end(), std::back_inserter(changes));
  }
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) { return a.record.sequence > b.record.sequence; });
  Undoer undoer(journal, root);
  for (const Change& change : changes) undoer.Undo(change);
  for (const auto& entry : fs::directory_iterator(journal)) fs::remove_all(entry.path());
  std::cout << changes.size() << " changes undone\n";
}

std::string Setting(int argc, char** argv, int index, const char* variable) {
  if (argc > index) return argv[index];
  const char* value = std::getenv(variable);
  if (value == nullptr) throw std::runtime_error(std::string(variable) + " is not set");
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Run(Setting(argc, argv, 1, "FSYNC_PRELOAD_JOURNAL"),
        Setting(argc, argv, 2, "FSYNC_PRELOAD_ROOT"));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
}
