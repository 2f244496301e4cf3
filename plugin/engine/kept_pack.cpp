#include "engine/kept_pack.h"

#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace wardbridge::engine {
namespace {

constexpr std::string_view kUse = "use/";
constexpr std::string_view kOverlay = "overlay/";

void Add(const mapping::PackFiles& files, const std::string& folder,
         std::vector<store::PackFile>& rows) {
  for (const auto& [path, bytes] : files.files) rows.push_back({folder, files.root, path, bytes});
}

void Take(const store::PackFile& row, mapping::PackFiles& into) {
  into.root = row.root;
  into.files[row.path] = row.bytes;
}

}  // namespace

std::string DigestOf(const std::string& version) {
  const std::size_t blank = version.rfind(' ');
  return blank == std::string::npos ? "" : version.substr(blank + 1);
}

store::PackRow ToRow(const mapping::PackFiles& pack, const std::string& version, Timestamp now) {
  store::PackRow row;
  row.digest = DigestOf(version);
  row.name = version.substr(0, version.rfind(' '));
  row.first_used = now;
  Add(pack, "", row.files);
  for (const auto& [name, used] : pack.used) Add(*used, std::string(kUse) + name, row.files);
  for (std::size_t i = 0; i < pack.overlays.size(); ++i) {
    Add(*pack.overlays[i], std::string(kOverlay) + std::to_string(i), row.files);
  }
  return row;
}

mapping::PackFiles FromRow(const store::PackRow& row) {
  mapping::PackFiles pack;
  std::map<std::string, mapping::PackFiles> used;
  std::map<std::size_t, mapping::PackFiles> overlays;
  for (const store::PackFile& file : row.files) {
    if (file.folder.starts_with(kUse)) {
      Take(file, used[file.folder.substr(kUse.size())]);
    } else if (file.folder.starts_with(kOverlay)) {
      Take(file, overlays[std::stoul(file.folder.substr(kOverlay.size()))]);
    } else {
      Take(file, pack);
    }
  }
  for (auto& [name, files] : used) {
    pack.used[name] = std::make_shared<const mapping::PackFiles>(std::move(files));
  }
  for (auto& [number, files] : overlays) {
    pack.overlays.push_back(std::make_shared<const mapping::PackFiles>(std::move(files)));
  }
  return pack;
}

}  // namespace wardbridge::engine
