#include "pipeline/operate_target.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "pipeline/operate.h"

namespace wardbridge::pipeline {
namespace {

Target NoSuch(std::string problem) {
  Target target;
  target.problem = std::move(problem);
  return target;
}

Target NameDestination(const std::string& name, const std::vector<std::string>& destinations) {
  if (std::find(destinations.begin(), destinations.end(), name) == destinations.end())
    return NoSuch("no destination of this name is configured");
  Target target;
  target.destination = name;
  return target;
}

Result<Target> FindMessage(store::Rows& rows, std::int64_t id) {
  auto found = rows.Messages({id});
  if (!found) return found.error();
  if (found->empty()) return NoSuch("no message has this number");
  Target target;
  target.message = std::move(found->front());
  return target;
}

Result<Target> FindByDigits(store::Rows& rows, const std::string& digits) {
  auto stays = rows.StaysByReference(digits);
  if (!stays) return stays.error();
  auto deliveries = rows.DeliveriesByPrefix(digits);
  if (!deliveries) return deliveries.error();
  const std::size_t found = stays->size() + deliveries->size();
  if (found == 0) return NoSuch("no stay and no delivery has this key; 'queue list' shows them");
  if (found > 1) return NoSuch("the key fits several: give more of it");
  Target target;
  if (!stays->empty()) {
    target.stay = std::move(stays->front());
  } else {
    target.delivery = std::move(deliveries->front());
  }
  return target;
}

}  // namespace

std::string Target::Subject() const {
  if (destination) return std::string(kDestinationPrefix) + *destination;
  if (message) return "m" + std::to_string(message->id);
  if (stay) return stay->Reference();
  return delivery ? delivery->key : "";
}

std::string Target::StayReference() const {
  if (stay) return stay->Reference();
  return delivery ? model::StayReference(delivery->stay_key) : "";
}

std::string Target::Destination() const {
  if (destination) return *destination;
  return delivery ? delivery->destination : "";
}

Result<Target> FindTarget(store::Rows& rows, const std::string& text,
                          const std::vector<std::string>& destinations) {
  if (text.starts_with(kDestinationPrefix))
    return NameDestination(text.substr(kDestinationPrefix.size()), destinations);
  if (text.starts_with('m')) {
    const auto id = ParseDigits(std::string_view(text).substr(1));
    if (id) return FindMessage(rows, *id);
  }
  return FindByDigits(rows, text);
}

}  // namespace wardbridge::pipeline
