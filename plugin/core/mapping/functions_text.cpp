// Functions that make texts of texts.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/base64.h"
#include "base/digest.h"
#include "base/text.h"
#include "core/mapping/functions.h"
#include "core/mapping/operators.h"
#include "core/mapping/run.h"
#include "model/decimal.h"
#include "model/nhs_number.h"

namespace wardbridge::mapping {
namespace {

using Args = std::span<const Value>;

std::size_t CharacterCount(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

// Where the character of that number (from 0) begins; the size of the text when it has fewer.
std::size_t ByteOf(std::string_view text, std::size_t character) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!StartsCharacter(text[at])) continue;
    if (character == 0) return at;
    --character;
  }
  return text.size();
}

std::optional<std::size_t> CountOf(Run& run, const Value& value) {
  const auto number = ParseDigits(run.TextOf(value));
  if (!number || *number > 100000) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

Value TextFunction(Run& run, const Call&, Args args) { return Value::Text(run.TextOf(args[0])); }

Value TrimFunction(Run& run, const Call&, Args args) {
  return Value::Text(Trim(run.TextOf(args[0])));
}

Value UpperFunction(Run& run, const Call&, Args args) {
  return Value::Text(run.arena.Keep(UpperAscii(run.TextOf(args[0]))));
}

Value LowerFunction(Run& run, const Call&, Args args) {
  return Value::Text(run.arena.Keep(LowerAscii(run.TextOf(args[0]))));
}

Value ConcatFunction(Run& run, const Call&, Args args) {
  std::string text;
  for (const Value& arg : args) text += run.TextOf(arg);
  return Value::Text(run.arena.Keep(text));
}

// join(" ", a, b, c): the present ones with the separator between.
Value JoinFunction(Run& run, const Call&, Args args) {
  std::string text;
  for (const Value& arg : args.subspan(1)) {
    const std::string_view part = run.TextOf(arg);
    if (part.empty()) continue;
    if (!text.empty()) text += run.TextOf(args[0]);
    text += part;
  }
  return Value::Text(run.arena.Keep(text));
}

// substr(text, from, length?): characters from `from`, counted from 1.
Value SubstrFunction(Run& run, const Call& call, Args args) {
  const std::string_view text = run.TextOf(args[0]);
  const auto from = CountOf(run, args[1]);
  const auto count = args.size() > 2 ? CountOf(run, args[2]) : std::optional(text.size());
  if (!from || *from == 0 || !count) {
    return run.Fail("mapping.number", call.place, "substr wants whole numbers from 1");
  }
  const std::size_t begin = ByteOf(text, *from - 1);
  const std::string_view rest = text.substr(begin);
  return Value::Text(rest.substr(0, ByteOf(rest, *count)));
}

// pad(text, width, "0"): the fill repeated on the left until the text is as wide.
Value PadFunction(Run& run, const Call& call, Args args) {
  const std::string_view text = run.TextOf(args[0]);
  const std::string_view fill = run.TextOf(args[2]);
  const auto width = CountOf(run, args[1]);
  if (!width || *width > 1000 || CharacterCount(fill) != 1) {
    return run.Fail("mapping.number", call.place, "pad wants a width up to 1000 and one character");
  }
  std::string padded;
  for (std::size_t i = CharacterCount(text); i < *width; ++i) padded += fill;
  return Value::Text(run.arena.Keep({padded, text}));
}

std::string_view BytesOf(Run& run, const Value& value) {
  return value.kind == Kind::kBytes ? value.text() : run.TextOf(value);
}

Value Base64Function(Run& run, const Call&, Args args) {
  return Value::Text(BytesOf(run, args[0]), Kind::kBytes);
}

Value Sha1Function(Run& run, const Call&, Args args) {
  return Value::Text(run.arena.Keep(Sha1(BytesOf(run, args[0]))), Kind::kBytes);
}

Value NumberFunction(Run& run, const Call& call, Args args) {
  const auto number = model::Decimal::Parse(run.TextOf(args[0]));
  if (!number) return run.Fail("mapping.number", call.place, "not a number");
  return Value::Text(run.arena.Keep(number->Text()), Kind::kNumber);
}

Value NhsNumberFunction(Run& run, const Call& call, Args args) {
  const auto number = model::NhsNumber::Parse(run.TextOf(args[0]));
  if (!number) return run.Fail("mapping.nhs-number", call.place, "not a valid NHS number");
  return Value::Text(run.arena.Keep(number->Reveal()));
}

Value OdsFunction(Run& run, const Call& call, Args args) {
  const std::string code = UpperAscii(Trim(run.TextOf(args[0])));
  const bool good =
      code.size() >= 3 && code.size() <= 12 &&
      std::all_of(code.begin(), code.end(), [](char c) { return IsUpper(c) || IsDigit(c); });
  if (!good) return run.Fail("mapping.ods", call.place, "not an ODS code");
  return Value::Text(run.arena.Keep(code));
}

// uuid5(a, b, ...): the parts joined by 0x1F, in the product's namespace. A part that is missing
// would give two things one id, so it is a fault.
Value Uuid5Function(Run& run, const Call&, Args args) {
  std::array<std::string_view, kMaxArguments> parts;
  std::size_t size = args.size() - 1;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (!args[i].IsPresent()) {
      return run.Fail("mapping.id", {}, "part " + std::to_string(i + 1) + " of uuid5 is missing");
    }
    parts.at(i) = run.TextOf(args[i]);
    size += parts.at(i).size();
  }
  char* const name = run.arena.Take(size);
  char* to = name;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0) *to++ = '\x1f';
    to = std::copy(parts.at(i).begin(), parts.at(i).end(), to);
  }
  return Value::Text(run.Uuid5Of({name, size}));
}

