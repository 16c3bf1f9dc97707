#include "model/load_parts.h"

#include <algorithm>
#include <array>

namespace platen::model {

namespace {

constexpr std::int64_t most_length = 300 * 50, most_sheets = 1'000; // 50 inches

enum class ScanMode : std::uint8_t { gray, color };
constexpr std::array<Word<ScanMode>, 2> mode_words{
    {{ScanMode::gray, "gray"}, {ScanMode::color, "color"}}};
enum class ScanLanguage : std::uint8_t { mp730 };
constexpr std::array<Word<ScanLanguage>, 1> language_words{{{ScanLanguage::mp730, "mp730"}}};

std::string in_words(const Fact& fact) {
  return std::string(to_string(fact.evidence)) + ": " + fact.source;
}

Result<void> read_area(TomlTable& table, ScannerPart& scanner) {
  TRY(const auto area, table.get<std::vector<std::int64_t>>("area_300"));
  const auto fits = [](std::int64_t length) { return length > 0 && length <= most_length; };
  if (area.size() != 2 || !std::ranges::all_of(area, fits))
    return fail_at(table.where("area_300"),
                   "\"area_300\" is a width and a height in 1/300 inch, each 1 to 15000");
  scanner.width = static_cast<std::int32_t>(area[0]);
  scanner.height = static_cast<std::int32_t>(area[1]);
  return {};
}

Result<void> read_feeder(TomlTable& table, Model& model, ScannerPart& scanner) {
  TRY(auto feeder, table.find_table("feeder"));
  if (!feeder) return {};
  TRY(Fact fact, read_fact(*feeder, nullptr));
  TRY(const std::int64_t capacity, feeder->get<std::int64_t>("capacity"));
  if (capacity < 1 || capacity > most_sheets)
    return fail_at(feeder->where("capacity"), "\"capacity\" is 1 to 1000 sheets");
  scanner.feeder_capacity = static_cast<std::int32_t>(capacity);
  TRY(scanner.two_sided, feeder->get_or("two_sided", false));
  scanner.evidence += "; feeder " + in_words(fact);
  model.facts.push_back(std::move(fact));
  return feeder->finish();
}

} // namespace

Result<void> read_scanner(TomlTable& root, Model& model) {
  TRY(auto table, root.find_table("scanner"));
  if (!table) return {};
  ScannerPart scanner;
  TRY(Fact fact, read_fact(*table, nullptr));
  scanner.evidence = in_words(fact);
  model.facts.push_back(std::move(fact));
  TRY(const auto language, table->find_word("language", language_words));
  if (!language)
    return fail_at(table->where(), "[scanner] must name the \"language\" of its commands");
  TRY(scanner.language, table->get<std::string>("language"));
  TRY_VOID(read_area(*table, scanner));
  TRY(scanner.resolutions, read_resolutions(*table, "resolutions"));
  std::ranges::sort(scanner.resolutions);
  TRY(const auto modes, table->get_words("modes", mode_words));
  if (modes.empty()) return fail_at(table->where("modes"), "\"modes\" is empty");
  scanner.gray = std::ranges::find(modes, ScanMode::gray) != modes.end();
  scanner.color = std::ranges::find(modes, ScanMode::color) != modes.end();
  TRY(scanner.buttons, table->get_or("buttons", false));
  TRY_VOID(read_feeder(*table, model, scanner));
  TRY_VOID(table->finish());
  model.scanner = std::move(scanner);
  return {};
}

} // namespace platen::model
