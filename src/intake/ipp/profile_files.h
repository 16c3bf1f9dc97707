#pragma once

#include "intake/ipp/service.h"

namespace platen::intake::ipp {

inline constexpr std::string_view profile_folder = "/profiles/";

// GET /profiles/SHA-256.icc, as printer-icc-profiles names it.
http::Response get_profile(const Services& services, std::string_view path);

} // namespace platen::intake::ipp
