// A value or the Error that stood in its way. Why not std::expected: docs/decisions/0002-result.md.
#pragma once

#include <boost/system/result.hpp>

#include "base/error.h"

namespace wardbridge {

template <typename T = void>
using Result = boost::system::result<T, Error>;

}  // namespace wardbridge
