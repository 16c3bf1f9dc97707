#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// The PostScript that Ghostscript runs before the document.
namespace platen::render::postscript {

// Makes the device of that name the current one, with `parameters` (keys and values).
std::string use_device(std::string_view name, std::string_view parameters);

// Installs `matrix` under every page and, where it is not empty, `screen` (from set_screen), with
// `parameters` (keys and values) of the page device. With `guarded`, the PostScript document's own
// setpagedevice and screens cannot undo that.
std::string drawing_prologue(std::string_view matrix, std::string_view screen,
                             std::string_view parameters, bool guarded);

// The halftone of a threshold screen read from `path` (one byte a cell, rows from the top): ink
// where gray < threshold, without a transfer function.
std::string set_screen(std::string_view path, std::int32_t width, std::int32_t height);

// Makes a PostScript document print one line (render/page_lines.h) for each page that it would
// show.
std::string page_report_prologue();

} // namespace platen::render::postscript
