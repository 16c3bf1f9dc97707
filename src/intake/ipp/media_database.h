#pragma once

#include "intake/ipp/media_entry.h"

#include <cstddef>

namespace platen::intake::ipp {

// Entries of media-col-database at most, without that of custom sizes: what a client reads in one
// go, some 400 bytes each.
inline constexpr std::size_t most_media = 512;

// What can be printed on: every size with each source and type that the model's constraints allow
// together. The first of a sheet is its usual medium. More than most_media are told without their
// types, and what is still more as sheets alone: never a part of what there is.
std::vector<Medium> media_database(const model::Model& model, const model::Options& defaults);

// Each with its key: the first medium of a sheet has that of the sheet.
std::vector<std::pair<std::string, Medium>> keyed_media(std::vector<Medium> media);

} // namespace platen::intake::ipp
