#pragma once

#include "virtual/pcl5/escapes.h"
#include "virtual/pcl5/rows.h"
#include "virtual/pclxl/job_context.h"
#include "virtual/pclxl/sheet_area.h"

#include <array>

namespace platen::twin::pcl5 {

// What ESC E resets. Lengths are in dots at 600 dpi unless they say otherwise.
struct Settings {
  Hmm width{21000}, height{29700}; // of the paper: A4
  Hmm custom_width{0}, custom_height{0};
  std::string tray = "auto", type;
  std::int32_t copies = 1, sides = 0;                       // sides as in ESC&l#S
  std::int32_t left_registration = 0, top_registration = 0; // decipoints
  double unit = 2;                                          // of ESC&u#D: dots in a unit
  double column = 60;                                       // dots in a column
  double line = 100;                                        // dots in a line
  double top_margin = 300;                                  // from the top of the logical page
  std::int32_t dots_per_pixel = 8;                          // of rasters: 75 dpi
  std::int32_t raster_width = 0, raster_height = 0;         // pixels; 0: not set
  std::int32_t mode = 0;                                    // compression
  double raster_left = 0;                                   // left graphics margin
};

// One PCL 5e stream, up to the universal exit or the end (docs/protocols/pcl5.md). Draws rasters;
// text and HP-GL/2 are refused, other commands told.
class Interpreter {
public:
  Interpreter(Line line, pclxl::JobContext& context)
      : line_(line), context_(context), in_(line.in) {}
  Xl<void> run();

private:
  struct Page {
    SideRecord side;
    const pclxl::Paper* paper = nullptr;
    pclxl::Canvas canvas;
    std::int32_t left = 0, top = 0, right = 0; // of the logical page, in dots of the canvas
    std::int64_t painted = 0;
    std::uint64_t begins = 0; // byte of the stream
  };
  struct Raster {
    std::int32_t left = 0, top = 0;           // on the logical page
    std::int32_t width = 0;                   // pixels
    std::int32_t row = 0;                     // the next one
    std::array<std::int32_t, 10> transfers{}; // by mode
    std::uint64_t bytes = 0, offset = 0;
  };

  Xl<void> take(const Token& token);
  Xl<void> control(const Token& token);
  Xl<void> command(const Token& token);
  Xl<bool> page_command(const Token& token);
  Xl<bool> cursor_command(const Token& token);
  Xl<bool> raster_command(const Token& token);
  Xl<bool> sheet_command(const Token& token);
  Xl<void> ignored(const Token& token);
  Xl<std::int32_t> integer(const Token& token, std::int32_t least, std::int32_t most);
  Xl<Bytes> data_of(const Token& token);
  Xl<void> complain(std::string what);

  // ---- page.cpp
  Xl<void> reset();
  Xl<void> need_page();
  Xl<void> end_page(bool always);
  Xl<void> finish();
  Xl<void> choose_size(std::int32_t code);
  Xl<void> choose_side(std::int32_t side);
  Xl<void> check_feed(const Page& page);
  // A new sheet begins where one of its settings changes.
  template<class T> void set_for_sheets(T& setting, T value) {
    if (setting == value) return;
    setting = std::move(value);
    next_is_back_ = false;
  }
  void set_paper(Hmm width, Hmm height);
  bool on_back() const { return settings_.sides != 0 && next_is_back_; }

  // ---- raster.cpp
  Xl<void> start_raster(bool at_cursor);
  void end_raster();
  Xl<void> transfer(const Token& token);
  bool draw(Bytes row);

  Line line_;
  pclxl::JobContext& context_;
  Escapes in_;
  Settings settings_;
  double x_ = 0, y_ = 300; // the cursor, on the logical page
  std::optional<Page> page_;
  std::optional<Raster> raster_;
  RowDecoder rows_;
  Buffer data_, wide_; // of one transfer; of one row, as wide as it is drawn
  bool next_is_back_ = false;
  std::int32_t empty_pages_ = 0;
  bool overpainted_ = false;
};

} // namespace platen::twin::pcl5
