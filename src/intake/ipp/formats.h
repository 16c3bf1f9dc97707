#pragma once

#include <span>
#include <string>
#include <string_view>

namespace platen::intake::ipp {

inline constexpr std::string_view default_format = "application/octet-stream"; // we look inside

// What document-format may say: everything that the render stage reads.
std::span<const std::string> document_formats();
bool takes_format(std::string_view mime); // case and parameters ("; charset=utf-8") aside

} // namespace platen::intake::ipp
