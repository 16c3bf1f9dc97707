#pragma once

#include "render/glyphs/page.h"
#include "render/glyphs/words.h"
#include "units/units.h"

#include <optional>

namespace platen::render::glyphs {

// Reads the pages that Ghostscript's pxlmono writes, as far as they are letters in black: bitmaps
// of its own making, each at a whole pixel. Anything else, for which the printer would do what
// Ghostscript does here, is Errc::unsupported.
class Interpreter {
public:
  // Pages of `shape`, which is mask1.
  Interpreter(Fill fill, PageShape shape, Dpi resolution);

  // After an error there is no further page.
  Result<std::shared_ptr<const Page>> next_page();

private:
  struct Character {
    std::shared_ptr<const Bitmap> bitmap;
    // Where it was first used, if it ended at the sheet's end there: it may be the part of it that
    // was seen.
    std::optional<std::pair<std::int32_t, std::int32_t>> cut_at = {};
    std::uint64_t page = 0; // the last one on which it is, counted from 1, and its number there
    std::uint32_t number = 0;
  };

  Result<void> begin_session();
  Result<void> begin_page();
  Result<void> take(std::uint8_t operation);
  Result<void> set_colour_space();
  Result<void> set_cursor();
  Result<void> take_lines();
  Result<void> set_clip_path();
  Result<void> set_clip_rectangle();
  Result<void> read_character();
  Result<void> show_text();
  Result<void> begin_image();
  Result<void> read_image();
  Result<void> keep(const Bitmap& bitmap);
  Result<std::uint32_t> number_of(std::int32_t code);
  bool meets_end_of_clip(const Bitmap& bitmap) const;
  Result<void> place(std::uint32_t bitmap);
  bool paints_black() const;

  Words words_;
  const PageShape shape_;
  const Dpi resolution_;
  bool begun_ = false;
  std::vector<Character> characters_; // by their codes
  std::size_t kept_bytes_ = 0;        // for bitmaps, since the last page began, and characters_

  // Of the page that is being read.
  std::uint64_t page_number_ = 0;
  std::optional<Page> page_;
  bool black_ = false, shows_black_bits_ = false;
  std::int32_t operation_ = 0; // raster operation
  std::int32_t x_ = 0, y_ = 0; // the cursor
  Box clip_;
  std::size_t places_ = 0;
  std::uint64_t work_ = 0; // words of bitmaps to be painted
  // A path that is a rectangle, nothing, or none that is of use.
  std::optional<Box> path_;
  bool path_empty_ = true;
  std::int32_t image_width_ = 0, image_height_ = 0;
};

} // namespace platen::render::glyphs
