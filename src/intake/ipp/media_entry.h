#pragma once

#include "model/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cups/ipp.h>

// Entries of media-col-database, media-col-ready and media-col-default (PWG 5100.7 section 6.3).
namespace platen::intake::ipp {

// A size with a border, or without: two media, told apart by key and margins (apple/cups #5167).
struct Sheet {
  const model::MediaEntry* entry = nullptr;
  bool borderless = false;
};
std::vector<Sheet> sheets_of(const model::Model& model);

// A sheet, where it comes from, and what it is; empty: not said.
struct Medium {
  Sheet sheet;
  std::string source, type;
};

// "SIZE", "SIZE_borderless": the key of the first medium of a sheet. The others have their source
// and type in it as well: "SIZE_tray-1_stationery".
std::string key_of(const Sheet& sheet);
std::string key_of(const Medium& medium);
// What a key says, of these and of any other medium of the model: media, borderless, media-source,
// media-type. Nothing: it is no key of the model's.
std::optional<model::Options> read_media_key(const model::Model& model, std::string_view key);

ipp_t* new_media_col(const Medium& medium, const std::string& key);
ipp_t* new_media_size(const model::MediaSize& size);
ipp_t* new_size_range(const model::CustomSizeRange& range);
ipp_t* new_custom_media_col(const model::CustomSizeRange& range);

// Whether the model's constraints on media let the medium be, whatever else is chosen.
bool is_allowed(const model::Model& model, const Medium& medium);

// The value of an option; empty: it is not among them.
std::string value_of(const model::Options& options, std::string_view name);
// The first medium of a sheet: of the default type and source if they are allowed, else of the
// first that are. Nothing: it can be fed from nowhere.
std::optional<Medium> usual_medium(const model::Model& model, const model::Options& defaults,
                                   const Sheet& sheet);

} // namespace platen::intake::ipp
