// Patient data in memory. A Phi<T> cannot be streamed or formatted, so logging it does not compile;
// Reveal() is the word to look for in review.
#pragma once

#include <compare>
#include <ostream>
#include <utility>

namespace wardbridge {

// Owns a T that came from a patient's message. A value: copied and moved like T, no thread rule of
// its own.
template <typename T>
class Phi {
 public:
  Phi() = default;
  explicit Phi(T value) : value_(std::move(value)) {}

  // The value itself, for output that is meant to carry patient data: documents, Bundles, the
  // store.
  [[nodiscard]] const T& Reveal() const { return value_; }

  [[nodiscard]] bool Empty() const { return value_ == T{}; }

  friend bool operator==(const Phi&, const Phi&) = default;
  friend auto operator<=>(const Phi&, const Phi&) = default;

 private:
  T value_{};
};

template <typename T>
std::ostream& operator<<(std::ostream&, const Phi<T>&) = delete;

}  // namespace wardbridge
