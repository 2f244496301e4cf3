// Compiling without the check of types and fields, for tests of the language: they write one
// element of no resource. Whatever reads packs of people uses Program::Compile.
#pragma once

#include <memory>
#include <vector>

#include "base/fault.h"
#include "core/mapping/program.h"

namespace wardbridge::mapping {

enum class Checks { kAll, kAllButTypes };

// As Program::Compile.
[[nodiscard]] std::shared_ptr<const Program> CompileWith(const PackFiles& pack, Checks checks,
                                                         std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
