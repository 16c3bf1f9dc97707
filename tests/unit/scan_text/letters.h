#pragma once

#include "scan/text/text.h"

#include <string>
#include <vector>

namespace platen::scan {

inline const Cancel never;

// A page at 300 dpi, 1,240 x 900 pixels, with lines of black type of 12 points on white, the first
// at (100, 120). `degrees`: all of it turned clockwise around that point.
PageImage typed(const std::vector<std::string>& lines, double degrees = 0);
inline constexpr int first_left = 100, first_baseline = 120, line_pitch = 70;

// What of gray becomes colour or a mask.
PageImage as(PixelFormat format, const PageImage& gray);

std::vector<std::string> words_of(const PageText& text);

// The program that recognises: what was built, or `path`.
void use_recogniser(const std::string& path = {});

} // namespace platen::scan
