// What a formula becomes: an object that gives a value, decides something, or writes a FHIR data
// type.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/fhir/json_writer.h"
#include "core/mapping/result_type.h"
#include "core/mapping/value.h"

namespace wardbridge::mapping {

class Run;

// Immutable after compiling, as the other two: any number of runs may use it at once.
class Expression {
 public:
  Expression() = default;
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;
  virtual ~Expression() = default;

  [[nodiscard]] virtual Value Evaluate(Run& run) const = 0;
  // All items of a list, those without value left out; of what is no list, its one value when
  // present.
  virtual void Each(Run& run, Values& items) const;
};

class Condition {
 public:
  Condition() = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  virtual ~Condition() = default;

  [[nodiscard]] virtual bool Holds(Run& run) const = 0;
};

// What became of an element.
enum class Outcome {
  kMissing,   // nothing was there
  kNull,      // the source says: delete
  kFailed,    // something was there and could not be understood
  kConstant,  // written, but only texts of the pack
  kWritten,   // written, with something of the stay in it
};
[[nodiscard]] inline bool IsWritten(Outcome outcome) { return outcome >= Outcome::kConstant; }
[[nodiscard]] Outcome OutcomeOf(const Value& value);  // of a value that gave nothing

// Writes a FHIR data type of several elements as the value of the key that is open.
class Structure {
 public:
  Structure() = default;
  Structure(const Structure&) = delete;
  Structure& operator=(const Structure&) = delete;
  virtual ~Structure() = default;

  // kWritten, or nothing was written and why.
  virtual Outcome Write(Run& run, fhir::JsonWriter& writer) const = 0;
  // "Quantity": what stands for x in value[x].
  [[nodiscard]] virtual std::string_view TypeName() const = 0;
};

// A compiled formula: exactly one of the three, or none after a fault.
struct Formula {
  std::unique_ptr<Expression> value;
  std::unique_ptr<Condition> condition;
  std::unique_ptr<Structure> structure;
  Type type = Type::kText;  // of `value`
  bool list_only = false;   // `value` is a list of things that are no scalars: for each and for
  std::string place;        // the HL7 path or joined name it is about, for Issues; may be empty
  bool mixed = false;       // a list of several places: `place` is the first
  ResultTypes gives;        // of what is no list

  [[nodiscard]] bool IsEmpty() const { return !value && !condition && !structure; }
};

// The call of a function in a formula, as its code sees it.
struct Call {
  std::string_view name;
  std::string place;  // of its first argument, for Issues
};

using ValueFunction = Value (*)(Run& run, const Call& call, std::span<const Value> args);
using StructureFunction = Outcome (*)(Run& run, const Call& call, std::span<const Value> args,
                                      fhir::JsonWriter& writer);

}  // namespace wardbridge::mapping
