// The parts that compiled formulas are built of: constants, operators, calls.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <re2/re2.h>

#include "core/mapping/expression.h"
#include "core/mapping/functions.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {

// Of one call.
inline constexpr std::size_t kMaxArguments = 8;

using Expressions = std::vector<std::unique_ptr<Expression>>;
using Conditions = std::vector<std::unique_ptr<Condition>>;
using Structures = std::vector<std::unique_ptr<Structure>>;

// --- values
[[nodiscard]] std::unique_ptr<Expression> MakeConstant(std::string text, Kind kind);
[[nodiscard]] std::unique_ptr<Expression> MakeBoolean(bool truth);
// The first that is present. When none is: deleted if one says so, else failed if one is, else
// missing.
[[nodiscard]] std::unique_ptr<Expression> MakeFirstPresent(Expressions parts);
// One list after another.
[[nodiscard]] std::unique_ptr<Expression> MakeJoinedLists(Expressions parts);
// `function` is an entry of the function list, so it outlives everything.
[[nodiscard]] std::unique_ptr<Expression> MakeCall(const Function& function, Expressions args,
                                                   std::string place);
[[nodiscard]] std::unique_ptr<Expression> MakeLookup(const Table& table,
                                                     std::unique_ptr<Expression> code,
                                                     std::string place);
// The first group of `pattern` where it has one, else what matched; missing when nothing does.
[[nodiscard]] std::unique_ptr<Expression> MakeMatch(std::unique_ptr<RE2> pattern,
                                                    std::unique_ptr<Expression> text);

// --- conditions
enum class State { kPresent, kMissing, kDeleted };
[[nodiscard]] std::unique_ptr<Condition> MakeState(State state, std::unique_ptr<Expression> value);
[[nodiscard]] std::unique_ptr<Condition> MakeTruth(std::unique_ptr<Expression> boolean);
// Whether the texts are the same; what is missing is the empty text.
[[nodiscard]] std::unique_ptr<Condition> MakeEqual(std::unique_ptr<Expression> left,
                                                   std::unique_ptr<Expression> right);
[[nodiscard]] std::unique_ptr<Condition> MakeIn(std::unique_ptr<Expression> value,
                                                std::vector<std::string> texts);
[[nodiscard]] std::unique_ptr<Condition> MakeMatches(std::unique_ptr<Expression> value,
                                                     std::unique_ptr<RE2> pattern);
[[nodiscard]] std::unique_ptr<Condition> MakeAll(Conditions parts);
[[nodiscard]] std::unique_ptr<Condition> MakeAny(Conditions parts);
[[nodiscard]] std::unique_ptr<Condition> MakeNot(std::unique_ptr<Condition> part);
// Of the current item, a CX: whether it is an NHS number, or with `claims` only says so
// (spec/hl7v2-and-mllp section 9).
[[nodiscard]] std::unique_ptr<Condition> MakeIsNhsNumber(bool claims);

// --- structures
[[nodiscard]] std::unique_ptr<Structure> MakeCallStructure(const Function& function,
                                                           Expressions args, std::string place);
// The first that writes something. All have the same type name.
[[nodiscard]] std::unique_ptr<Structure> MakeFirstWritten(Structures parts);
// A Reference to the one resource of a rule, or with `item` to the one made for that item. Writes
// nothing where the rule makes none.
[[nodiscard]] std::unique_ptr<Structure> MakeReference(std::size_t resource,
                                                       std::unique_ptr<Expression> item);

}  // namespace wardbridge::mapping
