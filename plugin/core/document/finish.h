// Turns the PDF that cairo wrote into the one that is sent: language, title, marks and dates, and
// nothing that differs from one run to the next.
#pragma once

#include <string>

#include "base/result.h"
#include "core/document/canvas.h"

namespace wardbridge::document {

// The finished bytes. Errors: kInternal when qpdf refuses cairo's PDF.
[[nodiscard]] Result<std::string> Finish(const Drawn& drawn, const Metadata& metadata);

}  // namespace wardbridge::document
