#pragma once

#include "model/media_name.h"
#include "model/model.h"

#include <optional>
#include <string>
#include <vector>

#include <cups/ipp.h>

namespace platen::intake::ipp {

// A "media-col" (PWG 5100.7 section 6.3, members of 5100.3 and 5100.13) as options of a model:
// media, media-type, media-source and borderless. A member that has no meaning here, or a value
// that the model does not have, is named in `refused` and sets no option.
struct MediaCol {
  model::Options options;
  std::vector<std::string> refused; // member names
};
MediaCol read_media_col(const model::Model& model, ipp_t* collection);

// x-dimension and y-dimension of a "media-size", which is a collection; nothing where they are no
// lengths: ranges are no size of a job.
std::optional<model::Extent> read_dimensions(ipp_attribute_t* size);

// The reverse, of those four options: the members that they speak of. Margins are given when
// `borderless` is set: zero for "on" (PWG 5100.13 section 7.2), the model's for "off". Null when
// none of the options is there; else the caller's.
ipp_t* make_media_col(const model::Model& model, const model::Options& options);

// media-size-name or the keyword of "media": a size of the model, or a custom one within its range;
// a media-type or media-source keyword sets that option (RFC 8011 section 5.2.11). Nothing when the
// model has none of that name.
std::optional<std::pair<std::string, std::string>> read_media_name(const model::Model& model,
                                                                   const std::string& text);

} // namespace platen::intake::ipp
