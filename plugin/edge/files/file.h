// The few file calls folders of ours stand on: descriptors that close themselves, whole writes,
// whole comparisons. Nothing here throws; errors are errno.
#pragma once

#include <string>
#include <string_view>

namespace wardbridge::files {

// Owns a file descriptor.
class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(Fd&& other) noexcept;
  Fd& operator=(Fd&& other) noexcept;
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();

  [[nodiscard]] int Get() const { return fd_; }
  [[nodiscard]] bool IsOpen() const { return fd_ >= 0; }
  // Closes now. 0, or errno: on a network share a write may fail here only.
  [[nodiscard]] int Close();

 private:
  int fd_;
};

// Opens a folder. `at` may be AT_FDCWD. With `follow` a symbolic link is followed.
[[nodiscard]] Fd OpenFolder(int at, const std::string& name, bool follow);

// Makes `name` in the folder (it must not be there, not as a link either), writes all bytes, syncs
// and closes it. 0 or errno.
[[nodiscard]] int WriteNewFile(int folder, const char* name, std::string_view bytes);

// Syncs a folder or file. 0 or errno.
[[nodiscard]] int Sync(int fd);

enum class Sameness { kSame, kDifferent, kMissing, kError };
// Compares a regular file of the folder with `bytes`; links are not followed. kError: errno is set.
[[nodiscard]] Sameness Compare(int folder, const char* name, std::string_view bytes);

// Removes the folder `name` with the files and links in it (not folders: those were never ours), or
// the file or link of that name. Nothing there: 0. 0 or errno; ENOTEMPTY when a folder stands in
// it.
[[nodiscard]] int RemoveFlat(int folder, const std::string& name);

// Gives `from` the name `to`, if nothing has it. 0 or errno; EEXIST when something does.
[[nodiscard]] int RenameNew(int folder, const std::string& from, const std::string& to);

}  // namespace wardbridge::files
