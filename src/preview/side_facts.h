#pragma once

#include "preview/preview.h"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace platen::preview {

// What there is to say of a side before it is drawn: its paper, its raster, and where pages lie on
// it; under the names that "platen preview --json" and the REST interface have.
nlohmann::json side_json(const flow::Side& side);

// The pages of a document, as a list of JSON objects; "width" and "height" are the pixels of a
// picture, upright, and else null, and so is "resolution".
std::string pages_json(const render::DocumentInfo& document);

// The least of the side's pictures: their own pixels to the inch on paper. Nothing: there is none.
std::optional<double> effective_resolution(const Preview& preview, std::size_t side);

// What is odd about the side's documents and their size on it, for people; what only drawing tells
// is not among it (View::warnings).
std::vector<std::string> early_warnings(const Preview& preview, std::size_t side);

} // namespace platen::preview
