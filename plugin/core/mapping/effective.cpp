// A pack with its overlays put in, printed with the origin of each line.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "core/mapping/overlay.h"
#include "core/mapping/pack_compiler.h"
#include "core/mapping/pack_tree.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {
namespace {

constexpr std::size_t kOriginColumn = 100;

// What YAML would take for something else, or the strict reader for an absent value.
bool WantsQuotes(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return true;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) {
    return true;
  }
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos ||
      text.back() == ':') {
    return true;
  }
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string InQuotes(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += "\\x";
      quoted += kHex[byte / 16];
      quoted += kHex[byte % 16];
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string Quoted(std::string_view text) {
  return WantsQuotes(text) ? InQuotes(text) : std::string(text);
}

std::string OriginOf(const YamlNode& node) {
  return node.File().empty() ? "" : node.File() + ":" + std::to_string(node.Line());
}

class Printer {
 public:
  std::string Take() { return std::move(out_); }

  void Line(int depth, const std::string& text, const std::string& origin) {
    std::string line(static_cast<std::size_t>(depth) * 2, ' ');
    line += text;
    const auto width =
        static_cast<std::size_t>(std::count_if(line.begin(), line.end(), StartsCharacter));
    if (!origin.empty()) {
      line.append(width < kOriginColumn ? kOriginColumn - width : 1, ' ')
          .append("# ")
          .append(origin);
    }
    out_ += line + "\n";
  }

  // `prefix`: "- " before the first line of an item of a list, which the others stand below.
  void Map(int depth, const YamlNode& map, std::string prefix = {}) {
    for (const auto& [key, value] : map.Entries()) {
      Entry(depth, prefix + Quoted(key.Text()), key, value, prefix.empty() ? 0 : 1);
      prefix = prefix.empty() ? "" : "  ";
    }
  }

 private:
  void Entry(int depth, const std::string& name, const YamlNode& key, const YamlNode& value,
             int inner) {
    if (value.IsScalar()) {
      const YamlNode& origin = value.File().empty() ? key : value;
      return Line(depth, name + ": " + Quoted(value.Text()), OriginOf(origin));
    }
    if (value.Items().empty() && value.Entries().empty()) {
      return Line(depth, name + (value.IsList() ? ": []" : ": {}"), OriginOf(value));
    }
    Line(depth, name + ":", OriginOf(key));
    if (value.IsMap()) return Map(depth + 1 + inner, value);
    for (const YamlNode& item : value.Items()) Item(depth + 1 + inner, item);
  }

  void Item(int depth, const YamlNode& item) {
    if (item.IsMap() && !item.Entries().empty()) return Map(depth, item, "- ");
    Line(depth, "- " + (item.IsScalar() ? Quoted(item.Text()) : "{}"), OriginOf(item));
  }

  std::string out_;
};

std::string PolicyName(const Table& table) {
  switch (table.unmapped) {
    case Unmapped::kError:
      return "error";
    case Unmapped::kWarn:
      return "warn";
    case Unmapped::kKeepSourceCode:
      return "keep-source-code";
    case Unmapped::kOmit:
      return "omit";
    case Unmapped::kUse:
      return "use \"" + table.fallback.target + "\"";
  }
  return {};
}

void PrintTable(const Table& table, Printer& printer) {
  printer.Line(1, Quoted(table.name) + ":", {});
  printer.Line(2, "unmapped: " + PolicyName(table), {});
  printer.Line(2, "rows:", {});
  for (const Row& row : table.rows()) {
    std::string text = "- {source: " + InQuotes(row.source) + ", target: " + InQuotes(row.target);
    if (!row.system.empty()) text += ", system: " + InQuotes(row.system);
    printer.Line(3, text + "}", table.PlaceOf(row));
  }
}

void PrintEntries(const char* name, const std::vector<PackTree::Entry>& entries, Printer& printer) {
  if (entries.empty()) return;
  printer.Line(0, std::string(name) + ":", {});
  for (const PackTree::Entry& entry : entries) {
    printer.Line(1, Quoted(entry.key.Text()) + ":", OriginOf(entry.key));
    printer.Map(2, entry.value);
  }
}

}  // namespace

Result<std::string> PrintEffective(const PackFiles& files, std::string_view site,
                                   std::vector<Fault>& faults) {
  std::vector<Fault> found;
  (void)CompileVariants(files, Checks::kAll, found);
  const bool good = !HasErrors(found);
  faults.insert(faults.end(), found.begin(), found.end());
  if (!good) return std::string();
  PackTree tree = ReadPackTree(files, found);
  Printer printer;
  bool applied = false;
  for (const auto& overlay_files : files.overlays) {
    const Overlay overlay = ReadOverlay(*overlay_files, tree, found);
    if (!site.empty() && overlay.name != site) continue;
    applied = true;
    ApplyOverlay(overlay, tree, found);
    std::string when;
    if (overlay.AppliesWhen()) when = ", when " + overlay.AppliesWhen().Text();
    printer.Line(0, "# with overlay " + overlay.name + " (" + overlay.folder + ")" + when, {});
  }
  if (!site.empty() && !applied) {
    return Error{Code::kNotFound, "--site", "the configuration names no overlay of that name"};
  }
  for (const auto& [key, value] : tree.head.Entries()) {
    if (key.Text() == "resources" || key.Text() == "templates" || key.Text() == "tables") continue;
    YamlNode one = YamlNode::MapAt(key);
    one.Put(key, value);
    printer.Map(0, one);
  }
  printer.Line(0, "tables:", {});
  for (const auto& [name, table] : ReadTables(tree.tables, found)) PrintTable(table, printer);
  PrintEntries("templates", tree.templates, printer);
  PrintEntries("resources", tree.resources, printer);
  return printer.Take();
}

}  // namespace wardbridge::mapping
