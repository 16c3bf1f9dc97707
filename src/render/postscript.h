#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The PostScript that Ghostscript runs before the document.
namespace platen::render::postscript {

// A device that not every Ghostscript has, with further parameters, which others do not know.
struct OtherDevice {
  std::string_view name, parameters;
};
// Makes the device of that name the current one, with `parameters` (keys and values): or the other
// one, where there is one.
std::string use_device(std::string_view name, std::string_view parameters,
                       const std::optional<OtherDevice>& rather);

// Where the screen of a 1-bit device is: one threshold a cell, rows from the top.
struct ScreenFile {
  std::string path;
  std::int32_t width = 0, height = 0; // together at most 65,535 cells
};

// Makes the screen the one that every device begins with: ink where gray < threshold. Before
// use_device.
std::string define_screen(const ScreenFile& screen);

// Runs `placing`, which places it, under every page, with `parameters` (keys and values) of the
// page device.
// `screened`: gray goes to the screen as it is, without a transfer function. With `guarded`, the
// PostScript document's own setpagedevice and screens cannot undo that. `exact`: its rectangles
// and lines have their widths (postscript_paint.h).
std::string drawing_prologue(std::string_view placing, bool screened, std::string_view parameters,
                             bool guarded, bool exact);

// Makes a PostScript document print a line (render/page_lines.h) for each page that it would show,
// and what it paints.
std::string page_report_prologue();

} // namespace platen::render::postscript
