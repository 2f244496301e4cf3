// The keys of the files of packs and overlays: what the compiler takes, and what editors propose.
#pragma once

#include <string>
#include <vector>

namespace wardbridge::mapping {

using Keys = std::vector<std::string>;

// Of pack.yaml, of the files beside it, of overlay.yaml.
inline const Keys kPackKeys = {"pack",     "format", "version",   "description", "use",
                               "settings", "tables", "templates", "resources",   "bundle"};
inline const Keys kFileKeys = {"templates", "resources", "description"};
inline const Keys kOverlayKeys = {"overlay", "of",     "description", "apply-when",
                                  "patch",   "tables", "resources",   "templates"};

inline const Keys kSettingKeys = {"timezone", "null-value", "unread-fields"};
inline const Keys kResourceKeys = {"type",    "profile", "id",  "for", "when",
                                   "skip-if", "meta",    "set", "note"};
inline const Keys kBundleKeys = {"type", "profile", "id", "meta", "set", "order", "note"};

// Of a table, and of one that an overlay adds rows to.
inline const Keys kTableKeys = {"file", "unmapped", "system", "note"};
inline const Keys kTablePatchKeys = {"add", "unmapped", "system", "note"};
inline const Keys kUnmappedWords = {"error", "warn", "keep-source-code", "omit", "use \"CODE\""};

// Of a rule.
inline const Keys kLineKeys = {"id",      "each",     "when",    "skip-if",  "accept",
                               "use",     "set",      "choose",  "template", "with",
                               "default", "required", "on-null", "on-error", "note"};
inline const Keys kOnNullWords = {"omit", "default", "warn", "error"};
inline const Keys kOnErrorWords = {"warn", "error", "omit"};

}  // namespace wardbridge::mapping
