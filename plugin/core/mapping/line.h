// The compiled form of a pack: lines that write elements, rules that write resources.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/mapping/expression.h"
#include "core/mapping/run.h"

namespace wardbridge::mapping {

struct Line;

// An element of an object. `choice`: the key is "value" of value[x], and the type of the value
// completes it.
struct Field {
  std::string key;
  bool choice = false;
  std::unique_ptr<Line> line;
  std::string ready = {};  // key and value as JSON where they are always the same; see ready.h
};

// What is done where the source says "delete".
enum class OnNull { kOmit, kDefault, kWarn, kError };

// One place of the output and all that a pack says about it.
struct Line {
  enum class Body {
    kText,       // a text of the pack
    kValue,      // one scalar
    kCondition,  // true or false
    kStructure,  // a FHIR data type
    kObject,     // `fields`
    kList,       // `lines`, one after another in an array
    kChoose,     // the first of `lines` whose `when` holds
  };

  Rule rule;
  std::unique_ptr<Condition> when;
  std::unique_ptr<Condition> skip_if;
  std::unique_ptr<Condition> accept;
  std::string accept_place;
  std::unique_ptr<Expression> each;  // one item of an array for each of these

  Body body = Body::kText;
  std::string text;
  std::unique_ptr<Expression> value;
  std::unique_ptr<Condition> condition;
  std::unique_ptr<Structure> structure;
  std::vector<Field> fields;
  std::vector<std::unique_ptr<Line>> lines;

  std::unique_ptr<Line> fallback;  // `default`
  Policy required = Policy::kOmit;
  std::string required_text;
  OnNull on_null = OnNull::kOmit;
  Policy on_error = Policy::kWarn;
  std::string place;         // the HL7 path it reads, for Issues; may be empty
  bool is_default = false;   // stands under `default`
  bool has_formula = false;  // here or below: an object whose formulas all give nothing is left out
  std::string ready;         // of a text or an object that is always the same: the JSON of it
};

// The members that begin a resource, as JSON.
struct Head {
  std::string type;
  std::string profile;  // of meta
  std::string meta;     // the whole of it; "" where the pack has elements of its own there
};

// What the id of a resource or of the Bundle is made by.
struct IdRule {
  std::unique_ptr<Expression> value;
  bool is_uuid = false;  // whatever it gives is one
};

// One rule of `resources`.
struct ResourceRule {
  Rule rule;
  std::string name;
  std::string type;                   // "Patient"
  std::string profile;                // of meta.profile; may be empty
  std::unique_ptr<Expression> items;  // `for`; null: one resource
  std::optional<Type> item_type;
  std::unique_ptr<Condition> when;
  std::unique_ptr<Condition> skip_if;
  IdRule id;
  Head head;
  std::vector<Field> meta;
  std::vector<Field> fields;
};

// A step of bundle.order: a rule, or all rules over readings, totals and scores, by set.
struct OrderStep {
  std::optional<std::size_t> resource;
};

struct BundleRule {
  Rule rule;
  std::string profile;
  IdRule id;
  Head head;
  std::vector<Field> meta;
  std::vector<Field> fields;
  std::vector<OrderStep> order;
};

}  // namespace wardbridge::mapping
