// The measures that the parts of the page share, in points.
#pragma once

#include "core/document/canvas.h"

namespace wardbridge::document {

inline constexpr double kMargin = 40;  // left and right
inline constexpr double kContentWidth = kPageWidth - 2 * kMargin;
inline constexpr double kFirstTop = 34;
inline constexpr double kNextTop = 56;  // below the running head
inline constexpr double kBottom = kPageHeight - 44;
inline constexpr double kFootTop = kPageHeight - 36;

}  // namespace wardbridge::document
