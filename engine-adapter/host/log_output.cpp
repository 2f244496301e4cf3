#include "engine-adapter/host/log_output.h"

#include <algorithm>
#include <array>
#include <utility>

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "engine-adapter/host/json_text.h"

namespace wardbridge::host {
namespace {

constexpr std::string_view kConfiguration = "config";

// WB_LOG_* as words, the shorter ones padded in text.
constexpr std::array<std::string_view, 6> kLevels = {"trace", "debug", "info",
                                                     "warn",  "error", "misuse"};

std::string_view LevelName(std::int32_t level) {
  const bool known = level >= 0 && static_cast<std::size_t>(level) < kLevels.size();
  return known ? kLevels[static_cast<std::size_t>(level)] : "error";
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

}  // namespace

std::string FormatLine(LogFormat format, std::int32_t level, std::string_view component,
                       std::string_view line) {
  const std::string_view name = LevelName(level);
  if (format == LogFormat::kJson) {
    return "\"level\":\"" + std::string(name) + "\",\"component\":" + JsonText(component) +
           ",\"line\":" + JsonText(OneLine(line));
  }
  std::string text(name);
  text.resize(std::max<std::size_t>(text.size(), 5), ' ');
  return text + " " + OneLine(component) + " " + OneLine(line);
}

LogOutput::LogOutput(LogFormat format)
    : format_(format),
      logger_(std::make_unique<spdlog::logger>("wardbridge",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  const std::string pattern = format == LogFormat::kJson ? "{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",%v}"
                                                         : "%Y-%m-%dT%H:%M:%S.%eZ %v";
  logger_->set_formatter(
      std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
  logger_->set_level(spdlog::level::trace);
  logger_->flush_on(spdlog::level::trace);
  // A log that cannot be written must not stop the product, and there is nowhere else to say so.
  logger_->set_error_handler([](const std::string&) {});
}

LogOutput::~LogOutput() = default;

void LogOutput::Write(std::int32_t level, std::string_view component, std::string_view line) {
  if (component == kConfiguration) {
    const std::lock_guard lock(mutex_);
    if (holding_) {
      held_.emplace_back(level, line);
      return;
    }
  }
  WriteNow(level, component, line);
}

void LogOutput::WriteNow(std::int32_t level, std::string_view component, std::string_view line) {
  // The level is part of the line already, in the words of the contract.
  logger_->log(spdlog::level::info,
               spdlog::string_view_t(FormatLine(format_, level, component, line)));
}

void LogOutput::HoldConfiguration() {
  const std::lock_guard lock(mutex_);
  holding_ = true;
}

void LogOutput::WriteHeld() {
  const std::lock_guard lock(mutex_);
  holding_ = false;
  for (const auto& [level, line] : std::exchange(held_, {})) WriteNow(level, kConfiguration, line);
}

void LogOutput::DropHeld() {
  const std::lock_guard lock(mutex_);
  holding_ = false;
  held_.clear();
}

}  // namespace wardbridge::host
