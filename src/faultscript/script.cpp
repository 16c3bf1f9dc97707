#include "faultscript/script.h"

#include "faultscript/numbers.h"
#include "faultscript/scanner_fault.h"
#include "model/toml_file.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace platen::faultscript {

namespace {

using model::fail_at;
using model::TomlTable;
using model::Word;
using twin::Fault;
using twin::FaultKind;
using twin::JamPlace;
using twin::Moment;

constexpr std::array<Word<FaultKind>, 18> kinds{{
    {FaultKind::jam, "jam"},
    {FaultKind::paper_out, "paper-out"},
    {FaultKind::wrong_paper, "wrong-paper"},
    {FaultKind::cover_open, "cover-open"},
    {FaultKind::supply_empty, "supply-empty"},
    {FaultKind::supply_low, "supply-low"},
    {FaultKind::offline, "offline"},
    {FaultKind::refuse, "refuse"},
    {FaultKind::stall, "stall"},
    {FaultKind::slow, "slow"},
    {FaultKind::drop, "drop"},
    {FaultKind::lie_about_lengths, "lie-about-lengths"},
    {FaultKind::repeat_answers, "repeat-answers"},
    {FaultKind::reorder_answers, "reorder-answers"},
    {FaultKind::garbage_answers, "garbage-answers"},
    {FaultKind::wrong_id, "wrong-id"},
    {FaultKind::wrong_serial, "wrong-serial"},
    {FaultKind::wrong_languages, "wrong-languages"},
}};
constexpr std::array<Word<Moment>, 5> moments{{
    {Moment::before, "before"},
    {Moment::first_byte, "first-byte"},
    {Moment::mid_sheet, "mid-sheet"},
    {Moment::between_sheets, "between-sheets"},
    {Moment::last_byte, "last-byte"},
}};

constexpr std::array<Word<JamPlace>, 5> places{{
    {JamPlace::media_path, "media-path"},
    {JamPlace::input_tray, "input-tray"},
    {JamPlace::fuser, "fuser"},
    {JamPlace::duplex, "duplex"},
    {JamPlace::output_tray, "output-tray"},
}};

constexpr std::int64_t most_trays = 9;
constexpr std::int64_t most_pages_per_minute = 60'000;
constexpr std::int64_t most_megabytes = 1'000'000;

bool is_of_a_sheet(std::optional<Moment> at) {
  return at == Moment::mid_sheet || at == Moment::between_sheets;
}

// What does not belong together is a mistake of whoever wrote it.
Result<void> check(const TomlTable& table, const Fault& fault) {
  const auto wrong = [&](std::string_view key, std::string_view what) {
    return fail_at(table.where(key),
                   table.title() + " " + std::string(key) + " " + std::string(what));
  };
  if (!fault.at && !fault.bytes && !fault.after)
    return fail_at(table.where(), table.title() + " says no time: at, bytes or after-ms is needed");
  if (fault.at && fault.bytes) return wrong("bytes", "does not go with at: one of them says when");
  if (table.has("sheet") && !is_of_a_sheet(fault.at))
    return wrong("sheet", "goes only with at = \"mid-sheet\" or \"between-sheets\"");
  if (table.has("place") && fault.kind != FaultKind::jam)
    return wrong("place", "goes only with jam");
  if (table.has("tray") && fault.where.place != JamPlace::input_tray)
    return wrong("tray", "goes only with place = \"input-tray\"");
  if (fault.kind == FaultKind::drop && fault.clear)
    return wrong("clear-ms", "does not go with drop, which takes no time");
  if ((fault.kind == FaultKind::slow) != (fault.bytes_per_second > 0))
    return wrong("bytes-per-second",
                 fault.kind == FaultKind::slow ? "is needed for slow" : "goes only with slow");
  const bool has_words = fault.kind == FaultKind::refuse || fault.kind == FaultKind::wrong_id ||
                         fault.kind == FaultKind::wrong_serial ||
                         fault.kind == FaultKind::wrong_languages;
  if (!fault.detail.empty() && !has_words)
    return wrong("detail", "goes only with refuse, wrong-id, wrong-serial and wrong-languages");
  if (fault.kind == FaultKind::wrong_languages && fault.detail.empty())
    return fail_at(table.where(),
                   table.title() + " has no detail: the language that it names, or \"none\"");
  return {};
}

Result<Fault> read_fault(TomlTable table) {
  Fault fault;
  TRY(const auto kind, table.find_word("what", kinds));
  if (!kind) return fail_at(table.where(), table.title() + " has no what: the fault itself");
  fault.kind = *kind;
  TRY(fault.at, table.find_word("at", moments));
  TRY(const auto job, number(table, "job", most_count));
  TRY(const auto sheet, number(table, "sheet", most_count));
  TRY(const auto times, number(table, "times", most_count));
  TRY(const auto bytes, number(table, "bytes", most_bytes));
  TRY(const auto speed, number(table, "bytes-per-second", most_bytes));
  fault.job = static_cast<std::int32_t>(job.value_or(0));
  fault.sheet = static_cast<std::int32_t>(sheet.value_or(1));
  fault.times = static_cast<std::int32_t>(times.value_or(1));
  if (bytes) fault.bytes = static_cast<std::uint64_t>(*bytes);
  fault.bytes_per_second = static_cast<std::uint64_t>(speed.value_or(0));
  TRY(fault.after, duration(table, "after-ms"));
  TRY(fault.clear, duration(table, "clear-ms"));
  TRY(const auto place, table.find_word("place", places));
  TRY(const auto tray, number(table, "tray", most_trays));
  fault.where.place = place.value_or(JamPlace::media_path);
  fault.where.tray = static_cast<std::int32_t>(tray.value_or(1));
  TRY(fault.detail, table.get_or<std::string>("detail", {}));
  TRY_VOID(table.finish());
  TRY_VOID(check(table, fault));
  return fault;
}

template<class E, std::size_t N>
std::string_view word_of(const std::array<Word<E>, N>& words, E value) {
  for (const Word<E>& word : words)
    if (word.value == value) return word.text;
  return {};
}

Result<twin::EngineTerms> read_engine(TomlTable table) {
  twin::EngineTerms terms;
  TRY(const auto pages, number(table, "pages-per-minute", most_pages_per_minute));
  if (pages) terms.pages_per_minute = static_cast<std::int32_t>(*pages);
  TRY(const auto warm_up, duration(table, "warm-up-ms"));
  terms.warm_up = warm_up.value_or(terms.warm_up);
  TRY(const auto memory, number(table, "memory-mb", most_megabytes));
  terms.memory_bytes = static_cast<std::uint64_t>(memory.value_or(0)) << 20;
  TRY(terms.page_protection, table.get_or<bool>("page-protection", true));
  TRY_VOID(table.finish());
  return terms;
}

} // namespace

