#include "core/discharge/fhir_reference.h"

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;

// "Patient/1" of a relative or absolute URL, without its version; "" when it does not end so.
std::string TypeAndId(std::string_view url) {
  const std::size_t history = url.find("/_history/");
  if (history != std::string_view::npos) url = url.substr(0, history);
  const std::size_t id = url.rfind('/');
  if (id == std::string_view::npos || id + 1 == url.size()) return {};
  const std::size_t before = url.substr(0, id).rfind('/');
  const std::size_t type = before == std::string_view::npos ? 0 : before + 1;
  if (type == id || !IsUpper(url[type])) return {};
  return std::string(url.substr(type));
}

bool IsRelative(std::string_view url) {
  return url.find(':') == std::string_view::npos && !url.starts_with('/');
}

}  // namespace

std::string TypeOfReference(const Node& reference) {
  std::string stated = reference["type"].Text();
  if (!stated.empty()) return stated;
  const std::string id = TypeAndId(reference["reference"].View());
  return id.substr(0, id.find('/'));
}

Node ContainedIn(const Node& resource, const Node& reference) {
  const std::string_view url = reference["reference"].View();
  if (!url.starts_with('#')) return {};
  const Node contained = resource["contained"];
  for (std::size_t i = 0; i < contained.Size(); ++i) {
    const std::string_view id = contained.At(i)["id"].View();
    if (!id.empty() && id == url.substr(1)) return contained.At(i);
  }
  return {};
}

FhirReferences::FhirReferences(const std::vector<FhirResource>& resources) : resources_(resources) {
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const FhirResource& resource = resources[i];
    if (!resource.full_url.empty()) by_url_[{resource.scope, resource.full_url}].push_back(i);
    const std::string_view id = resource.node["id"].View();
    if (!id.empty()) by_id_[{resource.scope, resource.type + "/" + std::string(id)}].push_back(i);
    if (resource.type != "Questionnaire") continue;
    by_canonical_[{resource.scope, resource.node["url"].Text()}].push_back(i);
  }
}

std::vector<std::size_t> FhirReferences::FindCanonical(std::string_view url,
                                                       const FhirResource& from) const {
  const std::string_view unversioned = url.substr(0, url.find('|'));
  if (unversioned.empty()) return {};
  const auto found = by_canonical_.find({from.scope, std::string(unversioned)});
  return found == by_canonical_.end() ? std::vector<std::size_t>() : found->second;
}

std::vector<std::size_t> FhirReferences::Find(const Node& reference,
                                              const FhirResource& from) const {
  const std::string url = reference["reference"].Text();
  if (url.empty() || url.front() == '#') return {};
  const auto exact = by_url_.find({from.scope, url});
  if (exact != by_url_.end()) return exact->second;
  const auto found = by_id_.find({from.scope, TypeAndId(url)});
  if (found == by_id_.end()) return {};
  if (IsRelative(url)) return found->second;
  std::vector<std::size_t> nowhere;
  for (const std::size_t index : found->second) {
    if (resources_[index].full_url.empty()) nowhere.push_back(index);
  }
  return nowhere;
}

Node FhirReferences::Resolve(const Node& reference, const FhirResource& from) const {
  if (Node contained = ContainedIn(from.node, reference)) return contained;
  const std::vector<std::size_t> found = Find(reference, from);
  return found.empty() ? Node() : resources_[found.back()].node;
}

}  // namespace wardbridge::discharge
