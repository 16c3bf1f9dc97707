#include "flow/rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace platen::flow {

namespace {

// Makes the pixels [from, to) of a row paper, the lightest value of every model but the mask (1 =
// ink) and CMYK (0 = no ink).
void make_paper(std::span<std::byte> row, PixelFormat format, std::int32_t from, std::int32_t to) {
  if (from >= to) return;
  if (format.depth != Depth::bits1) {
    const auto pixel =
        static_cast<std::size_t>(format.channels()) * static_cast<std::size_t>(format.depth) / 8;
    const auto first = static_cast<std::size_t>(from) * pixel;
    std::memset(row.data() + first, format.model == ColorModel::cmyk ? 0 : 0xff,
                static_cast<std::size_t>(to) * pixel - first);
    return;
  }
  const auto first = static_cast<std::size_t>(from / 8), last = static_cast<std::size_t>(to / 8);
  const auto before = static_cast<std::byte>(0xff00 >> (from % 8) & 0xff); // kept of the first byte
  const auto after = static_cast<std::byte>(0xff >> (to % 8));             // kept of the last one
  if (first == last) {
    row[first] &= before | after;
    return;
  }
  row[first] &= before;
  std::memset(row.data() + first + 1, 0, last - first - 1);
  if (to % 8 != 0) row[last] &= after;
}

} // namespace

Result<void> copy_rows(RowSource& source, RowSink& sink, const Cancel& cancel) {
  constexpr std::int32_t rows_at_once = 128;
  const PageShape shape = source.shape();
  RowBuffer buffer(shape.width, std::min(rows_at_once, shape.height), shape.format);
  for (std::int32_t first = 0; first < shape.height; first += rows_at_once) {
    if (cancel.requested()) return fail(Errc::cancelled, "the job was cancelled");
    const Band band = buffer.band({first, std::min(rows_at_once, shape.height - first)});
    TRY_VOID(source.read(band));
    TRY_VOID(sink.write(band));
  }
  return {};
}

Result<void> BlankPage::read(Band into) {
  for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
    make_paper(into.row(y), shape_.format, 0, shape_.width);
  return {};
}

CutPage::CutPage(std::unique_ptr<RowSource> sheet, const layout::Placement& box)
    : sheet_(std::move(sheet)) {
  const PageShape whole = sheet_->shape();
  const auto pixel = [](double at, std::int32_t most) {
    return static_cast<std::int32_t>(std::clamp(at, 0.0, static_cast<double>(most)));
  };
  left_ = pixel(std::floor(box.x), whole.width);
  top_ = pixel(std::floor(box.y), whole.height);
  right_ = pixel(std::ceil(box.x + box.width), whole.width);
  bottom_ = pixel(std::ceil(box.y + box.height), whole.height);
}

Result<void> CutPage::read(Band into) {
  TRY_VOID(sheet_->read(into));
  const PageShape whole = sheet_->shape();
  for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y) {
    const bool beside = y < top_ || y >= bottom_;
    make_paper(into.row(y), whole.format, 0, beside ? whole.width : left_);
    make_paper(into.row(y), whole.format, beside ? whole.width : right_, whole.width);
  }
  return {};
}

} // namespace platen::flow
