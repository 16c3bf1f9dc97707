#pragma once

#include "model/toml_table.h"

// The parts of a model file; load.cpp calls them in this order, each fills its members of the
// model.
namespace platen::model {

inline constexpr std::int64_t file_schema = 1;

// "evidence" and "source" of a table. `group`: what holds where the table says nothing; null: it
// must say.
Result<Fact> read_fact(TomlTable& table, const Fact* group);
// [w, h] and {top, bottom, left, right}, in hundredths of a millimetre.
Result<Margins> read_margins(TomlTable& owner, std::string_view key);
Result<Dpi> checked_dpi(const TomlTable& table, std::string_view key, std::int64_t value);
Result<std::vector<Dpi>> read_resolutions(TomlTable& table, std::string_view key);
// A keyword: lower-case letters, digits, '-', '.', '_'.
Result<std::string> read_keyword(TomlTable& table, std::string_view key);
// A table of texts by their names; empty where there is none.
Result<std::map<std::string, std::string>> read_texts(TomlTable& owner, std::string_view key);
// "codes": what something is called in the model's other languages.
Result<std::map<std::string, std::string>> read_codes(TomlTable& owner, const Model& model);

Result<void> read_screen_names(TomlTable& root, Model& model);  // [screen_name]; needs the screens
Result<void> read_media_sizes(TomlTable& root, Model& model);   // [media_size]
Result<void> read_custom_size(TomlTable& root, Model& model);   // [custom_size]
Result<void> read_media_types(TomlTable& root, Model& model);   // [media_type]
Result<void> read_media_sources(TomlTable& root, Model& model); // [media_source]
Result<void> read_constraints(TomlTable& root, Model& model);   // [constraint]; needs all the lists
Result<void> read_defaults(TomlTable& root, Model& model);      // [defaults]; after the constraints
Result<void> read_maker(TomlTable& root, Model& model);         // maker, vendor, pages_per_minute
Result<void> read_supplies(TomlTable& root, Model& model);      // [supply]
Result<void> read_status(TomlTable& root, Model& model);        // [status]
Result<void> read_maintenance(TomlTable& root, Model& model);   // [maintenance]
Result<void> read_scanner(TomlTable& root, Model& model);       // [scanner]
Result<void> read_presets(TomlTable& root, Model& model);       // [[preset]]; last

} // namespace platen::model
