#include "setup/sheet.h"

#include "setup/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace platen::setup {

namespace {

constexpr double hmm = 72.0 / 2540; // points
constexpr double mm = 100 * hmm;
constexpr double content_width = 480, content_height = 690; // of what is inside the frame

// English and German; the words of the questions are what the page is compared with.
struct Words {
  std::string_view title, top, back, back_words, queue, model, language, paper, time, look, frame,
      marks, text, lines, gray, colours, turn;
  std::array<std::string_view, 8> names;
};
constexpr Words english{"platen test page",
                        "This edge is the top",
                        "The back of the test page",
                        "The arrow points to the same edge as on the front, when the sheet is "
                        "turned like a page of a book.",
                        "Printer",
                        "Model",
                        "Language",
                        "Paper",
                        "Printed",
                        "What to look at",
                        "The frame is whole on all four sides.",
                        "The marks along the frame are 10 mm apart.",
                        "Words are sharp, down to the small ones.",
                        "Lines are even: no gaps, none of them double.",
                        "Grays go evenly from black to white, without stripes.",
                        "Each colour is what its name says.",
                        "The back is upright.",
                        {"cyan", "magenta", "yellow", "black", "red", "green", "blue", "skin"}};
constexpr Words german{"Testseite von platen",
                       "Diese Kante ist oben",
                       "Die Rückseite der Testseite",
                       "Der Pfeil zeigt zur selben Kante wie auf der Vorderseite, wenn das Blatt "
                       "wie eine Buchseite gewendet wird.",
                       "Drucker",
                       "Modell",
                       "Sprache",
                       "Papier",
                       "Gedruckt",
                       "Worauf zu achten ist",
                       "Der Rahmen ist an allen vier Seiten ganz.",
                       "Die Striche am Rahmen haben 10 mm Abstand.",
                       "Die Schrift ist scharf, auch die kleine.",
                       "Linien sind gleichmäßig: ohne Lücken, keine doppelt.",
                       "Grautöne gehen gleichmäßig von Schwarz zu Weiß, ohne Streifen.",
                       "Jede Farbe ist, was ihr Name sagt.",
                       "Die Rückseite steht aufrecht.",
                       {"Cyan", "Magenta", "Gelb", "Schwarz", "Rot", "Grün", "Blau", "Haut"}};

struct Area {
  double x, y, width, height; // points
};

Area printable(const Sheet& sheet) {
  return {sheet.left * hmm, sheet.bottom * hmm, (sheet.width - sheet.left - sheet.right) * hmm,
          (sheet.height - sheet.top - sheet.bottom) * hmm};
}

// Its outer edge lies 0.2 mm inside, so that rounding to device pixels takes none of it away.
void draw_frame(Canvas& canvas, const Area& area) {
  constexpr double thick = 1, inset = 0.2 * mm + thick / 2, mark = 2.5 * mm;
  const double left = area.x + inset, right = area.x + area.width - inset;
  const double low = area.y + inset, high = area.y + area.height - inset;
  canvas.gray(0);
  canvas.width(thick);
  canvas.line(left - thick / 2, low, right + thick / 2, low);
  canvas.line(left - thick / 2, high, right + thick / 2, high);
  canvas.line(left, low, left, high);
  canvas.line(right, low, right, high);
  canvas.width(0.5);
  for (double x = left + 10 * mm; x < right - mm; x += 10 * mm) {
    canvas.line(x, low, x, low + mark);
    canvas.line(x, high, x, high - mark);
  }
  for (double y = high - 10 * mm; y > low + mm; y -= 10 * mm) {
    canvas.line(left, y, left + mark, y);
    canvas.line(right, y, right - mark, y);
  }
}

void draw_arrow(Canvas& canvas, double x, double top, std::string_view words) {
  canvas.gray(0);
  canvas.triangle(x, top, x - 10, top - 16, x + 10, top - 16);
  canvas.area(x - 3, top - 32, 6, 16);
  canvas.text(x + 18, top - 22, 11, words);
}

void draw_facts(Canvas& canvas, const Sheet& sheet, const Words& words) {
  const std::string named = sheet.info.empty() || sheet.info == sheet.printer
                                ? sheet.printer
                                : sheet.printer + " (" + sheet.info + ")";
  const std::array<std::pair<std::string_view, std::string_view>, 5> facts{
      {{words.queue, named},
       {words.model, sheet.model},
       {words.language, sheet.device_language},
       {words.paper, sheet.paper},
       {words.time, sheet.time}}};
  double y = 608;
  for (const auto& [name, value] : facts) {
    if (value.empty()) continue;
    canvas.text(0, y, 10, name, true);
    canvas.text(70, y, 10, value.substr(0, 90));
    y -= 15;
  }
}

void draw_look(Canvas& canvas, const Sheet& sheet, const Words& words) {
  canvas.text(0, 520, 12, words.look, true);
  std::vector<std::string_view> all{words.frame, words.marks, words.text, words.lines, words.gray};
  if (sheet.color) all.push_back(words.colours);
  if (sheet.two_sided) all.push_back(words.turn);
  double y = 502;
  for (std::size_t i = 0; i < all.size(); ++i) {
    canvas.text(0, y, 10, std::to_string(i + 1) + "  " + std::string(all[i]));
    y -= 14;
  }
}

void draw_words(Canvas& canvas) {
  double y = 384;
  for (const int size : {18, 14, 12, 10, 8, 6, 5, 4}) {
    canvas.text(0, y, size, std::to_string(size) + "  Hamburgefonstiv äöüß ÅÉñ 0123456789 @&%#");
    y -= size * 1.15 + 2;
  }
}

// Fans and combs: lines of one 600 dpi pixel, and of 2, 4 and 8 of them.
void draw_lines(Canvas& canvas) {
  constexpr double pixel = 72.0 / 600;
  double x = 0;
  for (const int pixels : {1, 2, 4, 8}) {
    canvas.width(pixel * pixels);
    for (int i = 0; i < 10; ++i) {
      canvas.line(x + i * 5, 214, x + i * 5, 264);
      canvas.line(x + 54, 216 + i * 5, x + 104, 216 + i * 5);
    }
    canvas.text(x, 204, 7, std::to_string(pixels) + "/600");
    x += 120;
  }
  canvas.width(pixel);
  constexpr double reach = 70, quarter = 1.5707963267948966;
  for (int i = 0; i <= 18; ++i) {
    const double angle = quarter * i / 18;
    canvas.line(405, 290, 405 + reach * std::cos(angle), 290 + reach * std::sin(angle));
  }
}

void draw_grays(Canvas& canvas, double y) {
  constexpr int steps = 11;
  constexpr double each = content_width / steps;
  for (int i = 0; i < steps; ++i) {
    canvas.gray(static_cast<double>(i) / (steps - 1));
    canvas.area(i * each, y + 26, each, 34);
    canvas.gray(0);
    canvas.text(i * each + 2, y + 64, 7, std::to_string(100 - 10 * i) + " %");
  }
  canvas.gradient(0, y, content_width, 24);
  canvas.gray(0);
  canvas.width(0.5);
  for (const double edge : {y, y + 60})
    canvas.line(0, edge, content_width, edge);
  canvas.line(content_width, y, content_width, y + 60);
}

void draw_colours(Canvas& canvas, const Words& words, double y) {
  constexpr std::array<std::array<double, 3>, 8> colours{{{0, 0.62, 0.88},
                                                          {0.89, 0, 0.48},
                                                          {1, 0.93, 0},
                                                          {0, 0, 0},
                                                          {0.85, 0.1, 0.1},
                                                          {0.05, 0.55, 0.2},
                                                          {0.1, 0.2, 0.65},
                                                          {0.87, 0.68, 0.57}}};
  constexpr double each = content_width / colours.size();
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const double x = each * static_cast<double>(i);
    const auto& [red, green, blue] = colours.at(i);
    canvas.rgb(red, green, blue);
    canvas.area(x, y + 30, each - 4, 40);
    // The same, half as strong: a tint shows what a full colour hides.
    canvas.rgb((1 + red) / 2, (1 + green) / 2, (1 + blue) / 2);
    canvas.area(x, y + 12, each - 4, 18);
    canvas.gray(0);
    canvas.text(x, y + 1, 8, words.names.at(i));
  }
}

