// What went wrong, for the program. Faults of the data are model::Issue, faults of a file are
// Fault.
#pragma once

#include <string>
#include <string_view>

#include <boost/assert/source_location.hpp>

namespace wardbridge {

enum class Code {
  kMalformed,    // the bytes do not have the form they should have
  kMissing,      // something that must be there is not
  kUnsupported,  // understood, but not done by this version
  kConflict,     // contradicts what is stored already
  kNotFound,     // nothing of that name or key
  kIo,           // a file, a socket or the store failed
  kFull,         // no room: disk, queue or table
  kBusy,         // somebody else holds it; try again
  kTimeout,      // a deadline passed; the outcome is not known
  kClosed,       // the other side, or we, ended it
  kConfig,       // a configuration or mapping file was refused
  kDenied,       // permission, credentials or certificate
  kInternal,     // our own mistake
};

// The stable lower-case word of a code, for logs and alert rules: "malformed".
[[nodiscard]] std::string_view Name(Code code);

// `where` is a place ("PV1-36", "store.db", "listener adt"), `detail` a sentence for people.
// Neither ever holds a value from a message.
struct Error {
  Code code = Code::kInternal;
  std::string where;
  std::string detail;

  // "malformed PV1-45: not a DTM"
  [[nodiscard]] std::string Text() const;
};

// Lets boost::system::result<T, Error>::value() throw; called by Boost only.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& location);

}  // namespace wardbridge
