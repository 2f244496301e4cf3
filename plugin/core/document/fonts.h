// The fonts a document may use: those of Options and no others, through a private fontconfig
// configuration.
#pragma once

#include <string>

#include <pango/pango.h>

#include "base/result.h"
#include "core/document/render.h"

namespace wardbridge::document {

// The calling thread's font map for `options`, made at its first use and kept for the next
// document. Borrowed: good until the thread asks for other folders or ends. The configuration
// behind it is read once in the life of the process. Errors: kMissing when a folder holds no font,
// or none has the family.
[[nodiscard]] Result<PangoFontMap*> ThreadFontMap(const Options& options);

// The family of `options`, then the families asked for scripts it lacks, in a fixed order: so that
// no environment variable has a say in which font shows a name.
[[nodiscard]] std::string FamilyList(const Options& options);

}  // namespace wardbridge::document
