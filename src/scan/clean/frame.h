#pragma once

#include "scan/clean/sheet.h"
#include "scan/clean/straighten.h"

namespace platen::scan::cleaning {

// The frame around the sheet on a page straightened by `slope`. A side whose edge was not seen
// stays as far from the middle as the picture's border is. Nothing when what is left would be no
// sheet: less than 15 mm wide or high.
std::optional<Frame> frame_of(const Sheet& sheet, Slope slope, const Cells& cells, PageShape page);

// The whole picture.
Frame whole_frame(PageShape page);

} // namespace platen::scan::cleaning
