#pragma once

#include "update/key.h"

#include <map>

namespace platen::update {

// One model file that a repository has.
struct OfferedModel {
  std::string id;
  std::int64_t version = 0;
  std::string file; // below the index: "models/acme-lp200-3.toml"
  std::uint64_t bytes = 0;
  std::string sha256;
  std::string title;
  std::vector<std::string> changes;
  std::string needs; // the least version of the program; empty: any
};

// What its publisher says of the program.
struct OfferedProgram {
  std::string version, date;
  std::vector<std::string> changes;
};

// index.json, once its signature was found to be right. docs/protocols/model-repository.md
// describes it.
struct Index {
  std::string repository;   // whose it is
  std::uint64_t serial = 0; // of a newer one it is higher
  Time issued = 0, expires = 0;
  std::vector<PublicKey> keys; // that sign what comes after this one; empty: as before
  std::optional<OfferedProgram> program;
  std::vector<OfferedModel> models; // by id, each once
};

// Errc::malformed, limit.
Result<Index> parse_index(std::string_view json);
std::string write_index(const Index& index);

bool is_model_id(std::string_view text); // what a file may be called after
const OfferedModel* find_offer(const Index& index, std::string_view id);

} // namespace platen::update
