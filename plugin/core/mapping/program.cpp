#include "core/mapping/program.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/mapping/emitter.h"
#include "core/mapping/pack_compiler.h"
#include "core/mapping/run.h"

namespace wardbridge::mapping {
namespace {

using fhir::JsonWriter;

// A lower-case UUID: what may stand behind urn:uuid:.
bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = IsDigit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
    if (hyphen ? text[i] != '-' : !hex) return false;
  }
  return true;
}

constexpr std::string_view kUrn = "urn:uuid:";

// One conversion: first the ids of all resources, so that references find them, then the text.
class Conversion {
 public:
  Conversion(const CompiledPack& pack, const Inputs& inputs, Output& output)
      : pack_(pack),
        output_(output),
        run_(inputs, pack.zone, output),
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
    std::vector<Value> items;
    if (rule.items) {
      rule.items->Each(run_, items);
    } else {
      items.emplace_back();
    }
    instances.list.reserve(items.size());
    for (const Value& item : items) {
      if (rule.items) {
        const Run::ItemScope item_scope(run_, item);
        PrepareOne(rule, item, instances);
      } else {
        PrepareOne(rule, item, instances);
      }
    }
  }

  void PrepareOne(const ResourceRule& rule, const Value& item, Instances& instances) {
    if (rule.when && !rule.when->Holds(run_)) return;
    if (rule.skip_if && rule.skip_if->Holds(run_)) return;
    const std::string_view id = IdOf(*rule.id);
    if (id.empty()) return;
    if (instances.by_ordinal.size() <= item.ordinal)
      instances.by_ordinal.resize(item.ordinal + 1, -1);
    instances.by_ordinal[item.ordinal] = static_cast<std::int32_t>(instances.list.size());
    instances.list.push_back({item, run_.arena.Keep(kUrn, id)});
  }

  // "" after a fault, which has been raised.
  std::string_view IdOf(const Expression& expression) {
    const Value value = expression.Evaluate(run_);
    if (!value.IsPresent()) {
      if (value.kind != Kind::kFailed) run_.Raise(Policy::kError, "mapping.id", {}, "no id");
      return {};
    }
    const std::string_view id = run_.TextOf(value);
    if (IsUuid(id)) return id;
    run_.Raise(Policy::kError, "mapping.id", {},
               "the id is not a lower-case UUID; make it with uuid5()");
    return {};
  }

  void Member(std::string_view key, std::string_view text) {
    writer_.Key(key);
    writer_.String(text);
  }

  void WriteHead(std::string_view type, std::string_view id, const std::vector<Field>& meta,
                 std::string_view profile) {
    Member("resourceType", type);
    Member("id", id);
    writer_.Key("meta");
    writer_.BeginObject();
    emitter_.WriteFields(meta);
    writer_.Key("profile");
    writer_.BeginArray();
    writer_.String(profile);
    writer_.EndArray();
    writer_.EndObject();
  }

  void WriteBundle() {
    const BundleRule& bundle = pack_.bundle;
    const Run::RuleScope scope(run_, bundle.rule, Policy::kError);
    writer_.BeginObject();
    WriteHead("Bundle", IdOf(*bundle.id), bundle.meta, bundle.profile);
    emitter_.WriteFields(bundle.fields);
    Member("type", "collection");
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
      return WriteResource(rule, one.full_url);
    }
    WriteResource(rule, one.full_url);
  }

  void WriteResource(const ResourceRule& rule, std::string_view full_url) {
    const Run::RuleScope scope(run_, rule.rule, Policy::kWarn);
    writer_.BeginObject();
    Member("fullUrl", full_url);
    writer_.Key("resource");
    writer_.BeginObject();
    WriteHead(rule.type, full_url.substr(kUrn.size()), rule.meta, rule.profile);
    emitter_.WriteFields(rule.fields);
    writer_.EndObject();
    writer_.EndObject();
  }

  const CompiledPack& pack_;  // outlives the conversion, as `output_` does
  Output& output_;
  Run run_;
  JsonWriter writer_;
  Emitter emitter_;
};

class PackProgram final : public Program {
 public:
  [[nodiscard]] Output Run(const Inputs& inputs) const override {
    Output output;
    Conversion(pack_, inputs, output).Execute();
    return output;
  }
  [[nodiscard]] std::string Name() const override { return pack_.name; }
  [[nodiscard]] std::string Version() const override { return pack_.version; }
  [[nodiscard]] std::string Digest() const override { return digest_; }

  CompiledPack& pack() { return pack_; }
  void SetDigest(std::string digest) { digest_ = std::move(digest); }

 private:
  CompiledPack pack_;
  std::string digest_;
};

// Path, size and bytes of every file, so that no two packs look the same.
std::string DigestOf(const PackFiles& files) {
  std::string all;
  for (const auto& [path, bytes] : files.files) {
    all.append(path).push_back('\0');
    all.append(std::to_string(bytes.size())).push_back('\0');
    all.append(bytes);
  }
  return Hex(Sha256(all));
}

}  // namespace

std::shared_ptr<const Program> Program::Compile(const PackFiles& pack, std::vector<Fault>& faults) {
  auto program = std::make_shared<PackProgram>();
  std::vector<Fault> found;
  CompilePack(pack, program->pack(), found);
  const bool good = !HasErrors(found);
  faults.insert(faults.end(), std::make_move_iterator(found.begin()),
                std::make_move_iterator(found.end()));
  if (!good) return nullptr;
  program->SetDigest(DigestOf(pack));
  return program;
}

}  // namespace wardbridge::mapping
