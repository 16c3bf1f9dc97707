#include "virtual/pcl5/interpreter.h"
#include "virtual/pcl5/media.h"

#include <algorithm>

// The pages of the interpreter: what begins, ends and turns them.
namespace platen::twin::pcl5 {

namespace {

constexpr std::int32_t most_empty_pages = 100; // in one stream

std::int32_t dots_of_decipoints(std::int32_t decipoints) {
  const std::int32_t sixths = decipoints * 5; // 600 / 720
  return (sixths >= 0 ? sixths + 3 : sixths - 3) / 6;
}

bool has_ink(const pclxl::Canvas& canvas, const pclxl::Rectangle& area) {
  if (area.width <= 0 || area.height <= 0) return false;
  Buffer row(mask1.row_bytes(area.width));
  const auto last = static_cast<std::byte>(0xff << ((8 - area.width % 8) % 8));
  for (std::int32_t y = 0; y < area.height; ++y) {
    canvas.read(area.x, area.y + y, area.width, row);
    row.back() &= last;
    if (std::ranges::any_of(row, [](std::byte b) { return b != std::byte{0}; })) return true;
  }
  return false;
}

// Whether anything was drawn where the engine cannot print.
bool beyond(const pclxl::Canvas& canvas, const pclxl::Rectangle& inside) {
  const std::int32_t below = inside.y + inside.height, right = inside.x + inside.width;
  return has_ink(canvas, {0, 0, canvas.width(), inside.y}) ||
         has_ink(canvas, {0, below, canvas.width(), canvas.height() - below}) ||
         has_ink(canvas, {0, inside.y, inside.x, inside.height}) ||
         has_ink(canvas, {right, inside.y, canvas.width() - right, inside.height});
}

} // namespace

Xl<void> Interpreter::reset() {
  XL_TRY_VOID(end_page(false));
  settings_ = Settings();
  x_ = 0;
  y_ = settings_.top_margin;
  next_is_back_ = false;
  return {};
}

Xl<void> Interpreter::finish() {
  end_raster();
  XL_TRY_VOID(end_page(false));
  return pclxl::reached(line_, context_, Moment::last_byte);
}

Xl<void> Interpreter::choose_size(std::int32_t code) {
  XL_TRY_VOID(end_page(false));
  Hmm width = settings_.custom_width, height = settings_.custom_height;
  if (code == custom_size) {
    if (width.v == 0 || height.v == 0)
      return fault("ESC&l101A without ESC&f#I and ESC&f#J, the width and height of the paper");
    if (pclxl::find_paper(width, height) == nullptr)
      XL_TRY_VOID(complain("the device has no paper of " + std::to_string(width.v) + " x " +
                           std::to_string(height.v) + " hundredths of a millimetre"));
  } else {
    const PaperCode* const size = find_size(code);
    if (size == nullptr)
      return fault("the device has no paper of the number " + std::to_string(code));
    width = size->width;
    height = size->height;
  }
  set_for_sheets(settings_.width.v, width.v);
  set_for_sheets(settings_.height.v, height.v);
  settings_.top_margin = Settings().top_margin;
  x_ = 0;
  y_ = settings_.top_margin;
  return {};
}

Xl<void> Interpreter::choose_side(std::int32_t side) {
  const bool marked = page_.has_value();
  XL_TRY_VOID(end_page(false));
  if (side == 1) next_is_back_ = false;
  if (side == 2) next_is_back_ = true;
  if (side == 0 && !marked) next_is_back_ = !next_is_back_;
  return {};
}

Xl<void> Interpreter::check_feed(const Page& page) {
  if (page.paper == nullptr) return {};
  const bool duplex = settings_.sides != 0;
  if (auto why = pclxl::conflict({page.paper, page.side.tray, page.side.media_type, duplex}))
    return complain(*why);
  return {};
}

Xl<void> Interpreter::need_page() {
  if (page_) return {};
  Page page;
  SideRecord& side = page.side;
  side.payload = "PCL 5e";
  side.color_mode = "monochrome";
  side.quality = context_.toner_save ? "toner-save" : "normal";
  side.resolution = pclxl::engine;
  side.tray = settings_.tray;
  side.media_type = settings_.type;
  side.copies = settings_.copies;
  page.paper = pclxl::find_paper(settings_.width, settings_.height);
  side.width = page.paper != nullptr ? page.paper->width : settings_.width;
  side.height = page.paper != nullptr ? page.paper->height : settings_.height;
  side.medium = page.paper != nullptr ? std::string(page.paper->name)
                                      : "custom_" + std::to_string(side.width.v) + "x" +
                                            std::to_string(side.height.v) + "hmm";
  constexpr std::string_view words[] = {"one-sided", "two-sided-long-edge", "two-sided-short-edge"};
  side.sides = words[settings_.sides];
  side.back = on_back();
  if (side.back && !context_.front)
    line_.tray.warn_job("a back side without its front: its front stays blank");
  if (!side.back || !context_.front) ++context_.sheets;
  side.sheet = context_.sheets;
  XL_TRY_VOID(check_feed(page));

  const std::int32_t width = px_nearest(side.width, pclxl::engine).v;
  const std::int32_t height = px_nearest(side.height, pclxl::engine).v;
  if (width < 1 || height < 1 || std::int64_t{width} * height > pclxl::most_canvas_pixels)
    return fault("a page of " + std::to_string(width) + " x " + std::to_string(height) + " dots");
  page.canvas = pclxl::Canvas(width, height);
  // The registration counts the other way on the back, along the edge that is turned over.
  const bool across = side.back && settings_.sides == 1, along = side.back && settings_.sides == 2;
  const std::int32_t right_by = dots_of_decipoints(settings_.left_registration);
  const std::int32_t down_by = dots_of_decipoints(settings_.top_registration);
  page.begins = line_.in.offset();
  page.left = left_offset(side.width, side.height) + (across ? -right_by : right_by);
  page.right = page.left + logical_width(side.width, side.height);
  page.top = along ? -down_by : down_by;
  page_ = std::move(page);
  return {};
}

// `always`: a sheet comes out even if nothing is on it.
Xl<void> Interpreter::end_page(bool always) {
  end_raster();
  if (!page_) {
    if (!always) return {};
    if (++empty_pages_ > most_empty_pages)
      return fault("more than " + std::to_string(most_empty_pages) + " empty pages");
    XL_TRY_VOID(need_page());
  }
  Page page = std::move(*page_);
  page_.reset();
  const std::int32_t copies = page.side.copies;
  const bool back = page.side.back, sheet_is_out = back || settings_.sides == 0;
  if (sheet_is_out)
    context_.front.reset();
  else
    context_.front = page.side;
  next_is_back_ = settings_.sides != 0 && !back;
  x_ = 0;
  y_ = settings_.top_margin;
  pclxl::Rectangle area =
      pclxl::printable_area(page.paper, page.side, page.canvas.width(), page.canvas.height());
  if (beyond(page.canvas, area)) {
    add_warning(page.side.warnings, "ink lies in the margin that the device cannot print");
    area = {0, 0, page.canvas.width(), page.canvas.height()};
  }
  auto out = pclxl::emit(page.canvas, area, std::move(page.side), line_.tray);
  if (!out) return pclxl::faulted(line_, std::move(out).error());
  XL_TRY_VOID(pclxl::print_page(line_, context_, copies, page.canvas.bytes(),
                                line_.in.offset() - page.begins));
  return sheet_is_out ? pclxl::reached(line_, context_, Moment::between_sheets) : Xl<void>{};
}

} // namespace platen::twin::pcl5
