// discharge::Program over the compiled mapping pack.
#include <utility>

#include "core/discharge/assemble.h"
#include "core/discharge/discharge.h"
#include "core/discharge/explain.h"
#include "core/discharge/interpret.h"
#include "core/discharge/monitored.h"
#include "core/discharge/receive.h"
#include "core/discharge/stay_book.h"
#include "core/discharge/withdraw.h"
#include "core/document/render.h"
#include "core/hl7/acknowledgement.h"
#include "core/hl7/date_time.h"
#include "core/hl7/split.h"

namespace wardbridge::discharge {
namespace {

// Table 0357 code 207: application internal error.
constexpr int kInternalError = 207;

class CompiledProgram final : public Program {
 public:
  CompiledProgram(Options options, std::shared_ptr<const mapping::Program> mapping,
                  Trace* trace = nullptr)
      : options_(std::move(options)), mapping_(std::move(mapping)), trace_(trace) {}

  [[nodiscard]] std::vector<Received> Receive(std::string_view content, const std::string& feed,
                                              hl7::AckMode ack_mode, Timestamp now,
                                              const std::string& ack_id) const override {
    return ReceiveContent(content, FeedOf(options_, feed), ack_mode, now, ack_id, trace_);
  }

  [[nodiscard]] ReceivedReadings ReceiveReadings(std::string_view content, const std::string& feed,
                                                 Timestamp now) const override {
    return ReceiveMonitored(content, FeedOf(options_, feed), now);
  }

  [[nodiscard]] std::string RefuseOversize(std::string_view start, hl7::AckMode ack_mode,
                                           Timestamp now,
                                           const std::string& ack_id) const override {
    return RefuseOversizeFrame(start, ack_mode, now, ack_id);
  }

  [[nodiscard]] std::string RefuseForNow(const Received& received, hl7::Verdict verdict,
                                         const std::string& feed, hl7::AckMode ack_mode,
                                         Timestamp now, const std::string& ack_id) const override {
    const auto message = ParseFor(FeedOf(options_, feed), received.bytes);
    if (!message) return {};
    hl7::AckRequest request;
    request.verdict = verdict;
    request.mode = ack_mode;
    request.now = now;
    request.control_id = ack_id;
    request.error_code = kInternalError;
    request.segment = "MSH";
    request.sequence = 1;
    request.text = "not stored: send it again later";
    return hl7::Acknowledge(*message, request);
  }

  [[nodiscard]] Interpreted Interpret(const StoredMessage& message,
                                      Timestamp received) const override {
    return InterpretMessage(message, received, FeedOf(options_, message.feed), options_, trace_);
  }

  [[nodiscard]] std::optional<Timestamp> SentAt(std::string_view message,
                                                const std::string& feed) const override {
    const FeedOptions& options = FeedOf(options_, feed);
    const std::string_view header = message.substr(0, message.find_first_of("\r\n"));
    const auto parsed = ParseFor(options, std::string(header));
    if (!parsed) return std::nullopt;
    const auto time = hl7::ParseDateTime(parsed->Get("MSH", 7), options.lenient_dates);
    if (!time) return std::nullopt;
    hl7::ZoneRules zone;
    zone.zone = options.timezone;
    zone.offset_trust = options.offset_trust;
    return hl7::ToInstant(*time, zone).time;
  }

  [[nodiscard]] BookChange Apply(const model::Event& event, const Known& known) const override {
    return ApplyEvent(event, known, options_, trace_);
  }

  [[nodiscard]] Result<Assembled> Assemble(const AssembleRequest& request) const override {
    auto assembled = mapping_->WarnsOfUnread() ? AssembleWithWarnings(request)
                                               : AssembleSummary(request, options_, *mapping_);
    if (assembled) assembled->mapping = MappingVersion();
    return assembled;
  }

  [[nodiscard]] Result<Assembled> Withdraw(const WithdrawRequest& request) const override {
    auto withdrawn = WithdrawSummary(request, options_);
    if (withdrawn) withdrawn->mapping = MappingVersion();
    return withdrawn;
  }

  [[nodiscard]] Result<Explained> Explain(const ExplainRequest& request) const override {
    auto explained = ExplainSummary(request, options_, *mapping_);
    if (explained) explained->assembled.mapping = MappingVersion();
    return explained;
  }

  [[nodiscard]] std::unique_ptr<const Program> Traced(Trace& trace) const override {
    return std::make_unique<CompiledProgram>(options_, mapping_, &trace);
  }

  [[nodiscard]] Result<> CheckFonts() const override {
    return document::CheckFonts(options_.document);
  }

  [[nodiscard]] std::string MappingVersion() const override {
    return mapping_->Name() + " " + mapping_->Version() + " " + mapping_->Digest();
  }

 private:
  [[nodiscard]] Result<Assembled> AssembleWithWarnings(const AssembleRequest& request) const {
    auto explained = ExplainSummary({request, {}}, options_, *mapping_);
    if (!explained) return explained.error();
    return std::move(explained->assembled);
  }

  Options options_;
  std::shared_ptr<const mapping::Program> mapping_;
  Trace* trace_;  // null: nobody asks why; else outlives this program
};

}  // namespace

std::vector<std::string> SplitFile(std::string_view bytes) { return hl7::SplitFile(bytes); }

std::shared_ptr<const Program> Program::Compile(Options options, std::vector<Fault>& faults) {
  auto mapping = mapping::Program::Compile(options.pack, faults);
  if (!mapping) return nullptr;
  return std::make_shared<CompiledProgram>(std::move(options), std::move(mapping));
}

}  // namespace wardbridge::discharge
