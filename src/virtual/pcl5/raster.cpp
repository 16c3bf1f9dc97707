#include "virtual/pcl5/interpreter.h"
#include "virtual/pcl5/media.h"

#include <algorithm>
#include <cmath>

// The raster half of the interpreter.
namespace platen::twin::pcl5 {

namespace {

constexpr std::int32_t most = 32'767;
constexpr std::int64_t most_painted = 5 * pclxl::most_canvas_pixels; // dots on a page
constexpr std::int32_t resolutions[] = {75, 100, 150, 200, 300, 600};

// Each pixel of a row `times` times.
void widen(Bytes row, std::int32_t times, Buffer& into) {
  into.assign(row.size() * static_cast<std::size_t>(times), std::byte{0});
  for (std::size_t i = 0; i < row.size() * 8; ++i) {
    if ((row[i / 8] << (i % 8) & std::byte{0x80}) == std::byte{0}) continue;
    for (std::size_t at = i * static_cast<std::size_t>(times),
                     end = at + static_cast<std::size_t>(times);
         at < end; ++at)
      into[at / 8] |= std::byte{0x80} >> (at % 8);
  }
}

} // namespace

Xl<bool> Interpreter::raster_command(const Token& token) {
  const std::string_view name = token.name;
  if (name == "*bM") {
    XL_TRY(const std::int32_t mode, integer(token, 0, most));
    if (!RowDecoder::knows(mode)) return fault(spelled(token) + ": no such compression mode");
    settings_.mode = mode;
    return true;
  }
  if (name == "*bY") {
    XL_TRY(const std::int32_t rows, integer(token, 0, most));
    if (!raster_) {
      XL_TRY_VOID(complain(spelled(token) + " outside a raster"));
      return true;
    }
    raster_->row = std::min(raster_->row + rows, most);
    rows_.clear();
    return true;
  }
  if (name == "*bW") {
    XL_TRY_VOID(transfer(token));
    return true;
  }
  if (name == "*rB" || name == "*rC") {
    end_raster();
    line_.tray.list(token.offset, spelled(token));
    if (name == "*rC") settings_.mode = 0;
    settings_.raster_left = 0;
    return true;
  }
  constexpr std::string_view known[] = {"*rA", "*rF", "*rS", "*rT", "*rU", "*tR"};
  if (std::ranges::find(known, name) == std::end(known)) return false;
  if (raster_) {
    XL_TRY_VOID(complain(spelled(token) + " inside a raster has no effect"));
    return true;
  }
  line_.tray.list(token.offset, spelled(token));
  if (name == "*rA") {
    XL_TRY(const std::int32_t where, integer(token, 0, 1));
    XL_TRY_VOID(start_raster(where == 1));
  } else if (name == "*rF") {
    // 0 and 3 are the same for a page that is held upright.
    if (token.value != 0 && token.value != 3) return fault(spelled(token) + ": 0 or 3 is needed");
  } else if (name == "*rS") {
    XL_TRY(settings_.raster_width, integer(token, 0, most));
  } else if (name == "*rT") {
    XL_TRY(settings_.raster_height, integer(token, 0, most));
  } else if (name == "*rU") {
    if (token.value != 1) return fault("colour: the engine is black and white");
  } else {
    XL_TRY(const std::int32_t dpi, integer(token, 1, most));
    if (std::ranges::find(resolutions, dpi) == std::end(resolutions))
      return fault(spelled(token) + ": the engine has 75, 100, 150, 200, 300 and 600 dpi");
    settings_.dots_per_pixel = 600 / dpi;
  }
  return true;
}

Xl<void> Interpreter::start_raster(bool at_cursor) {
  XL_TRY_VOID(need_page());
  if (at_cursor) settings_.raster_left = x_;
  Raster raster;
  raster.offset = line_.in.offset();
  raster.left = static_cast<std::int32_t>(std::floor(settings_.raster_left + 0.5));
  raster.top = static_cast<std::int32_t>(std::floor(y_ + 0.5));
  const std::int32_t room = page_->right - page_->left - raster.left;
  const std::int32_t widest =
      std::max(1, (room + settings_.dots_per_pixel - 1) / settings_.dots_per_pixel);
  if (settings_.raster_width > widest)
    XL_TRY_VOID(complain("a raster of " + std::to_string(settings_.raster_width) +
                         " pixels is wider than the logical page, which has room for " +
                         std::to_string(widest)));
  const bool fits = settings_.raster_width > 0 && settings_.raster_width <= widest;
  raster.width = std::min(fits ? settings_.raster_width : widest, most);
  rows_.begin(static_cast<std::size_t>((raster.width + 7) / 8));
  raster_ = raster;
  return {};
}

void Interpreter::end_raster() {
  if (!raster_) return;
  if (line_.tray.listing()) {
    std::string text = "raster at " + std::to_string(raster_->left) + "," +
                       std::to_string(raster_->top) + ", " + std::to_string(raster_->width) +
                       " x " + std::to_string(raster_->row) + " pixels, " +
                       std::to_string(raster_->bytes) + " bytes; transfers by mode:";
    for (std::size_t mode = 0; mode < raster_->transfers.size(); ++mode)
      if (raster_->transfers[mode] > 0)
        text += " " + std::to_string(raster_->transfers[mode]) + " in " + std::to_string(mode);
    line_.tray.list(raster_->offset, text);
  }
  y_ = raster_->top + static_cast<double>(raster_->row) * settings_.dots_per_pixel;
  x_ = raster_->left;
  raster_.reset();
}

Xl<void> Interpreter::transfer(const Token& token) {
  XL_TRY(const Bytes data, data_of(token));
  if (!raster_) XL_TRY_VOID(start_raster(false));
  ++raster_->transfers[static_cast<std::size_t>(settings_.mode)];
  raster_->bytes += data.size();
  const auto take = [this](Bytes row) { return draw(row); };
  const auto skip = [this](std::int32_t rows) {
    raster_->row = std::min(raster_->row + rows, most);
  };
  const std::string complaint = rows_.transfer(settings_.mode, data, take, skip);
  if (overpainted_) return fault("a page is painted over and over");
  if (!complaint.empty()) return complain(complaint);
  return {};
}

// Ink covers, white lets through. False: what follows is below the page.
bool Interpreter::draw(Bytes row) {
  Raster& raster = *raster_;
  Page& page = *page_;
  const std::int32_t times = settings_.dots_per_pixel;
  const std::int32_t y = page.top + raster.top + raster.row * times;
  if (settings_.raster_height > 0 && raster.row >= settings_.raster_height) {
    add_warning(page.side.warnings, "a raster has more rows than its height");
    return false;
  }
  if (y >= page.canvas.height() || raster.row == most) return false;
  ++raster.row;
  const std::int32_t x = page.left + raster.left;
  // No ink goes beyond the logical page.
  const std::int32_t from = std::max(0, page.left - x);
  const std::int32_t count = std::min(raster.width * times, page.right - x);
  page.painted += std::int64_t{count > 0 ? count : 0} * times;
  overpainted_ = page.painted > most_painted;
  if (overpainted_) return false;
  if (from >= count) return true;
  Bytes ink = row;
  if (times > 1) {
    widen(row, times, wide_);
    ink = wide_;
  }
  const std::int32_t whole_bytes = from / 8;
  ink = ink.subspan(static_cast<std::size_t>(whole_bytes));
  if (from % 8 != 0) {
    Buffer cut(ink.begin(), ink.end());
    cut[0] &= std::byte{0xff} >> (from % 8);
    wide_ = std::move(cut);
    ink = wide_;
  }
  for (std::int32_t i = 0; i < times; ++i)
    page.canvas.put_bits(x + whole_bytes * 8, y + i, ink, count - whole_bytes * 8,
                         pclxl::Canvas::Mix::darken);
  return true;
}

} // namespace platen::twin::pcl5
