#include "core/discharge/state_table.h"

#include <algorithm>

namespace wardbridge::discharge {
namespace {

using model::EventKind;
using enum TableState;

}  // namespace

std::string Name(TableState state) {
  switch (state) {
    case TableState::kUnknown:
      return "UNKNOWN";
    case TableState::kOpen:
      return "OPEN";
    case TableState::kPending:
      return "PENDING";
    case TableState::kSent:
      return "SENT";
    case TableState::kRetracted:
      return "RETRACTED";
    case TableState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

TableState TableStateOf(const model::Stay* stay) {
  if (stay == nullptr) return kUnknown;
  switch (stay->state) {
    case model::StayState::kOpen:
      return kOpen;
    case model::StayState::kPending:
      return kPending;
    case model::StayState::kSent:
      return kSent;
    case model::StayState::kRetracted:
      return kRetracted;
    case model::StayState::kCancelled:
      return kCancelled;
  }
  return kUnknown;
}

const std::vector<TableRow>& StateTable() {
  static const std::vector<TableRow> kTable = {
      {{EventKind::kAdmitted},
       "A01 admission (A04 by setting)",
       {{"a stay; a discharge that was here before stays one", {kOpen}},
        {"update; may begin the virtual stay", {kOpen}},
        {"newer than the discharge: the summary is called off, with a warning; older: update",
         {kOpen, kPending}},
        {"admitted later than the stay began: held for a person; else an old message", {kSent}},
        {"a stay again; older than the A13: update", {kOpen, kRetracted}},
        {"a stay again, with a warning; older than the A11: update", {kOpen, kCancelled}}}},
      {{EventKind::kMoved},
       "A02 transfer",
       {{"a stay, its location noted; may begin the virtual stay", {kOpen}},
        {"location; may begin the virtual stay, or end it where the ward says so",
         {kOpen, kPending}},
        {"older than the discharge: when the stay began; else location only; after the transfer "
         "that ended it: the next stay",
         {kPending}},
        {"nothing is sent for it; after the transfer that ended it: the next stay", {kSent}},
        {"location only", {kRetracted}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kDischarged},
       "A03 discharge",
       {{"the timer starts; the document says that no admission was seen; from no virtual ward: "
         "noted only",
         {kPending, kOpen}},
        {"the timer starts; from no virtual ward, or older than an A13: noted only",
         {kPending, kOpen}},
        {"newer: its data; changed: the timer restarts up to its limit; older: fills what is "
         "empty",
         {kPending}},
        {"same content: nothing; changed: an amendment", {kSent}},
        {"newer than the A13: the next revision; else void", {kPending, kSent, kRetracted}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kUpdated},
       "A08 update of the visit",
       {{"a stay that is known in part", {kOpen}},
        {"update; may begin the virtual stay", {kOpen}},
        {"update", {kPending}},
        {"an amendment after the debounce, if the document would say something else", {kSent}},
        {"update", {kRetracted}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kPersonUpdated},
       "A31 update of the person (A28 likewise)",
       {{"kept for the patient", {kUnknown}},
        {"update of all stays of the patient", {kOpen}},
        {"update of all stays of the patient", {kPending}},
        {"an amendment after the debounce, if the document would say something else", {kSent}},
        {"update of all stays of the patient", {kRetracted}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kAdmissionCancelled},
       "A11 cancelled admission",
       {{"noted: an older admission is void", {kCancelled}},
        {"the stay is cancelled", {kCancelled}},
        {"the stay is cancelled, the timer stops", {kCancelled}},
        {"the summary is withdrawn, the stay cancelled", {kCancelled}},
        {"the stay is cancelled", {kCancelled}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kMoveCancelled},
       "A12 cancelled transfer",
       {{"noted", {kOpen}},
        {"the location before; may undo the beginning of the virtual stay; a next stay that the "
         "transfer began is none",
         {kOpen, kCancelled}},
        {"the location before; may undo the end of the virtual stay", {kPending, kOpen}},
        {"an amendment, if beginning or end changed; a withdrawal, if the end is gone",
         {kSent, kRetracted}},
        {"location only", {kRetracted}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kDischargeCancelled},
       "A13 cancelled discharge",
       {{"noted: an older discharge is void", {kOpen}},
        {"noted: an older discharge is void", {kOpen}},
        {"the stay goes on, the timer stops, nothing is sent; older than the discharge: noted",
         {kOpen, kPending}},
        {"the summary is withdrawn; older than the discharge: noted", {kRetracted, kSent}},
        {"nothing", {kRetracted}},
        {"nothing", {kCancelled}}}},
      {{EventKind::kPatientMerged},
       "A40 merge of patients (A34, A36 likewise)",
       {{"kept for the patient", {kUnknown}},
        {"identifiers of both", {kOpen}},
        {"identifiers of both; the timer waits 15 minutes", {kPending}},
        {"an amendment with the new subject", {kSent}},
        {"identifiers of both", {kRetracted}},
        {"identifiers of both", {kCancelled}}}},
      {{EventKind::kVisitMoved},
       "A45 moved visit (A42, A44 likewise)",
       {{"a stay by its new visit, found by the former one too", {kOpen}},
        {"the new patient and visit", {kOpen}},
        {"the new patient and visit; the timer waits 15 minutes", {kPending}},
        {"an amendment with the new subject", {kSent}},
        {"the new patient and visit", {kRetracted}},
        {"the new patient and visit", {kCancelled}}}},
      {{EventKind::kMeasured},
       "ORU^R01 readings",
       {{"kept for the patient", {kUnknown}},
        {"kept", {kOpen}},
        {"kept", {kPending}},
        {"inside the stay: one amendment at the end of the late window; after it: kept", {kSent}},
        {"kept", {kRetracted}},
        {"kept", {kCancelled}}}},
      {{EventKind::kUnhandled},
       "A35 and what no row names",
       {{"held for a person", {kOpen}},
        {"held for a person", {kOpen}},
        {"held for a person", {kPending}},
        {"held for a person", {kSent}},
        {"held for a person", {kRetracted}},
        {"held for a person", {kCancelled}}}},
      {{},
       "the timer ends",
       {{"-", {kUnknown}},
        {"-", {kOpen}},
        {"the summary is made and sent", {kSent}},
        {"an amendment, if the document would say something else", {kSent}},
        {"the withdrawal is made and sent", {kRetracted}},
        {"the withdrawal is made and sent", {kCancelled}}}},
  };
  return kTable;
}

std::string StateTableText() {
  std::string text = "| event |";
  std::string rule = "| --- |";
  for (const TableState state : kAllTableStates) {
    text += " " + Name(state) + " |";
    rule += " --- |";
  }
  text += "\n" + rule + "\n";
  for (const TableRow& row : StateTable()) {
    text += "| " + row.events + " |";
    for (const Cell& cell : row.cells) {
      std::string to;
      for (const TableState state : cell.to) to += (to.empty() ? "" : " or ") + Name(state);
      text += " " + cell.does + (cell.does == "-" ? "" : ": " + to) + " |";
    }
    text += "\n";
  }
  return text;
}

std::string CellText(EventKind kind, TableState from) {
  for (const TableRow& row : StateTable()) {
    const bool named = std::find(row.kinds.begin(), row.kinds.end(), kind) != row.kinds.end();
    if (named) return row.cells[static_cast<std::size_t>(from)].does;
  }
  return "";
}

}  // namespace wardbridge::discharge
