#pragma once

#include "model/model.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp {

inline constexpr std::string_view default_format = "application/octet-stream"; // we look inside

// What document-format may say: everything that the render stage reads.
std::span<const std::string> document_formats();
// What DNS-SD lists of it (the key "pdl"), the preferred first; shorter than a TXT string.
std::string announced_formats();
// urf-supported, and the key "URF" of DNS-SD: Apple raster as phones send it.
std::vector<std::string> urf_supported(const model::Model& model);
bool takes_format(std::string_view mime); // case and parameters ("; charset=utf-8") aside

} // namespace platen::intake::ipp
