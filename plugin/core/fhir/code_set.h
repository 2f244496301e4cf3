// Codes that can be named one by one: those of a required binding.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wardbridge::fhir {

namespace table {
// A row of the generated tables.
struct CodeSetRow {
  std::string_view url;
  std::string_view system;
  const std::string_view* first = nullptr;  // sorted
  std::uint16_t count = 0;
};
}  // namespace table

// The codes of a binding that is required (R4 terminologies.html#required). A view into the tables:
// never invalid, thread-safe.
class CodeSet {
 public:
  explicit CodeSet(const table::CodeSetRow& row) : row_(&row) {}

  [[nodiscard]] std::string_view Url() const { return row_->url; }  // of the value set
  // "" where the codes are of several systems.
  [[nodiscard]] std::string_view System() const { return row_->system; }
  [[nodiscard]] std::size_t Size() const { return row_->count; }
  [[nodiscard]] std::string_view At(std::size_t index) const {
    return row_->first[index];
  }  // sorted
  [[nodiscard]] bool Has(std::string_view code) const {
    return std::binary_search(row_->first, row_->first + row_->count, code);
  }

 private:
  const table::CodeSetRow* row_;
};

}  // namespace wardbridge::fhir
