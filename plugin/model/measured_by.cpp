#include "model/measured_by.h"

namespace wardbridge::model {

std::string_view Name(MeasuredBy by) {
  switch (by) {
    case MeasuredBy::kNotStated:
      return "";
    case MeasuredBy::kPatient:
      return "patient";
    case MeasuredBy::kRelated:
      return "related";
    case MeasuredBy::kStaff:
      return "staff";
  }
  return "";
}

std::optional<MeasuredBy> MeasuredByOf(std::string_view name) {
  for (const MeasuredBy by :
       {MeasuredBy::kNotStated, MeasuredBy::kPatient, MeasuredBy::kRelated, MeasuredBy::kStaff}) {
    if (Name(by) == name) return by;
  }
  return std::nullopt;
}

}  // namespace wardbridge::model
