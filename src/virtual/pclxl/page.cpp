#include "virtual/pclxl/session.h"

#include <algorithm>
#include <cmath>

// The operators of a page and its images: the other half of Session.
namespace platen::twin::pclxl {

namespace {

constexpr std::int64_t most_painted_pixels = 20 * most_canvas_pixels; // on one page
constexpr std::size_t most_images = 100'000;

Hmm hmm_of(double value, std::int32_t units) {
  constexpr double hmm_per_unit[] = {2540.0, 100.0, 10.0}; // inch, mm, 0.1 mm
  return {static_cast<std::int32_t>(std::clamp(value * hmm_per_unit[units], 0.0, 1e8) + 0.5)};
}

} // namespace

Xl<void> Session::choose_paper(Page& page) {
  SideRecord& side = page.side;
  if (attributes_.has(Attribute::media_size)) {
    XL_TRY(const std::int32_t code, attributes_.integer(Attribute::media_size, 0, 255));
    page.paper = find_paper(code);
    if (page.paper == nullptr)
      return xl_fault("IllegalMediaSize",
                      "the device has no paper of MediaSize " + std::to_string(code));
    side.width = page.paper->width;
    side.height = page.paper->height;
  } else {
    XL_TRY(const Xy size, attributes_.xy(Attribute::custom_media_size));
    XL_TRY(const std::int32_t units, attributes_.integer(Attribute::custom_media_size_units, 0, 2));
    side.width = hmm_of(size.x, units);
    side.height = hmm_of(size.y, units);
    page.paper = find_paper(side.width, side.height);
    if (page.paper == nullptr)
      XL_TRY_VOID(complain("IllegalMediaSize",
                           "the device has no paper of " + std::to_string(side.width.v) + " x " +
                               std::to_string(side.height.v) + " hundredths of a millimetre"));
  }
  side.medium = page.paper != nullptr ? std::string(page.paper->name)
                                      : "custom_" + std::to_string(side.width.v) + "x" +
                                            std::to_string(side.height.v) + "hmm";
  return {};
}

Xl<void> Session::choose_sides(Page& page) {
  SideRecord& side = page.side;
  const bool duplex = attributes_.has(Attribute::duplex_page_mode);
  if (duplex && attributes_.has(Attribute::simplex_page_mode))
    return xl_fault("IllegalAttributeCombination", "a page both simplex and duplex");
  XL_TRY_VOID(attributes_.integer_or(Attribute::simplex_page_mode, 0, 0, 0));
  XL_TRY(const std::int32_t binding, attributes_.integer_or(Attribute::duplex_page_mode, 1, 0, 1));
  XL_TRY(const std::int32_t back, attributes_.integer_or(Attribute::duplex_page_side, 0, 0, 1));
  if (back == 1 && !duplex)
    return xl_fault("IllegalAttributeCombination", "a back side without DuplexPageMode");
  side.back = back == 1;
  side.sides = !duplex        ? "one-sided"
               : binding == 1 ? "two-sided-long-edge"
                              : "two-sided-short-edge";
  if (side.back && !context_.front)
    line_.tray.warn_job("a back side without its front: its front stays blank");
  if (side.back && context_.front && context_.front->medium != side.medium)
    XL_TRY_VOID(complain("IllegalMediaSize", "the back of a sheet is " + side.medium +
                                                 ", its front " + context_.front->medium));
  if (!side.back || !context_.front) ++context_.sheets;
  side.sheet = context_.sheets;
  if (page.paper == nullptr) return {};
  if (auto why = conflict({page.paper, side.tray, side.media_type, duplex}))
    return complain("IllegalAttributeCombination", *why);
  return {};
}

Xl<void> Session::begin_page() {
  XL_TRY_VOID(expect(phase_ == Phase::session ? Phase::page : Phase::source));
  Page page;
  SideRecord& side = page.side;
  side.payload = "PCL XL";
  side.color_mode = "monochrome";
  side.quality = context_.toner_save ? "toner-save" : "normal";
  side.resolution = engine;
  XL_TRY(const std::int32_t orientation, attributes_.integer(Attribute::orientation, 0, 4));
  XL_TRY_VOID(choose_paper(page));
  XL_TRY(const std::int32_t source, attributes_.integer_or(Attribute::media_source, 0, 0, 255));
  side.tray = tray_name(source);
  if (side.tray.empty())
    XL_TRY_VOID(
        complain("IllegalMediaSource", "the device has no MediaSource " + std::to_string(source)));
  XL_TRY_VOID(attributes_.integer_or(Attribute::media_destination, 0, 0, 2));
  if (attributes_.has(Attribute::media_type)) {
    XL_TRY(const Bytes type, attributes_.bytes(Attribute::media_type));
    side.media_type = std::string(as_text(type));
    if (!known_type(side.media_type))
      XL_TRY_VOID(
          complain("IllegalMediaType", "the device has no MediaType \"" + side.media_type + "\""));
  }
  XL_TRY_VOID(choose_sides(page));
  if (orientation == 1 || orientation == 3) {
    add_warning(side.warnings, "a landscape page, drawn as it is read");
    std::swap(side.width, side.height);
  }
  const std::int32_t width = px_nearest(side.width, engine).v,
                     height = px_nearest(side.height, engine).v;
  if (width < 1 || height < 1 || std::int64_t{width} * height > most_canvas_pixels)
    return xl_fault("IllegalMediaSize", "a page of " + std::to_string(width) + " x " +
                                            std::to_string(height) + " pixels");
  page.canvas = Canvas(width, height);
  page.begins = line_.in.offset();
  page.printable = printable_area(page.paper, side, width, height);
  page_ = std::move(page);
  state_ = GraphicsState();
  saved_states_.clear();
  phase_ = Phase::page;
  return {};
}

// The raster is the printable area, unless something was drawn beyond it.
Xl<void> Session::emit(Page& page) {
  const Rectangle raster = page.beyond_printable
                               ? Rectangle{0, 0, page.canvas.width(), page.canvas.height()}
                               : page.printable;
  auto out = pclxl::emit(page.canvas, raster, std::move(page.side), line_.tray);
  if (!out) return faulted(line_, std::move(out).error());
  return {};
}

Xl<void> Session::end_page() {
  Page& page = *page_;
  XL_TRY(page.side.copies, attributes_.integer_or(Attribute::page_copies, 1, 1, 999));
  if (page.side.back && context_.front && context_.front->copies != page.side.copies)
    add_warning(page.side.warnings, "the back wants " + std::to_string(page.side.copies) +
                                        " copies, its front " +
                                        std::to_string(context_.front->copies));
  if (page.side.back || page.side.sides == "one-sided")
    context_.front.reset();
  else
    context_.front = page.side;
  const std::int32_t copies = page.side.copies;
  const bool sheet_is_out = page.side.back || page.side.sides == "one-sided";
  const std::uint64_t raster = page.canvas.bytes(), sent = line_.in.offset() - page.begins;
  XL_TRY_VOID(emit(page));
  page_.reset();
  phase_ = Phase::source;
  XL_TRY_VOID(print_page(line_, context_, copies, raster, sent));
  return sheet_is_out ? reached(Moment::between_sheets) : Xl<void>{};
}

Xl<void> Session::note_extent(Page& page, const Picture& picture) {
  if (!picture.known_rop())
    add_warning(page.side.warnings,
                "raster operation " + std::to_string(state_.rop) + " drawn as copy");
  const Rectangle target = picture.target(), &frame = page.printable;
  const std::int64_t across =
      std::min(target.x + target.width, page.canvas.width()) - std::max(target.x, 0);
  const std::int64_t down =
      std::min(target.y + target.height, page.canvas.height()) - std::max(target.y, 0);
  if (across > 0 && down > 0) page.painted += across * down;
  if (page.painted > most_painted_pixels)
    return xl_fault("InternalOverflow", "a page is painted over and over");
  if (target.x >= frame.x && target.y >= frame.y &&
      target.x + target.width <= frame.x + frame.width &&
      target.y + target.height <= frame.y + frame.height)
    return {};
  page.beyond_printable = true;
  add_warning(page.side.warnings,
              page.paper != nullptr
                  ? "an image reaches into the margin that the device cannot print"
                  : "an image reaches beyond the paper");
  return {};
}

Xl<void> Session::begin_image() {
  XL_TRY_VOID(expect(Phase::page));
  XL_TRY(picture_, Picture::begin(attributes_, state_, device_per_unit_));
  if (++page_->images > most_images)
    return xl_fault("InternalOverflow", "more than 100,000 images on a page");
  XL_TRY_VOID(note_extent(*page_, *picture_));
  image_row_ = 0;
  row_before_.assign(picture_->row_bytes(), std::byte{0});
  phase_ = Phase::image;
  return {};
}

Xl<void> Session::read_image(Lexer& lexer) {
  XL_TRY_VOID(expect(Phase::image));
  data_may_follow_ = false;
  XL_TRY(const std::int32_t start, attributes_.integer(Attribute::start_line, 0, 65535));
  XL_TRY(const std::int32_t rows, attributes_.integer(Attribute::block_height, 1, 65535));
  XL_TRY(const std::int32_t mode, attributes_.integer(Attribute::compress_mode, 0, 3));
  XL_TRY(const std::int32_t pad, attributes_.integer_or(Attribute::pad_bytes_multiple, 4, 1, 4));
  if (mode == 2) return xl_fault("IllegalAttributeValue", "JPEG images are not taken");
  if (start != image_row_)
    return xl_fault("IllegalAttributeValue", "StartLine " + std::to_string(start) + " where row " +
                                                 std::to_string(image_row_) + " comes next");
  if (rows > picture_->height() - image_row_)
    return xl_fault("IllegalAttributeValue", "the blocks hold more rows than SourceHeight " +
                                                 std::to_string(picture_->height()));

  BlockShape block{static_cast<Compression>(mode), picture_->row_bytes(), picture_->row_bytes(),
                   rows};
  const auto multiple = static_cast<std::size_t>(pad);
  if (block.compression != Compression::delta_row)
    block.padded_bytes = (block.row_bytes + multiple - 1) / multiple * multiple;
  BlockDecoder decoder(block, row_before_, [&](Bytes row) -> Xl<void> {
    picture_->draw_row(image_row_++, row, page_->canvas);
    return {};
  });
  Attributes none;
  XL_TRY(const Token token, lexer.next(none));
  if (token.kind == TokenKind::end)
    return xl_broken(Error{Errc::malformed, "the stream ends inside an image", token.offset});
  if (token.kind != TokenKind::data)
    return xl_fault("MissingData", "ReadImage without embedded data", token.offset);
  Payload data(line_.in, token.length);
  while (data.left() > 0) {
    XL_TRY(const Bytes bytes, data.some(65536));
    XL_TRY_VOID(decoder.feed(bytes));
  }
  XL_TRY_VOID(decoder.finish());
  row_before_.assign(decoder.last_row().begin(), decoder.last_row().end());
  if (block.compression == Compression::delta_row && decoder.depends_on_seed())
    line_.tray.warn_job(
        "a delta row block keeps bytes of the row before it: devices differ on what that is");
  return {};
}

Xl<void> Session::end_image() {
  XL_TRY_VOID(expect(Phase::image));
  if (image_row_ != picture_->height())
    return xl_fault("MissingData", "an image of " + std::to_string(picture_->height()) +
                                       " rows ends after " + std::to_string(image_row_));
  picture_.reset();
  phase_ = Phase::page;
  return {};
}

} // namespace platen::twin::pclxl
