// What is found wrong in the content of a source of readings: so many are kept, and their number.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "model/issue.h"

namespace wardbridge::discharge {

// Content that is wrong from end to end must not fill the memory. One thread.
class ToldProblems {
 public:
  // Something is used, and yet a person may want to know.
  void Warn(std::string code, std::string path, std::string text) {
    Add(model::Issue::Severity::kWarning, std::move(code), std::move(path), std::move(text));
  }
  // Something is not used.
  void Refuse(std::string code, std::string path, std::string text) {
    Add(model::Issue::Severity::kError, std::move(code), std::move(path), std::move(text));
  }

  // All of them. Beyond the first 1,000 a last one stands for the others; it is an error as soon as
  // one of these is.
  [[nodiscard]] std::vector<model::Issue> Take() {
    if (more_ > 0) {
      kept_.push_back({worst_, "reading.more", "", std::to_string(more_) + " more like these", ""});
    }
    return std::move(kept_);
  }

 private:
  void Add(model::Issue::Severity severity, std::string code, std::string path, std::string text) {
    constexpr std::size_t kMost = 1'000;
    if (kept_.size() < kMost) {
      kept_.push_back({severity, std::move(code), std::move(path), std::move(text), ""});
      return;
    }
    ++more_;
    if (severity == model::Issue::Severity::kError) worst_ = severity;
  }

  std::vector<model::Issue> kept_;
  std::size_t more_ = 0;
  model::Issue::Severity worst_ = model::Issue::Severity::kWarning;
};

}  // namespace wardbridge::discharge
