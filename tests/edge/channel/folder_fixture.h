// A folder of its own for each test of the folder channel, and what to look at it with.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "edge/channel/folder_channel.h"

namespace wardbridge::test {

inline const std::string kKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void MakeFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::set<std::string> NamesIn(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

inline unsigned ModeOf(const std::filesystem::path& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

inline model::Delivery MakeDelivery() {
  model::Delivery delivery;
  delivery.key = kKey;
  delivery.destination = "archive";
  delivery.stay = "stay-1";
  delivery.revision = 2;
  delivery.payload = R"({"resourceType":"Bundle","total":36.80})";
  delivery.document = "%PDF-1.7 a document";
  delivery.bundle_identifier = "b5f6e2d0-0000-5000-8000-000000000001";
  delivery.version_id = "2";
  return delivery;
}

// Removed with everything in it at the end.
struct FolderFixture {
  FolderFixture() {
    std::string name =
        (std::filesystem::temp_directory_path() / "wardbridge-folder-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) base = name;
    out = base / "out";
    std::filesystem::create_directory(out);
    options.path = out.string();
  }
  ~FolderFixture() {
    std::error_code ignored;
    std::filesystem::remove_all(base, ignored);
  }
  FolderFixture(const FolderFixture&) = delete;
  FolderFixture& operator=(const FolderFixture&) = delete;

  std::filesystem::path base;
  std::filesystem::path out;  // the channel's folder
  channel::FolderOptions options;
};

// Takes the permissions of a folder or file away and gives them back; where the test runs as root,
// who is above permissions, it becomes somebody else meanwhile.
class ScopedDenial {
 public:
  ScopedDenial(const std::filesystem::path& path, mode_t mode) : path_(path), was_(ModeOf(path)) {
    chmod(path_.c_str(), mode);
    was_root_ = geteuid() == 0;
    if (was_root_) is_in_force_ = seteuid(kNobody) == 0;
  }
  ~ScopedDenial() {
    if (was_root_ && seteuid(0) != 0) std::abort();
    chmod(path_.c_str(), was_);
  }
  ScopedDenial(const ScopedDenial&) = delete;
  ScopedDenial& operator=(const ScopedDenial&) = delete;
  [[nodiscard]] bool IsInForce() const { return is_in_force_; }

 private:
  static constexpr uid_t kNobody = 65'534;
  std::filesystem::path path_;
  mode_t was_;
  bool was_root_ = false;
  bool is_in_force_ = true;
};

}  // namespace wardbridge::test
