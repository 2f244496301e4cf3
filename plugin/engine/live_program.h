// The program of a running engine, which a reload replaces while others use it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/discharge/discharge.h"

namespace wardbridge::engine {

// Every call is done from its beginning to its end by the program that was there when it began.
// Any thread.
class LiveProgram final : public discharge::Program {
 public:
  explicit LiveProgram(std::shared_ptr<const discharge::Program> program)
      : program_(std::move(program)) {}

  // From now on calls go to `program`; those under way are finished by the one they began with.
  void Swap(std::shared_ptr<const discharge::Program> program);

  [[nodiscard]] std::vector<discharge::Received> Receive(std::string_view content,
                                                         const std::string& feed,
                                                         hl7::AckMode ack_mode, Timestamp now,
                                                         const std::string& ack_id) const override;
  [[nodiscard]] discharge::ReceivedReadings ReceiveReadings(std::string_view content,
                                                            const std::string& feed,
                                                            Timestamp now) const override;
  [[nodiscard]] std::string RefuseOversize(std::string_view start, hl7::AckMode ack_mode,
                                           Timestamp now, const std::string& ack_id) const override;
  [[nodiscard]] std::string RefuseForNow(const discharge::Received& received, hl7::Verdict verdict,
                                         const std::string& feed, hl7::AckMode ack_mode,
                                         Timestamp now, const std::string& ack_id) const override;
  [[nodiscard]] discharge::Interpreted Interpret(const discharge::StoredMessage& message,
                                                 Timestamp received) const override;
  [[nodiscard]] std::optional<Timestamp> SentAt(std::string_view message,
                                                const std::string& feed) const override;
  [[nodiscard]] discharge::BookChange Apply(const model::Event& event,
                                            const discharge::Known& known) const override;
  [[nodiscard]] Result<discharge::Assembled> Withdraw(
      const discharge::WithdrawRequest& request) const override;
  [[nodiscard]] Result<discharge::Assembled> Assemble(
      const discharge::AssembleRequest& request) const override;
  [[nodiscard]] Result<discharge::Explained> Explain(
      const discharge::ExplainRequest& request) const override;
  [[nodiscard]] std::unique_ptr<const Program> Traced(discharge::Trace& trace) const override;
  [[nodiscard]] Result<> CheckFonts() const override;
  [[nodiscard]] std::string MappingVersion() const override;

 private:
  [[nodiscard]] std::shared_ptr<const discharge::Program> Now() const;

  mutable std::mutex mutex_;  // guards the pointer, not what it points to
  std::shared_ptr<const discharge::Program> program_;
};

}  // namespace wardbridge::engine
