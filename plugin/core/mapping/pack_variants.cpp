// A pack and the overlays of a site become the packs that may be run.
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/mapping/overlay.h"
#include "core/mapping/pack_compiler.h"

namespace wardbridge::mapping {
namespace {

class VariantsCompiler {
 public:
  VariantsCompiler(const PackFiles& files, Checks checks, std::vector<Fault>& faults)
      : pack_(ReadPackTree(files, found_)), checks_(checks), faults_(faults) {
    for (const auto& overlay : files.overlays) {
      overlays_.push_back(ReadOverlay(*overlay, pack_, found_));
    }
  }

  Variants Compile() {
    Add(nullptr);
    for (const Overlay& overlay : overlays_) {
      if (overlay.AppliesWhen()) Add(&overlay);
    }
    Tell();
    return std::move(variants_);
  }

 private:
  // With the overlays that always apply, and `sometimes` in its place among them.
  void Add(const Overlay* sometimes) {
    PackTree tree = pack_;
    std::string names;
    for (const Overlay& overlay : overlays_) {
      if (overlay.AppliesWhen() && &overlay != sometimes) continue;
      ApplyOverlay(overlay, tree, found_);
      names += "+" + overlay.name;
    }
    variants_.push_back(std::make_unique<CompiledPack>());
    static const YamlNode kAlways;
    CompilePack(tree, sometimes == nullptr ? kAlways : sometimes->AppliesWhen(), *variants_.back(),
                checks_, found_);
    variants_.back()->name += names;
  }

  // What a variant says of a line is said by the others, too.
  void Tell() {
    std::set<std::tuple<std::string, int, int, std::string, std::string>> told;
    for (Fault& fault : found_) {
      if (!told.emplace(fault.file, fault.line, fault.column, fault.code, fault.text).second)
        continue;
      AddFault(faults_, std::move(fault));
    }
  }

  std::vector<Fault> found_;
  PackTree pack_;
  Checks checks_;
  std::vector<Fault>& faults_;  // outlives this: an argument of CompileVariants
  std::vector<Overlay> overlays_;
  Variants variants_;
};

}  // namespace

Variants CompileVariants(const PackFiles& files, Checks checks, std::vector<Fault>& faults) {
  return VariantsCompiler(files, checks, faults).Compile();
}

}  // namespace wardbridge::mapping
