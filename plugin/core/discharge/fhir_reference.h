// Where a FHIR reference points within the content it came with (FHIR R4 bundle.html 2.36.4.1,
// references.html).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/discharge/fhir_content.h"
#include "core/fhir/node.h"

namespace wardbridge::discharge {

// "Patient" of "https://server/fhir/Patient/1/_history/2" and of "Patient/1"; "" when it names no
// type.
[[nodiscard]] std::string TypeOfReference(const fhir::Node& reference);

// The resources of one content by what refers to them. They must outlive it. Immutable.
class FhirReferences {
 public:
  explicit FhirReferences(const std::vector<FhirResource>& resources);

  // Those that the Reference element of `from` may mean: none, one, or several versions of one. A
  // full URL is taken as it is; "Type/id" as that type and id in the same Bundle; the URL of
  // another place only means a resource that does not say where it stands.
  [[nodiscard]] std::vector<std::size_t> Find(const fhir::Node& reference,
                                              const FhirResource& from) const;

  // The contained resource that "#id" means, else the last of Find; a false Node when there is
  // none.
  [[nodiscard]] fhir::Node Resolve(const fhir::Node& reference, const FhirResource& from) const;

  // The Questionnaires of the Bundle that a canonical URL means, whatever its version.
  [[nodiscard]] std::vector<std::size_t> FindCanonical(std::string_view url,
                                                       const FhirResource& from) const;

  [[nodiscard]] const std::vector<FhirResource>& resources() const { return resources_; }

 private:
  using Key = std::pair<std::size_t, std::string>;  // scope, and full URL or "Type/id"

  const std::vector<FhirResource>& resources_;
  std::map<Key, std::vector<std::size_t>> by_url_;
  std::map<Key, std::vector<std::size_t>> by_id_;
  std::map<Key, std::vector<std::size_t>> by_canonical_;
};

// The member of `contained` with the id of "#id"; a false Node when `reference` is another.
[[nodiscard]] fhir::Node ContainedIn(const fhir::Node& resource, const fhir::Node& reference);

}  // namespace wardbridge::discharge
