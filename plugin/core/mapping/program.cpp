#include "core/mapping/program.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/digest.h"
#include "core/mapping/emitter.h"
#include "core/mapping/explanation.h"
#include "core/mapping/pack_compiler.h"
#include "core/mapping/run.h"
#include "core/mapping/unchecked.h"

namespace wardbridge::mapping {
namespace {

using fhir::JsonWriter;

// What each byte may be in a UUID: x for a digit, which has no capitals, and the hyphen for itself.
constexpr std::array<char, 256> kUuidLetters = [] {
  std::array<char, 256> letters{};
  for (const char c : std::string_view("0123456789abcdef"))
    letters[static_cast<unsigned char>(c)] = 'x';
  letters['-'] = '-';
  return letters;
}();

// A lower-case UUID: what may stand behind urn:uuid:.
bool IsUuid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  const auto fits = [](char c, char wanted) {
    return kUuidLetters[static_cast<unsigned char>(c)] == wanted;
  };
  return text.size() == kShape.size() && std::equal(text.begin(), text.end(), kShape.begin(), fits);
}

constexpr std::string_view kUrn = "urn:uuid:";
constexpr std::string_view kReference = R"({"reference":")";

// What `id`, which is a UUID, has to be in a Bundle.
Instances::One MakeInstance(const Value& item, std::string_view id, TextArena& arena) {
  const std::string_view reference = arena.Keep({kReference, kUrn, id, "\"}"});
  const std::string_view url = reference.substr(kReference.size(), kUrn.size() + id.size());
  return {item, reference, url, url.substr(kUrn.size())};
}

// One conversion: first the ids of all resources, so that references find them, then the text.
class Conversion {
 public:
  Conversion(const CompiledPack& pack, const Inputs& inputs, Output& output, Trace* trace)
      : pack_(pack),
        output_(output),
        run_(inputs, pack.zone, output, trace),
        writer_(output.bundle),
        emitter_(run_, writer_) {}

  void Execute() {
    run_.instances.resize(pack_.resources.size());
    for (std::size_t i = 0; i < pack_.resources.size(); ++i) {
      Prepare(pack_.resources[i], run_.instances[i]);
    }
    output_.bundle.reserve(ExpectedSize());
    WriteBundle();
  }

 private:
  [[nodiscard]] std::size_t ExpectedSize() const {
    constexpr std::size_t kFixedBytes = 8192;
    constexpr std::size_t kBytesPerObservation = 1200;
    const auto* document = run_.inputs.document;
    const std::size_t observations = run_.observed.readings().size() + run_.observed.sets().size() +
                                     run_.observed.scores().size();
    return kFixedBytes + observations * kBytesPerObservation +
           (document == nullptr ? 0 : document->bytes.size() * 4 / 3);
  }

  void Prepare(const ResourceRule& rule, Instances& instances) {
    const Run::RuleScope scope(run_, rule.rule, Policy::kError);
    if (!rule.items) {
      if (!run_.IsExhausted(0)) PrepareOne(rule, {}, instances);
      return;
    }
    Values items;
    rule.items->Each(run_, items);
    if (items.empty() && run_.trace != nullptr) run_.trace->Skip(&rule, Skipped::kNoItems);
    instances.list.reserve(items.size());
    for (const Value& item : items) {
      if (run_.IsExhausted(0)) return;
      const Run::ItemScope item_scope(run_, item);
      PrepareOne(rule, item, instances);
    }
  }

  // Why there is no resource for the current item; nothing: there is one.
  std::optional<Skipped> Refuses(const ResourceRule& rule) {
    const Trace::Deciding deciding(run_.trace);
    if (rule.when && !rule.when->Holds(run_)) return Skipped::kWhen;
    if (rule.skip_if && rule.skip_if->Holds(run_)) return Skipped::kSkipIf;
    return std::nullopt;
  }

