#include "base/error.h"

#include <stdexcept>

namespace wardbridge {

std::string_view Name(Code code) {
  switch (code) {
    case Code::kMalformed:
      return "malformed";
    case Code::kMissing:
      return "missing";
    case Code::kUnsupported:
      return "unsupported";
    case Code::kConflict:
      return "conflict";
    case Code::kNotFound:
      return "not-found";
    case Code::kIo:
      return "io";
    case Code::kFull:
      return "full";
    case Code::kBusy:
      return "busy";
    case Code::kTimeout:
      return "timeout";
    case Code::kClosed:
      return "closed";
    case Code::kConfig:
      return "config";
    case Code::kDenied:
      return "denied";
    case Code::kInternal:
      return "internal";
  }
  return "internal";
}

std::string Error::Text() const {
  std::string text(Name(code));
  if (!where.empty()) text.append(" ").append(where);
  if (!detail.empty()) text.append(": ").append(detail);
  return text;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.Text());
}

}  // namespace wardbridge
