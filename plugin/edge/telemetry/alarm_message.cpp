#include "edge/telemetry/alarm_message.h"

#include <nlohmann/json.hpp>

namespace wardbridge::telemetry {
namespace {

std::string ForPeople(const model::Alarm& alarm, bool over, std::string_view host) {
  std::string text = "wardbridge";
  if (!host.empty()) text += " " + std::string(host);
  text += over ? ": over: " : ": alarm: ";
  text += alarm.code;
  if (!alarm.subject.empty()) text += " (" + alarm.subject + ")";
  return over ? text : text + ": " + alarm.text;
}

}  // namespace

std::string AlarmMessage(const model::Alarm& alarm, bool over, std::string_view host) {
  nlohmann::ordered_json json;
  json["text"] = ForPeople(alarm, over, host);
  json["state"] = over ? "over" : "standing";
  json["code"] = alarm.code;
  json["subject"] = alarm.subject;
  json["count"] = alarm.count;
  json["first"] = FormatInstant(alarm.first);
  json["last"] = FormatInstant(alarm.last);
  json["host"] = host;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace wardbridge::telemetry