std::optional<bool> YesOrNo(Run& run, const Value& value) {
  const std::string text = UpperAscii(Trim(run.TextOf(value)));
  if (text == "Y" || text == "YES" || text == "TRUE" || text == "1") return true;
  if (text == "N" || text == "NO" || text == "FALSE" || text == "0") return false;
  return std::nullopt;
}

Value YesNoFunction(Run& run, const Call& call, Args args) {
  const std::optional<bool> answer = YesOrNo(run, args[0]);
  return answer ? Value::Boolean(*answer)
                : run.Fail("mapping.yes-no", call.place, "neither yes nor no");
}

// true when yes, nothing when no: for elements where false would say too much.
Value TrueOnlyFunction(Run& run, const Call& call, Args args) {
  const Value answer = YesNoFunction(run, call, args);
  return answer.kind == Kind::kBoolean && answer.integer() == 0 ? Value() : answer;
}

// with_warning(x, "why"): x, and a warning that says why it is doubtful.
Value WithWarningFunction(Run& run, const Call& call, Args args) {
  run.Raise(Policy::kWarn, "mapping.doubtful", call.place, run.TextOf(args[1]));
  return args[0];
}

constexpr Function kTextFunctions[] = {
    {.name = "text", .signature = "V", .value = TextFunction},
    {.name = "trim", .signature = "V", .value = TrimFunction},
    {.name = "upper", .signature = "V", .value = UpperFunction},
    {.name = "lower", .signature = "V", .value = LowerFunction},
    {.name = "concat", .signature = "VV*", .takes_nothing = true, .value = ConcatFunction},
    {.name = "join", .signature = "SVV*", .takes_nothing = true, .value = JoinFunction},
    {.name = "substr", .signature = "VVV?", .value = SubstrFunction},
    {.name = "pad", .signature = "VVV", .value = PadFunction},
    {.name = "base64", .signature = "V", .value = Base64Function, .type_name = "base64Binary"},
    {.name = "sha1", .signature = "V", .value = Sha1Function, .type_name = "base64Binary"},
    {.name = "number", .signature = "V", .value = NumberFunction, .type_name = "decimal"},
    {.name = "nhs_number", .signature = "V", .value = NhsNumberFunction},
    {.name = "ods", .signature = "V", .value = OdsFunction},
    {.name = "uuid5",
     .signature = "VV*",
     .takes_nothing = true,
     .value = Uuid5Function,
     .type_name = "uuid"},
    {.name = "yes_no",
     .signature = "V",
     .type = Type::kBoolean,
     .value = YesNoFunction,
     .type_name = "boolean"},
    {.name = "true_only",
     .signature = "V",
     .type = Type::kBoolean,
     .value = TrueOnlyFunction,
     .type_name = "boolean"},
    {.name = "with_warning", .signature = "VS", .value = WithWarningFunction, .type_name = ""},
};

}  // namespace

std::span<const Function> TextFunctions() { return kTextFunctions; }

}  // namespace wardbridge::mapping