  void PrepareOne(const ResourceRule& rule, const Value& item, Instances& instances) {
    const std::size_t mark = run_.trace == nullptr ? 0 : run_.trace->Mark();
    if (const auto why = Refuses(rule)) {
      if (run_.trace != nullptr) run_.trace->Skip(&rule, *why);
      return;
    }
    const std::string_view id = IdOf(rule.id);
    if (run_.trace != nullptr) run_.trace->Count(&rule, !id.empty(), Skipped::kFailed);
    if (id.empty()) return;
    if (rule.items) {
      if (instances.by_ordinal.size() <= item.ordinal)
        instances.by_ordinal.resize(item.ordinal + 1, -1);
      instances.by_ordinal[item.ordinal] = static_cast<std::int32_t>(instances.list.size());
    }
    instances.list.push_back(MakeInstance(item, id, run_.arena));
    if (run_.trace != nullptr) {
      run_.trace->KeepId(instances.list.back().full_url.data(), run_.trace->Take(mark));
    }
  }

  // "" after a fault, which has been raised.
  std::string_view IdOf(const IdRule& rule) {
    const Value value = rule.value->Evaluate(run_);
    if (!value.IsPresent()) {
      if (value.kind != Kind::kFailed) run_.Raise(Policy::kError, "mapping.id", {}, "no id");
      return {};
    }
    const std::string_view id = run_.TextOf(value);
    if (rule.is_uuid || IsUuid(id)) return id;
    run_.Raise(Policy::kError, "mapping.id", {},
               "the id is not a lower-case UUID; make it with uuid5()");
    return {};
  }

  void WriteHead(const Head& head, std::string_view id, const std::vector<Field>& meta) {
    writer_.Member(head.type);
    if (!id.empty()) writer_.Member(R"("id":")", id, "\"");
    if (meta.empty()) return writer_.Member(head.meta);
    writer_.Key("meta");
    writer_.BeginObject();
    emitter_.WriteFields(meta);
    writer_.Member(head.profile);
    writer_.EndObject();
  }

  void WriteBundle() {
    const BundleRule& bundle = pack_.bundle;
    const Run::RuleScope scope(run_, bundle.rule, Policy::kError);
    writer_.BeginObject();
    WriteHead(bundle.head, IdOf(bundle.id), bundle.meta);
    if (run_.trace != nullptr) NoteHead(bundle.rule, 0, run_.trace->Take(0));
    emitter_.WriteFields(bundle.fields);
    writer_.Member(R"("type":"collection")");
    writer_.Key("entry");
    writer_.BeginArray();
    for (const OrderStep& step : bundle.order) {
      if (step.resource) {
        for (const Instances::One& one : run_.instances[*step.resource].list) {
          WriteEntry(pack_.resources[*step.resource], one);
        }
      } else {
        WriteBySet();
      }
    }
    writer_.EndArray();
    writer_.EndObject();
    if (run_.trace != nullptr) NoteHead(bundle.rule, 0, {});
  }

  // What stands at the head of a resource comes from its rule and from what its id was made of.
  void NoteHead(const Rule& rule, std::size_t begin, std::vector<TraceSource> sources) {
    TraceSpan span;
    span.rule = &rule;
    span.begin = begin;
    span.end = NextByte(writer_);
    span.is_head = true;
    span.sources = std::move(sources);
    run_.trace->Span(std::move(span));
  }

  void WriteBySet() {
    for (const Observed::Item& item : run_.observed.BySet()) {
      switch (item.kind) {
        case Observed::Item::Kind::kTotal:
          WriteFor(pack_.totals, item.ordinal);
          break;
        case Observed::Item::Kind::kScore:
          WriteFor(pack_.scores, item.ordinal);
          break;
        case Observed::Item::Kind::kReading:
          WriteFor(pack_.readings, item.ordinal);
          break;
      }
    }
  }

  void WriteFor(const std::vector<std::size_t>& rules, std::size_t ordinal) {
    for (const std::size_t rule : rules) {
      const Instances& instances = run_.instances[rule];
      if (ordinal >= instances.by_ordinal.size() || instances.by_ordinal[ordinal] < 0) continue;
      const auto at = static_cast<std::size_t>(instances.by_ordinal[ordinal]);
      WriteEntry(pack_.resources[rule], instances.list[at]);
    }
  }

  void WriteEntry(const ResourceRule& rule, const Instances::One& one) {
    if (rule.items) {
      const Run::ItemScope item_scope(run_, one.item);
      return WriteResource(rule, one);
    }
    WriteResource(rule, one);
  }

  void WriteResource(const ResourceRule& rule, const Instances::One& one) {
    const Run::RuleScope scope(run_, rule.rule, Policy::kWarn);
    const std::size_t begin = NextByte(writer_);
    writer_.BeginObject();
    const std::size_t head = NextByte(writer_);
    writer_.Member(R"("fullUrl":")", one.full_url, "\"");
    writer_.Key("resource");
    writer_.BeginObject();
    WriteHead(rule.head, one.id, rule.meta);
    if (run_.trace != nullptr) {
      NoteHead(rule.rule, head, run_.trace->IdSources(one.full_url.data()));
    }
    emitter_.WriteFields(rule.fields);
    writer_.EndObject();
    writer_.EndObject();
    if (run_.trace != nullptr) NoteHead(rule.rule, begin, {});
  }

  const CompiledPack& pack_;  // outlives the conversion, as `output_` does
  Output& output_;
  Run run_;
  JsonWriter writer_;
  Emitter emitter_;
};

