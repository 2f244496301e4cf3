#include "core/document/fonts.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <system_error>

#include "base/text.h"

namespace wardbridge::document {
namespace {

constexpr const char* kWhere = "document fonts";

const FcChar8* Fc(const std::string& text) {
  return reinterpret_cast<const FcChar8*>(text.c_str());  // fontconfig's spelling of char
}

struct ConfigDeleter {
  void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};
using Config = std::unique_ptr<FcConfig, ConfigDeleter>;

// Font files below `folder`, sorted: the order of a directory must not decide between two fonts.
std::vector<std::string> FontFiles(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string extension = LowerAscii(it->path().extension().string());
    if (extension == ".ttf" || extension == ".otf" || extension == ".ttc") {
      files.push_back(it->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool HasFamily(FcConfig* config, const std::string& family) {
  const FcFontSet* fonts = FcConfigGetFonts(config, FcSetApplication);
  if (fonts == nullptr) return false;
  const std::string wanted = LowerAscii(family);
  for (int i = 0; i < fonts->nfont; ++i) {
    FcChar8* name = nullptr;
    for (int n = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, n, &name) == FcResultMatch;
         ++n) {
      if (LowerAscii(reinterpret_cast<const char*>(name)) == wanted) return true;
    }
  }
  return false;
}

Result<Config> Load(const std::vector<std::string>& folders) {
  Config config(FcConfigCreate());
  if (!config) return Error{Code::kInternal, kWhere, "fontconfig gives no configuration"};
  // Files, not folders: for a folder fontconfig would want a cache of its own on the disk.
  for (const std::string& folder : folders) {
    int added = 0;
    for (const std::string& file : FontFiles(folder)) {
      if (FcConfigAppFontAddFile(config.get(), Fc(file)) == FcTrue) ++added;
    }
    if (added == 0) return Error{Code::kMissing, kWhere, "no font in " + folder};
  }
  return config;
}

std::string KeyOf(const Options& options) {
  std::string key = options.font_family;
  for (const std::string& folder : options.font_folders) key += '\0' + folder;
  return key;
}

// All configurations ever asked for; lives as long as the process, since threads may end after
// main.
struct Cache {
  std::mutex mutex;
  std::map<std::string, Config> configs;
};

Result<FcConfig*> SharedConfig(const Options& options, const std::string& key) {
  static Cache& cache = *new Cache;
  const std::lock_guard<std::mutex> lock(cache.mutex);
  const auto found = cache.configs.find(key);
  if (found != cache.configs.end()) return found->second.get();
  Result<Config> config = Load(options.font_folders);
  if (!config) return config.error();
  if (!HasFamily(config->get(), options.font_family)) {
    return Error{Code::kMissing, kWhere,
                 "no font of the family " + options.font_family + " in the font folders"};
  }
  return cache.configs.emplace(key, std::move(*config)).first->second.get();
}

struct MapDeleter {
  void operator()(PangoFontMap* map) const { g_object_unref(map); }
};

struct ThreadFonts {
  std::string key;
  std::unique_ptr<PangoFontMap, MapDeleter> map;
};

}  // namespace

Result<PangoFontMap*> ThreadFontMap(const Options& options) {
  thread_local ThreadFonts fonts;
  std::string key = KeyOf(options);
  if (fonts.map && fonts.key == key) return fonts.map.get();
  const Result<FcConfig*> config = SharedConfig(options, key);
  if (!config) return config.error();
  std::unique_ptr<PangoFontMap, MapDeleter> map(
      pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (!map) return Error{Code::kInternal, kWhere, "pango has no FreeType font map"};
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), *config);
  fonts.map = std::move(map);
  fonts.key = std::move(key);
  return fonts.map.get();
}

std::string FamilyList(const Options& options) {
  std::string list = options.font_family;
  for (const char* family :
       {"DejaVu Sans", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
        "Noto Sans Bengali", "Noto Sans Gurmukhi", "Noto Sans Gujarati", "Noto Sans Tamil",
        "Noto Sans Sinhala", "Noto Sans Thai", "Noto Sans Ethiopic", "Noto Sans Armenian",
        "Noto Sans Georgian"}) {
    if (options.font_family != family) list += std::string(",") + family;
  }
  return list;
}

}  // namespace wardbridge::document
