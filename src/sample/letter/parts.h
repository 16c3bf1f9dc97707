#pragma once

#include "base/result.h"
#include "sample/letter/sheet.h"

namespace platen::sample {

// The parts of the letter, one file each; those that grow downwards return the y below them.

// Mark, name and the sender's address, with a hairline below.
void draw_letterhead(const Sheet& sheet);
// "1 of 2" and the sender's line at the foot.
void draw_footer(const Sheet& sheet, int page, int pages);
// What each department printed, with rules, shaded rows and a sum.
double draw_table(const Sheet& sheet, double top);
// Three large figures on light grey.
double draw_key_figures(const Sheet& sheet, double top);
// Two kinds of bars and a line over eight weeks, with both axes and a legend.
double draw_weekly_chart(const Sheet& sheet, double top);
// The view from the office: 8-bit device RGB at about 200 pixels per inch.
Result<double> draw_photograph(const Sheet& sheet, double top, double height);
// A name written by hand.
void draw_signature(const Sheet& sheet, double x, double baseline);

Result<void> draw_page_one(const Sheet& sheet);
Result<void> draw_page_two(const Sheet& sheet);

} // namespace platen::sample