class PackProgram final : public Program {
 public:
  PackProgram(Variants variants, std::string digest)
      : variants_(std::move(variants)), digest_(std::move(digest)) {}

  [[nodiscard]] Output Run(const Inputs& inputs, Trace* trace) const override {
    Output output;
    const CompiledPack& pack = Chosen(inputs);
    if (trace != nullptr) trace->Begin();
    Conversion(pack, inputs, output, trace).Execute();
    return output;
  }
  [[nodiscard]] Explanation Explain(const Inputs& inputs, const Trace& trace,
                                    std::string_view bundle) const override {
    return mapping::Explain(trace, Chosen(inputs), inputs.view, bundle);
  }
  [[nodiscard]] bool WarnsOfUnread() const override { return variants_.front()->warn_of_unread; }
  [[nodiscard]] std::string Name() const override { return variants_.front()->name; }
  [[nodiscard]] std::string Version() const override { return variants_.front()->version; }
  [[nodiscard]] std::string Digest() const override { return digest_; }

 private:
  // The first variant whose overlay applies, else the one without any that applies only sometimes.
  [[nodiscard]] const CompiledPack& Chosen(const Inputs& inputs) const {
    for (std::size_t i = 1; i < variants_.size(); ++i) {
      Output none;  // what the condition cannot read, the lines that read it will tell
      mapping::Run run(inputs, variants_[i]->zone, none);
      if (variants_[i]->applies->Holds(run)) return *variants_[i];
    }
    return *variants_.front();
  }

  Variants variants_;
  std::string digest_;
};

void AppendFiles(const PackFiles& files, std::string& all) {
  for (const auto& [path, bytes] : files.files) {
    all.append(path).push_back('\0');
    all.append(std::to_string(bytes.size())).push_back('\0');
    all.append(bytes);
  }
}

// Path, size and bytes of every file, so that no two packs look the same; an empty path parts one
// folder from the next.
std::string DigestOf(const PackFiles& files) {
  std::string all;
  AppendFiles(files, all);
  for (const auto& [name, used] : files.used) {
    all.append("\0use\0", 5).append(name).push_back('\0');
    AppendFiles(*used, all);
  }
  for (const auto& overlay : files.overlays) {
    all.append("\0overlay\0", 9);
    AppendFiles(*overlay, all);
  }
  return Hex(Sha256(all));
}

}  // namespace

std::shared_ptr<const Program> Program::Compile(const PackFiles& pack, std::vector<Fault>& faults) {
  return CompileWith(pack, Checks::kAll, faults);
}

std::shared_ptr<const Program> CompileWith(const PackFiles& pack, Checks checks,
                                           std::vector<Fault>& faults) {
  std::vector<Fault> found;
  Variants variants = CompileVariants(pack, checks, found);
  const bool good = !HasErrors(found);
  faults.insert(faults.end(), std::make_move_iterator(found.begin()),
                std::make_move_iterator(found.end()));
  if (!good) return nullptr;
  return std::make_shared<PackProgram>(std::move(variants), DigestOf(pack));
}

}  // namespace wardbridge::mapping
