#include "compose/layer.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace platen::compose {

namespace {

Result<void> read_at(int file, std::span<std::byte> into, std::uint64_t offset) {
  if (::pread(file, into.data(), into.size(), static_cast<off_t>(offset)) ==
      static_cast<ssize_t>(into.size()))
    return {};
  return fail(Errc::io, "cannot read back what is written on a page: " + errno_text(errno));
}

} // namespace

Result<Layer> Layer::make(PageShape shape) {
  EXPECTS(shape.format == gray16 || shape.format == rgb16);
  Layer layer;
  layer.channels_ = static_cast<std::size_t>(shape.format.channels());
  layer.rows_.reserve(static_cast<std::size_t>(shape.height));
  TRY(layer.file_, unnamed_file());
  return layer;
}

Result<void> Layer::add(std::span<const std::uint16_t> on_paper,
                        std::span<const std::uint8_t> coverage) {
  EXPECTS(on_paper.size() == coverage.size() * channels_);
  const auto covers = [](std::uint8_t v) { return v != 0; };
  const auto first = std::ranges::find_if(coverage, covers);
  if (first == coverage.end()) {
    rows_.push_back({});
    return {};
  }
  const auto last = std::find_if(coverage.rbegin(), coverage.rend(), covers).base();
  const auto at = static_cast<std::size_t>(first - coverage.begin());
  const auto count = static_cast<std::size_t>(last - first);
  const auto pixels = on_paper.subspan(at * channels_, count * channels_);
  TRY_VOID(write_all(file_.get(), std::as_bytes(pixels)));
  TRY_VOID(write_all(file_.get(), std::as_bytes(coverage.subspan(at, count))));
  rows_.push_back({static_cast<std::int32_t>(at), static_cast<std::int32_t>(count), end_});
  end_ += pixels.size_bytes() + count;
  return {};
}

Result<void> Layer::read(std::int32_t row, Run& into) const {
  EXPECTS(row >= 0 && static_cast<std::size_t>(row) < rows_.size());
  const Place& place = rows_[static_cast<std::size_t>(row)];
  into.first = place.first;
  into.count = place.count;
  const auto count = static_cast<std::size_t>(place.count);
  into.on_paper.resize(count * channels_);
  into.coverage.resize(count);
  if (count == 0) return {};
  TRY_VOID(read_at(file_.get(), std::as_writable_bytes(std::span(into.on_paper)), place.offset));
  return read_at(file_.get(), std::as_writable_bytes(std::span(into.coverage)),
                 place.offset + std::span(into.on_paper).size_bytes());
}

} // namespace platen::compose
