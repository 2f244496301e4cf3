#include "engine/live_program.h"

#include <utility>

namespace wardbridge::engine {

void LiveProgram::Swap(std::shared_ptr<const discharge::Program> program) {
  const std::lock_guard lock(mutex_);
  program_.swap(program);
}

std::shared_ptr<const discharge::Program> LiveProgram::Now() const {
  const std::lock_guard lock(mutex_);
  return program_;
}

std::vector<discharge::Received> LiveProgram::Receive(std::string_view content,
                                                      const std::string& feed,
                                                      hl7::AckMode ack_mode, Timestamp now,
                                                      const std::string& ack_id) const {
  return Now()->Receive(content, feed, ack_mode, now, ack_id);
}

discharge::ReceivedReadings LiveProgram::ReceiveReadings(std::string_view content,
                                                         const std::string& feed,
                                                         Timestamp now) const {
  return Now()->ReceiveReadings(content, feed, now);
}

std::string LiveProgram::RefuseOversize(std::string_view start, hl7::AckMode ack_mode,
                                        Timestamp now, const std::string& ack_id) const {
  return Now()->RefuseOversize(start, ack_mode, now, ack_id);
}

std::string LiveProgram::RefuseForNow(const discharge::Received& received, hl7::Verdict verdict,
                                      const std::string& feed, hl7::AckMode ack_mode, Timestamp now,
                                      const std::string& ack_id) const {
  return Now()->RefuseForNow(received, verdict, feed, ack_mode, now, ack_id);
}

discharge::Interpreted LiveProgram::Interpret(const discharge::StoredMessage& message,
                                              Timestamp received) const {
  return Now()->Interpret(message, received);
}

std::optional<Timestamp> LiveProgram::SentAt(std::string_view message,
                                             const std::string& feed) const {
  return Now()->SentAt(message, feed);
}

discharge::BookChange LiveProgram::Apply(const model::Event& event,
                                         const discharge::Known& known) const {
  return Now()->Apply(event, known);
}

Result<discharge::Assembled> LiveProgram::Withdraw(
    const discharge::WithdrawRequest& request) const {
  return Now()->Withdraw(request);
}

Result<discharge::Assembled> LiveProgram::Assemble(
    const discharge::AssembleRequest& request) const {
  return Now()->Assemble(request);
}

Result<discharge::Explained> LiveProgram::Explain(const discharge::ExplainRequest& request) const {
  return Now()->Explain(request);
}

std::unique_ptr<const discharge::Program> LiveProgram::Traced(discharge::Trace& trace) const {
  return Now()->Traced(trace);
}

Result<> LiveProgram::CheckFonts() const { return Now()->CheckFonts(); }

std::string LiveProgram::MappingVersion() const { return Now()->MappingVersion(); }

}  // namespace wardbridge::engine