// Inside the frame and its marks, no larger than it is meant to be.
void enter(Canvas& canvas, const Area& area) {
  constexpr double room = 6 * mm;
  const double wide = std::max(area.width - 2 * room, 1.0);
  const double high = std::max(area.height - 2 * room, 1.0);
  const double scale = std::min({1.0, wide / content_width, high / content_height});
  canvas.enter(area.x + (area.width - content_width * scale) / 2,
               area.y + area.height - room - content_height * scale, scale);
}

std::string front(const Sheet& sheet, const Words& words) {
  Canvas canvas;
  draw_frame(canvas, printable(sheet));
  enter(canvas, printable(sheet));
  draw_arrow(canvas, 10, 686, words.top);
  canvas.text(0, 630, 20, words.title, true);
  draw_facts(canvas, sheet, words);
  draw_look(canvas, sheet, words);
  draw_words(canvas);
  draw_lines(canvas);
  draw_grays(canvas, 112);
  if (sheet.color) draw_colours(canvas, words, 14);
  canvas.leave();
  return canvas.content();
}

std::string back(const Sheet& sheet, const Words& words) {
  Canvas canvas;
  draw_frame(canvas, printable(sheet));
  enter(canvas, printable(sheet));
  draw_arrow(canvas, 10, 686, words.top);
  canvas.text(0, 630, 20, words.back, true);
  canvas.text(0, 608, 10, words.back_words);
  canvas.leave();
  return canvas.content();
}

} // namespace

std::string test_sheet(const Sheet& sheet) {
  const Words& words = sheet.language == "de" ? german : english;
  const double width = sheet.width * hmm, height = sheet.height * hmm;
  std::vector<Page> pages{{width, height, front(sheet, words)}};
  if (sheet.two_sided) pages.push_back({width, height, back(sheet, words)});
  return pdf_of(pages, words.title);
}

} // namespace platen::setup
