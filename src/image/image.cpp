#include "image/image.h"

namespace platen {

std::string to_string(PixelFormat format) {
  std::string text;
  switch (format.model) {
  case ColorModel::gray: text = "gray"; break;
  case ColorModel::rgb: text = "rgb"; break;
  case ColorModel::cmyk: text = "cmyk"; break;
  case ColorModel::mask: text = "mask"; break;
  }
  return text + std::to_string(static_cast<int>(format.depth));
}

namespace {
constexpr std::size_t alignment = 64;
}

RowBuffer::RowBuffer(std::int32_t width, std::int32_t rows, PixelFormat format)
    : width_(width), capacity_(rows), format_(format) {
  EXPECTS(width >= 0 && rows >= 0);
  stride_ = (format.row_bytes(width) + alignment - 1) / alignment * alignment;
  const std::size_t size = stride_ * static_cast<std::size_t>(rows);
  memory_.reset(static_cast<std::byte*>(::operator new[](size, std::align_val_t{alignment})));
}

Band RowBuffer::band(RowRange rows) {
  EXPECTS(rows.count >= 0 && rows.count <= capacity_);
  return {memory_.get(), stride_, width_, format_, rows};
}

ConstBand RowBuffer::band(RowRange rows) const {
  EXPECTS(rows.count >= 0 && rows.count <= capacity_);
  return {memory_.get(), stride_, width_, format_, rows};
}

} // namespace platen
