#pragma once

#include "base/result.h"

#include <string>

namespace platen::install {

// A QR code as SVG, black on white with the margin that readers need; `title` is read out.
// Errc::limit: it does not fit.
Result<std::string> qr_svg(const std::string& text, const std::string& title);

} // namespace platen::install
