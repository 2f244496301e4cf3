// A folder of its own for each test, and what to look at it with.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace wardbridge::test {

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

// Removed with everything in it at the end.
struct TemporaryFolder {
  TemporaryFolder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "wardbridge-folder-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) base = name;
    out = base / "out";
    std::filesystem::create_directory(out);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(base, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path base;
  std::filesystem::path out;  // the folder of the test
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
