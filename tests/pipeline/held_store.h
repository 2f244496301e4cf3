// A store whose commits a test makes, or fails, when it wants.
#pragma once

#include <utility>
#include <vector>

#include "edge/store/store.h"

namespace wardbridge::pipeline {

// A store that commits when the test says so.
class HeldStore final : public store::Store {
 public:
  explicit HeldStore(store::Store& inner) : inner_(inner) {}

  void Write(store::Work work, store::Done done) override {
    jobs_.emplace_back(std::move(work), std::move(done));
  }
  Result<> Read(const store::Work& work) override { return inner_.Read(work); }
  void RunWriter() override {}
  void StopWriter() override {}
  std::size_t RunOnce() override { return 0; }
  [[nodiscard]] std::string Trouble() const override { return {}; }
  [[nodiscard]] Millis WaitsForDisk() const override { return Millis(0); }
  [[nodiscard]] std::size_t QueueDepth() const override { return jobs_.size(); }

  void Release() {
    for (auto& [work, done] : std::exchange(jobs_, {}))
      inner_.Write(std::move(work), std::move(done));
    inner_.RunOnce();
  }
  void Fail(const Error& error) {
    for (auto& [work, done] : std::exchange(jobs_, {})) done(error);
  }

 private:
  store::Store& inner_;
  std::vector<std::pair<store::Work, store::Done>> jobs_;
};

}  // namespace wardbridge::pipeline
