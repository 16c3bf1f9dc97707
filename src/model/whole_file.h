#pragma once

#include "model/model.h"

// Model files as they travel alone: each version of one is a file that needs no other.
namespace platen::model {

inline constexpr std::int64_t most_file_version = 999'999'999;

// What a model file says of itself.
struct FileFacts {
  std::int64_t version = 1;         // each that is published has a higher one
  std::vector<std::string> changes; // what is new in this version, for people
  std::string needs_program;        // the least version of platen; empty: any
};
// Errors are "FILE:LINE:COLUMN: message".
Result<FileFacts> file_facts(std::string_view toml, const std::filesystem::path& file_name);

// One that came alone: it may not extend a file of the program's, which would be another tomorrow.
Result<Model> parse_whole_model(std::string_view toml, const std::filesystem::path& file_name);
// The text of such a file: as it is, or, where it extends another, as one. Comments are lost then.
Result<std::string> whole_model_text(const std::filesystem::path& file);

// Whether no two have one id or one MDL. Errc::malformed names both files.
Result<void> check_unique(std::span<const Model> models);

} // namespace platen::model
