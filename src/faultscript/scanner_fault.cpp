#include "faultscript/scanner_fault.h"

#include "faultscript/numbers.h"

#include <algorithm>
#include <array>

namespace platen::faultscript {

namespace {

using model::fail_at;
using model::TomlTable;
using model::Word;
using twin::ScannerFault;
using twin::ScannerFaultKind;

constexpr std::array<Word<ScannerFaultKind>, 13> kinds{{
    {ScannerFaultKind::jam, "jam"},
    {ScannerFaultKind::cover_open, "cover-open"},
    {ScannerFaultKind::feeder_empty, "feeder-empty"},
    {ScannerFaultKind::busy, "busy"},
    {ScannerFaultKind::stall, "stall"},
    {ScannerFaultKind::slow, "slow"},
    {ScannerFaultKind::lie_about_sizes, "lie-about-sizes"},
    {ScannerFaultKind::garbage_answers, "garbage-answers"},
    {ScannerFaultKind::repeat_answers, "repeat-answers"},
    {ScannerFaultKind::reorder_answers, "reorder-answers"},
    {ScannerFaultKind::drop, "drop"},
    {ScannerFaultKind::short_image, "short-image"},
    {ScannerFaultKind::button, "button"},
}};
constexpr std::array<std::string_view, 3> buttons{"color", "gray", "time"};

bool takes_no_time(ScannerFaultKind kind) {
  return kind >= ScannerFaultKind::drop;
}

// What does not belong together is a mistake of whoever wrote it.
Result<void> check(const TomlTable& table, const ScannerFault& fault) {
  const auto wrong = [&](std::string_view key, std::string_view what) {
    return fail_at(table.where(key),
                   table.title() + " " + std::string(key) + " " + std::string(what));
  };
  if (fault.sheet == 0 && !fault.row && !fault.bytes && !fault.after)
    return fail_at(table.where(),
                   table.title() + " says no time: sheet, row, bytes or after-ms is needed");
  if (fault.kind == ScannerFaultKind::drop && !fault.bytes)
    return fail_at(table.where(), table.title() + " needs bytes: after how many it drops");
  if (fault.kind == ScannerFaultKind::short_image && !fault.row)
    return fail_at(table.where(), table.title() + " needs row: how many lines the image has");
  if (fault.clear && takes_no_time(fault.kind))
    return wrong("clear-ms", "does not go with what takes no time");
  if (fault.kind == ScannerFaultKind::stall && !fault.clear)
    return fail_at(table.where(), table.title() + " needs clear-ms: how long it says nothing");
  if (table.has("times") && fault.sheet == 0 && !fault.row && !fault.bytes)
    return wrong("times", "goes only with sheet, row or bytes");
  if ((fault.kind == ScannerFaultKind::slow) != (fault.bytes_per_second > 0))
    return wrong("bytes-per-second", fault.kind == ScannerFaultKind::slow ? "is needed for slow"
                                                                          : "goes only with slow");
  const bool known = std::ranges::find(buttons, fault.detail) != buttons.end();
  if (fault.kind == ScannerFaultKind::button && !known)
    return wrong("detail", "must name the button: color, gray or time");
  if (fault.kind != ScannerFaultKind::button && !fault.detail.empty())
    return wrong("detail", "goes only with button");
  return {};
}

} // namespace

Result<ScannerFault> read_scanner_fault(TomlTable table) {
  ScannerFault fault;
  TRY(const auto kind, table.find_word("what", kinds));
  if (!kind) return fail_at(table.where(), table.title() + " has no what: the fault itself");
  fault.kind = *kind;
  TRY(const auto sheet, number(table, "sheet", most_count));
  TRY(const auto row, number(table, "row", most_count));
  TRY(const auto bytes, number(table, "bytes", most_bytes));
  TRY(const auto times, number(table, "times", most_count));
  TRY(const auto speed, number(table, "bytes-per-second", most_bytes));
  fault.sheet = static_cast<std::int32_t>(sheet.value_or(0));
  if (row) fault.row = static_cast<std::int32_t>(*row);
  if (bytes) fault.bytes = static_cast<std::uint64_t>(*bytes);
  fault.times = static_cast<std::int32_t>(times.value_or(1));
  fault.bytes_per_second = static_cast<std::uint64_t>(speed.value_or(0));
  TRY(fault.after, duration(table, "after-ms"));
  TRY(fault.clear, duration(table, "clear-ms"));
  TRY(fault.detail, table.get_or<std::string>("detail", {}));
  TRY_VOID(table.finish());
  TRY_VOID(check(table, fault));
  return fault;
}

} // namespace platen::faultscript
