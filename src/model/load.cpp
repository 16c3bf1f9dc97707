#include "model/load_parts.h"
#include "model/toml_file.h"
#include "model/whole_file.h"

#include <algorithm>
#include <sstream>

namespace platen::model {

namespace fs = std::filesystem;

namespace {

bool is_keyword(std::string_view text) {
  return !text.empty() && text.size() <= 127 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

Result<void> read_schema(TomlTable& root) {
  TRY(const std::int64_t schema, root.get<std::int64_t>("schema"));
  if (schema == file_schema) return {};
  return fail_at(root.where("schema"), "this program reads schema " + std::to_string(file_schema) +
                                           ", the file has " + std::to_string(schema));
}

Result<void> read_facts(TomlTable& root, Model& model) {
  TRY(auto tables, root.tables("fact"));
  if (tables.empty())
    return fail_at(root.where(), "the model has no [[fact]]: where is it known from?");
  for (TomlTable& table : tables) {
    TRY(Fact fact, read_fact(table, nullptr));
    TRY_VOID(table.finish());
    model.facts.push_back(std::move(fact));
  }
  return {};
}

Result<void> read_language(TomlTable& root, Model& model) {
  TRY(TomlTable table, root.table("language"));
  TRY(model.language, read_keyword(table, "name"));
  TRY(Fact fact, read_fact(table, nullptr));
  model.facts.push_back(std::move(fact));
  TRY(model.language_options, read_texts(table, "options"));
  TRY(auto others, table.tables("other"));
  for (TomlTable& other : others) {
    OtherLanguage entry;
    TRY(entry.name, read_keyword(other, "name"));
    const auto known = model.languages();
    if (std::find(known.begin(), known.end(), entry.name) != known.end())
      return fail_at(other.where("name"), "\"" + entry.name + "\" is there twice");
    TRY(entry.fact, read_fact(other, nullptr));
    TRY(entry.options, read_texts(other, "options"));
    TRY_VOID(other.finish());
    model.other_languages.push_back(std::move(entry));
  }
  return table.finish();
}

Result<FileFacts> read_file_facts(TomlTable& root) {
  FileFacts facts;
  TRY(facts.version, root.get_or<std::int64_t>("version", 1));
  if (facts.version < 1 || facts.version > most_file_version)
    return fail_at(root.where("version"), "\"version\" is a number from 1 on");
  TRY(facts.changes, root.get_or<std::vector<std::string>>("changes", {}));
  TRY(facts.needs_program, root.get_or<std::string>("needs_program", {}));
  return facts;
}

// [[ink in percent, dot area in percent], ...], ascending from [0, 0] to [100, 100], straight
// between.
Result<std::vector<std::uint16_t>> read_tone_curve(TomlTable& root) {
  std::vector<std::uint16_t> curve;
  TRY(const auto flat, root.find<std::vector<std::int64_t>>("tone_curve"));
  if (!flat) return curve;
  const auto refuse = [&](std::string_view why) {
    return fail_at(root.where("tone_curve"), "\"tone_curve\" " + std::string(why));
  };
  const auto& points = *flat;
  if (points.size() < 4 || points.size() % 2 != 0)
    return refuse("is a list of ink, area, ink, area, ... in percent");
  const std::size_t last = points.size() - 2;
  if (points[0] != 0 || points[1] != 0 || points[last] != 100 || points[last + 1] != 100)
    return refuse("goes from 0, 0 to 100, 100");
  for (std::size_t i = 2; i < points.size(); i += 2)
    if (points[i] <= points[i - 2] || points[i + 1] < points[i - 1]) return refuse("must ascend");
  for (std::int64_t ink = 0; ink < 256; ++ink) {
    std::size_t i = 0;
    while (i + 2 < last && ink * 100 > points[i + 2] * 255)
      i += 2;
    const double span = static_cast<double>(points[i + 2] - points[i]);
    const double part =
        (static_cast<double>(ink) * 100 / 255 - static_cast<double>(points[i])) / span;
    const double area = static_cast<double>(points[i + 1]) +
                        part * static_cast<double>(points[i + 3] - points[i + 1]);
    curve.push_back(static_cast<std::uint16_t>(area * 65535 / 100 + 0.5));
  }
  return curve;
}

template<class T>
Result<void> check_list(const TomlTable& root, std::string_view key, const std::vector<T>& list) {
  if (list.empty()) return fail_at(root.where(key), "\"" + std::string(key) + "\" is empty");
  for (auto i = list.begin(); i != list.end(); ++i)
    if (std::find(list.begin(), i, *i) != i)
      return fail_at(root.where(key), "\"" + std::string(key) + "\" names a value twice");
  return {};
}

Result<void> read_abilities(TomlTable& root, Model& model) {
  TRY(model.color, root.get<bool>("color"));
  TRY(model.resolutions, read_resolutions(root, "resolutions"));
  TRY(model.sides, root.get_words("sides", sides_words));
  TRY_VOID(check_list(root, "sides", model.sides));
  TRY(model.qualities, root.get_words("qualities", quality_words));
  TRY_VOID(check_list(root, "qualities", model.qualities));
  if (root.has("screens")) {
    TRY(model.screens, root.get_words("screens", screen_words));
    TRY_VOID(check_list(root, "screens", model.screens));
  }
  if (root.has("page_formats")) {
    TRY(model.page_formats, root.get<std::vector<std::string>>("page_formats"));
    TRY_VOID(check_list(root, "page_formats", model.page_formats));
  }
  TRY(model.toner_save, root.get_or("toner_save", false));
  TRY(model.tone_curve, read_tone_curve(root));
  return {};
}

} // namespace

Result<std::string> read_keyword(TomlTable& table, std::string_view key) {
  TRY(std::string text, table.get<std::string>(key));
  if (!is_keyword(text))
    return fail_at(table.where(key),
                   "\"" + text + "\" is no keyword: lower-case letters, digits, - . _");
  return text;
}

Result<std::map<std::string, std::string>> read_texts(TomlTable& owner, std::string_view key) {
  std::map<std::string, std::string> result;
  TRY(auto table, owner.find_table(key));
  if (!table) return result;
  TRY(auto texts, table->all_texts());
  for (auto& [name, value] : texts)
    result.emplace(name, std::move(value.value));
  return result;
}

Result<std::map<std::string, std::string>> read_codes(TomlTable& owner, const Model& model) {
  TRY(auto codes, read_texts(owner, "codes"));
  for (const auto& [language, code] : codes)
    if (std::ranges::find(model.other_languages, language, &OtherLanguage::name) ==
        model.other_languages.end())
      return fail_at(owner.where("codes"), "\"codes\" names \"" + language +
                                               "\", which is no [[language.other]] of this model");
  return codes;
}

Result<Dpi> checked_dpi(const TomlTable& table, std::string_view key, std::int64_t value) {
  if (value < 50 || value > 9600)
    return fail_at(table.where(key),
                   "\"" + std::string(key) + "\" is no resolution: 50 to 9600 dots per inch");
  return Dpi{static_cast<std::int32_t>(value)};
}

Result<std::vector<Dpi>> read_resolutions(TomlTable& table, std::string_view key) {
  TRY(const auto numbers, table.get<std::vector<std::int64_t>>(key));
  std::vector<Dpi> result;
  for (const std::int64_t number : numbers) {
    TRY(const Dpi dpi, checked_dpi(table, key, number));
    result.push_back(dpi);
  }
  TRY_VOID(check_list(table, key, result));
  return result;
}

Result<Fact> read_fact(TomlTable& table, const Fact* group) {
  TRY(const auto evidence, table.find_word("evidence", evidence_words));
  TRY(auto source, table.find<std::string>("source"));
  if (group == nullptr && (!evidence || !source || source->empty()))
    return fail_at(table.where(), table.title() + " must say its \"evidence\" and its \"source\"");
  if (source && source->empty()) return fail_at(table.where("source"), "\"source\" is empty");
  return Fact{evidence ? *evidence : group->evidence, source ? *std::move(source) : group->source};
}

Result<Model> parse_model(std::string_view text, const fs::path& file_name) {
  TRY(toml::table own, parse_toml(text, file_name));
  const toml::source_region whole =
      own.source(); // what is missing is missing in this file, not in its base
  TRY(const toml::table merged, with_base(std::move(own), file_name));
  TomlTable root(merged, "the model", whole);
  Model model;
  model.file = file_name;
  TRY_VOID(read_schema(root));
  TRY(model.id, read_keyword(root, "id"));
  TRY_VOID(read_file_facts(root)); // for file_facts()
  TRY(model.title, root.get<std::string>("title"));
  TRY(model.ieee1284_models, root.get_or<std::vector<std::string>>("ieee1284_models", {}));
  TRY_VOID(read_facts(root, model));
  TRY_VOID(read_language(root, model));
  TRY_VOID(read_abilities(root, model));
  TRY_VOID(read_screen_names(root, model));
  TRY_VOID(read_media_sizes(root, model));
  TRY_VOID(read_custom_size(root, model));
  TRY_VOID(read_media_types(root, model));
  TRY_VOID(read_media_sources(root, model));
  TRY_VOID(read_constraints(root, model));
  TRY_VOID(read_defaults(root, model));
  TRY_VOID(read_maker(root, model));
  TRY_VOID(read_supplies(root, model));
  TRY_VOID(read_status(root, model));
  TRY_VOID(read_maintenance(root, model));
  TRY_VOID(read_scanner(root, model));
  TRY_VOID(read_presets(root, model));
  TRY_VOID(root.finish());
  return model;
}

Result<FileFacts> file_facts(std::string_view text, const fs::path& file_name) {
  TRY(const toml::table own, parse_toml(text, file_name));
  TomlTable root(own, "the model");
  return read_file_facts(root);
}

Result<Model> parse_whole_model(std::string_view text, const fs::path& file_name) {
  TRY(const toml::table own, parse_toml(text, file_name));
  if (const toml::node* const extends = own.get("extends"))
    return fail_at(extends->source(),
                   "a model that comes alone extends no other file: \"platen models "
                   "show ID --toml\" writes one as a whole");
  return parse_model(text, file_name);
}

Result<std::string> whole_model_text(const fs::path& file) {
  TRY(std::string text, read_toml_text(file));
  TRY(toml::table own, parse_toml(text, file));
  if (own.get("extends") == nullptr) return text;
  TRY(const toml::table whole, with_base(std::move(own), file));
  std::ostringstream out;
  out << whole << "\n";
  return out.str();
}

Result<Model> load_model(const fs::path& file) {
  TRY(const std::string text, read_toml_text(file));
  return parse_model(text, file);
}

} // namespace platen::model
