#include "core/mapping/trace.h"

#include <algorithm>

namespace wardbridge::mapping {

void Trace::Begin() {
  begun_ = true;
  pending_.clear();
}

void Trace::Note(const hl7::Message& message, std::size_t begin, std::size_t end) {
  if (!begun_) {
    by_product_[&message].emplace_back(begin, end);
    return;
  }
  by_rules_[&message].emplace_back(begin, end);
  TraceSource source;
  source.message = &message;
  source.begin = begin;
  source.end = end;
  Add(source);
}

void Trace::Add(TraceSource source) {
  source.condition = deciding_ > 0;
  pending_.push_back(source);
}

void Trace::Skip(const void* line, Skipped why) {
  TraceTally& tally = tallies_[line];
  ++tally.skipped;
  tally.why = why;
}

void Trace::Count(const void* line, bool written, Skipped why) {
  if (!written) return Skip(line, why);
  ++tallies_[line].written;
}

std::vector<TraceSource> Trace::Take(std::size_t mark) {
  std::vector<TraceSource> taken;
  for (std::size_t i = mark; i < pending_.size(); ++i) {
    if (std::find(taken.begin(), taken.end(), pending_[i]) == taken.end()) {
      taken.push_back(pending_[i]);
    }
  }
  pending_.resize(mark);
  return taken;
}

void Trace::Span(TraceSpan span) {
  if (span.end > span.begin) spans_.push_back(std::move(span));
}

void Trace::Cut(std::size_t size) {
  spans_.erase(std::remove_if(spans_.begin(), spans_.end(),
                              [size](const TraceSpan& span) { return span.begin >= size; }),
               spans_.end());
}

void Trace::KeepId(const char* url, std::vector<TraceSource> sources) {
  ids_[url] = std::move(sources);
}

std::vector<TraceSource> Trace::IdSources(const char* url) const {
  const auto at = ids_.find(url);
  return at == ids_.end() ? std::vector<TraceSource>() : at->second;
}

const TraceTally* Trace::TallyOf(const void* line) const {
  const auto at = tallies_.find(line);
  return at == tallies_.end() ? nullptr : &at->second;
}

std::vector<Trace::Bytes> Trace::ReadByRules(const hl7::Message& message) const {
  const auto at = by_rules_.find(&message);
  return at == by_rules_.end() ? std::vector<Bytes>() : at->second;
}

std::vector<Trace::Bytes> Trace::ReadByProduct(const hl7::Message& message) const {
  const auto at = by_product_.find(&message);
  return at == by_product_.end() ? std::vector<Bytes>() : at->second;
}

}  // namespace wardbridge::mapping
