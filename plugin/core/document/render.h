// Renders the care record summary as a tagged PDF with embedded fonts; same input, same bytes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/summary.h"

namespace wardbridge::document {

struct Options {
  // Folders of font files that may be used, and nothing else (private FcConfig). Defaults: Debian's
  // font packages.
  std::vector<std::string> font_folders = {"/usr/share/fonts/truetype/dejavu",
                                           "/usr/share/fonts/truetype/noto"};
  std::string font_family = "DejaVu Sans";
  std::string title = "Virtual Ward Remote Monitoring Summary";
};

// Errors: kMissing when a font folder holds no usable font, kInternal when cairo or qpdf refuse.
// Thread-safe. Reads nothing but fonts, and no clock: `summary.due` is the date of the document.
[[nodiscard]] Result<model::Document> Render(const model::Summary& summary, const Options& options);

// Whether the fonts of `options` can be loaded: asked once at start, so that a discharge never
// fails for it.
[[nodiscard]] Result<> CheckFonts(const Options& options);

}  // namespace wardbridge::document