Result<twin::FaultScript> parse(std::string_view toml, const std::filesystem::path& file) {
  TRY(const auto root, model::parse_toml(toml, file));
  TomlTable table(root, "the fault script");
  twin::FaultScript script;
  TRY(script.answers, table.get_or<bool>("answers", true));
  TRY(auto engine, table.find_table("engine"));
  TRY(auto faults, table.tables("fault"));
  TRY(auto scanner_faults, table.tables("scanner-fault"));
  TRY_VOID(table.finish());
  if (engine) {
    TRY(script.engine, read_engine(*std::move(engine)));
  }
  for (TomlTable& fault : faults) {
    TRY(Fault read, read_fault(std::move(fault)));
    script.faults.push_back(std::move(read));
  }
  for (TomlTable& fault : scanner_faults) {
    TRY(twin::ScannerFault read, read_scanner_fault(std::move(fault)));
    script.scanner.push_back(std::move(read));
  }
  return script;
}

Result<twin::FaultScript> load(const std::filesystem::path& file) {
  TRY(const auto text, model::read_toml_text(file));
  return parse(text, file);
}

std::string_view to_string(twin::FaultKind kind) {
  return word_of(kinds, kind);
}
std::string_view to_string(twin::Moment moment) {
  return word_of(moments, moment);
}

} // namespace platen::faultscript
