#pragma once

#include "encode/language.h"

#include <memory>

namespace platen::encode {

// Takes the printable area of a side and gives `onward` the whole sheet, row by row: white around
// it (overspray beyond the edge is cut), in the pixels of `onward`.
struct SheetFrame {
  PageShape area;                 // what comes
  PageShape sheet;                // what goes
  std::int32_t left = 0, top = 0; // of the area on the sheet; negative: beyond its edge
};
std::unique_ptr<SideEncoder> make_page_rows(const SheetFrame& frame,
                                            std::unique_ptr<SideEncoder> onward);

} // namespace platen::encode
