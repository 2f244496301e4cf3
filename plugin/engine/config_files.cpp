#include "engine/config_files.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include <system_error>

#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytes = 4U << 20U;
constexpr std::size_t kPackBytes = 64U << 20U;
constexpr std::size_t kPackFiles = 2'000;

Error Unreadable(const std::string& path, std::string reason) {
  return {Code::kIo, path, std::move(reason)};
}

bool IsPackFile(const fs::path& path) {
  const auto extension = path.extension();
  return extension == ".yaml" || extension == ".csv" || extension == ".json";
}

// Fills one pack and says what is wrong at the place where the configuration names it.
class PackReader {
 public:
  PackReader(const char* main_file, const YamlNode& node, std::vector<Fault>& faults,
             mapping::PackFiles& pack)
      : main_file_(main_file), node_(node), faults_(faults), pack_(pack) {}

  void Read(const fs::path& folder) {
    std::error_code code;
    fs::recursive_directory_iterator at(folder, code);
    for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
      const fs::path relative = at->path().lexically_relative(folder);
      const bool hidden = relative.filename().string().starts_with(".");
      if (hidden || relative == "tests") {
        if (at->is_directory()) at.disable_recursion_pending();
        continue;
      }
      if (!at->is_regular_file() || !IsPackFile(relative)) continue;
      if (!Add(at->path(), relative.generic_string())) return;
    }
    if (code) Say("config.pack.unreadable", "cannot read " + pack_.root + ": " + code.message());
    if (!code && !pack_.files.contains(main_file_)) {
      Say("config.pack.missing", std::string("there is no ") + main_file_ + " in " + pack_.root);
    }
  }

 private:
  // False when reading must end, because a limit is reached.
  bool Add(const fs::path& path, const std::string& name) {
    if (pack_.files.size() == kPackFiles) {
      Say("config.pack.size",
          pack_.root + " has more than " + std::to_string(kPackFiles) + " files");
      return false;
    }
    auto bytes = ReadFile(path.string(), kFileBytes);
    if (!bytes) {
      Say("config.pack.unreadable",
          "cannot read " + pack_.root + "/" + name + ": " + bytes.error().detail);
      return true;
    }
    total_ += bytes->size();
    if (total_ > kPackBytes) {
      Say("config.pack.size", pack_.root + " is larger than " + FormatSize(kPackBytes));
      return false;
    }
    pack_.files.emplace(name, std::move(*bytes));
    return true;
  }

  void Say(std::string code, std::string text) {
    AddFault(faults_, node_.MakeFault(std::move(code), std::move(text)));
  }

  const char* main_file_;
  const YamlNode& node_;        // of the caller of ReadPack
  std::vector<Fault>& faults_;  // the same
  mapping::PackFiles& pack_;    // the same
  std::size_t total_ = 0;
};

}  // namespace

Result<std::string> ReadFile(const std::string& path, std::size_t limit_bytes) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (!fs::exists(status)) {
    return Unreadable(path, code ? code.message() : "No such file or directory");
  }
  if (fs::is_directory(status)) return Unreadable(path, "is a folder");
  // To open a pipe without a writer would never end, to read a device neither.
  if (!fs::is_regular_file(status)) {
    return Unreadable(path, "is not a regular file but a pipe, a socket or a device");
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return Unreadable(path, std::generic_category().message(errno));
  std::string bytes;
  std::array<char, 64U << 10U> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > limit_bytes) {
      return Unreadable(path, "larger than " + FormatSize(limit_bytes));
    }
  }
  if (in.bad()) return Unreadable(path, "reading failed");
  return bytes;
}

namespace {

constexpr const char* kPackFile = "pack.yaml";

mapping::PackFiles ReadFolder(const PackFolder& folder, const char* main_file, const YamlNode& node,
                              std::vector<Fault>& faults) {
  mapping::PackFiles pack;
  pack.root = folder.root;
  PackReader(main_file, node, faults, pack).Read(folder.path);
  return pack;
}

// The folder of that name beside `folder`; "a/b/" stands beside "a/c" as "a/b" does.
PackFolder Beside(const PackFolder& folder, const std::string& name) {
  const auto parent = [](const std::string& text) {
    fs::path path = fs::path(text).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    return path.parent_path();
  };
  return {(parent(folder.path) / name).string(), (parent(folder.root) / name).generic_string()};
}

bool IsFolderName(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos;
}

}  // namespace

mapping::PackFiles ReadPack(const PackFolder& folder, const YamlNode& node,
                            std::vector<Fault>& faults) {
  mapping::PackFiles pack = ReadFolder(folder, kPackFile, node, faults);
  std::vector<std::string> wanted = mapping::UsedPacks(pack);
  while (!wanted.empty()) {
    const std::string name = std::move(wanted.back());
    wanted.pop_back();
    const PackFolder beside = Beside(folder, name);
    std::error_code code;
    // A pack that is not there is a fault of the pack that wants it.
    if (!IsFolderName(name) || pack.used.contains(name) || !fs::is_directory(beside.path, code)) {
      continue;
    }
    auto used =
        std::make_shared<const mapping::PackFiles>(ReadFolder(beside, kPackFile, node, faults));
    for (std::string& more : mapping::UsedPacks(*used)) wanted.push_back(std::move(more));
    pack.used.emplace(name, std::move(used));
  }
  return pack;
}

mapping::PackFiles ReadOverlay(const PackFolder& folder, const YamlNode& node,
                               std::vector<Fault>& faults) {
  return ReadFolder(folder, "overlay.yaml", node, faults);
}

}  // namespace wardbridge::engine
