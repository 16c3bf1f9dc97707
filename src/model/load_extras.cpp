#include "model/load_parts.h"
#include "model/words.h"

#include <algorithm>
#include <array>
#include <span>

namespace platen::model {

namespace {

constexpr std::int64_t fastest_pages_per_minute = 1'000;
constexpr std::size_t longest_preset_name = 127;

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// "Acme Imaging 3" -> "acme": letters and digits of the maker's first word.
std::string vendor_of(std::string_view maker) {
  std::string word = lower_case(maker.substr(0, maker.find(' ')));
  std::erase_if(word, [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9'); });
  return word.empty() ? "platen" : word;
}

Result<Supply> read_supply(TomlTable& table, const Fact& group) {
  Supply supply;
  TRY(supply.type, table.get<std::string>("type"));
  TRY(supply.colorant, table.get_or<std::string>("colorant", {}));
  TRY(supply.label, table.get<std::string>("label"));
  TRY(supply.code, table.get_or<std::string>("code", {}));
  for (const auto& [key, text] :
       {std::pair<std::string_view, const std::string*>{"type", &supply.type},
        {"colorant", &supply.colorant}})
    if (text->find_first_of(";=,") != std::string::npos || has_control_characters(*text))
      return fail_at(table.where(key), "\"" + std::string(key) + "\" may not hold ; = or ,");
  TRY(supply.fact, read_fact(table, &group));
  TRY_VOID(table.finish());
  return supply;
}

Result<Preset> read_preset(TomlTable& table, const Model& model) {
  Preset preset;
  TRY(preset.name, table.get<std::string>("name"));
  if (preset.name.empty() || preset.name.size() > longest_preset_name ||
      has_control_characters(preset.name))
    return fail_at(table.where("name"), "a preset's name has 1 to 127 bytes");
  TRY(TomlTable options, table.table("options"));
  TRY(auto texts, options.all_texts());
  for (auto& [name, value] : texts)
    preset.options.emplace_back(name, std::move(value.value));
  if (preset.options.empty()) return fail_at(options.where(), "\"options\" is empty");
  if (const auto ticket = make_ticket(model, preset.options); !ticket)
    return fail_at(options.where(), "this preset cannot be printed: " + ticket.error().what);
  TRY_VOID(options.finish());
  TRY_VOID(table.finish());
  return preset;
}

} // namespace

Result<void> read_maker(TomlTable& root, Model& model) {
  const std::string first_word = model.title.substr(0, model.title.find(' '));
  TRY(model.maker, root.get_or<std::string>("maker", first_word));
  model.vendor = vendor_of(model.maker);
  if (root.has("vendor")) {
    TRY(model.vendor, read_keyword(root, "vendor"));
  }
  TRY(const std::int64_t speed, root.get_or<std::int64_t>("pages_per_minute", 0));
  if (speed < 0 || speed > fastest_pages_per_minute)
    return fail_at(root.where("pages_per_minute"), "\"pages_per_minute\" is 0 to 1000");
  model.pages_per_minute = static_cast<std::int32_t>(speed);
  return {};
}

Result<void> read_supplies(TomlTable& root, Model& model) {
  TRY(auto group_table, root.find_table("supply"));
  if (!group_table) return {};
  TRY(const Fact group, read_fact(*group_table, nullptr));
  TRY(auto entries, group_table->tables("entry"));
  for (TomlTable& table : entries) {
    TRY(Supply supply, read_supply(table, group));
    model.supplies.push_back(std::move(supply));
  }
  return group_table->finish();
}

namespace {

// A table of evidence and one list of words, each of which is known.
Result<std::vector<std::string>> read_words(TomlTable& root, Model& model, std::string_view name,
                                            std::string_view key,
                                            std::span<const std::string_view> known) {
  TRY(auto table, root.find_table(name));
  if (!table) return std::vector<std::string>{};
  TRY(Fact fact, read_fact(*table, nullptr));
  model.facts.push_back(std::move(fact));
  TRY(auto words, table->get<std::vector<std::string>>(key));
  std::string list;
  for (const std::string_view word : known)
    list += (list.empty() ? "" : ", ") + std::string(word);
  for (const std::string& word : words)
    if (std::find(known.begin(), known.end(), word) == known.end())
      return fail_at(table->where(key), "\"" + word + "\" is none of " + list);
  TRY_VOID(table->finish());
  return words;
}

} // namespace

Result<void> read_status(TomlTable& root, Model& model) {
  constexpr std::array<std::string_view, 5> known{"snmp", "ivec-snmp", "chmps", "chmp", "pjl"};
  TRY(model.status_channels, read_words(root, model, "status", "channels", known));
  return {};
}

Result<void> read_maintenance(TomlTable& root, Model& model) {
  constexpr std::array<std::string_view, 4> known{"nozzle-check", "cleaning", "deep-cleaning",
                                                  "alignment"};
  TRY(model.maintenance, read_words(root, model, "maintenance", "functions", known));
  return {};
}

Result<void> read_screen_names(TomlTable& root, Model& model) {
  TRY(auto group, root.find_table("screen_name"));
  if (!group) return {};
  TRY(Fact fact, read_fact(*group, nullptr));
  model.facts.push_back(std::move(fact));
  TRY(auto entries, group->tables("entry"));
  for (TomlTable& table : entries) {
    ScreenName named;
    TRY(named.name, read_keyword(table, "name"));
    TRY(const std::string text, table.get<std::string>("screen"));
    const auto screen = value_of(std::span<const Word<Screen>>(screen_words), text);
    if (!screen || std::ranges::find(model.screens, *screen) == model.screens.end())
      return fail_at(table.where("screen"), "\"" + text + "\" is none of the model's \"screens\"");
    named.screen = *screen;
    const bool known = value_of(std::span<const Word<Screen>>(screen_words), named.name) ||
                       std::ranges::find(model.screen_names, named.name, &ScreenName::name) !=
                           model.screen_names.end();
    if (known) return fail_at(table.where("name"), "\"" + named.name + "\" is there twice");
    model.screen_names.push_back(std::move(named));
    TRY_VOID(table.finish());
  }
  return group->finish();
}

Result<void> read_presets(TomlTable& root, Model& model) {
  TRY(auto tables, root.tables("preset"));
  for (TomlTable& table : tables) {
    TRY(Preset preset, read_preset(table, model));
    const bool known = std::any_of(model.presets.begin(), model.presets.end(),
                                   [&](const Preset& other) { return other.name == preset.name; });
    if (known) return fail_at(table.where("name"), "\"" + preset.name + "\" is there twice");
    model.presets.push_back(std::move(preset));
  }
  return {};
}

} // namespace platen::model
