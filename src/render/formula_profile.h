#pragma once

#include "base/bytes.h"

namespace platen::render {

// ICC profiles in whose terms colours become one ink by the formulas of PostScript and PDF (ADR 21)
// rather than by how light they look: from CMYK, 1 - min(1, 0.3 c + 0.59 m + 0.11 y + k), and back,
// a gray as cyan, magenta and yellow alike; from RGB, 0.3 r + 0.59 g + 0.11 b. The gray is one with
// the curve of sRGB, the renderer's own. Where inks are mixed before they become one, a renderer
// knows no formulas, but profiles.
Buffer cmyk_formula_profile();
Buffer rgb_formula_profile();

} // namespace platen::render
