#pragma once

#include "base/file.h"
#include "codec/picture.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace platen::codec::test {

inline PictureLimits generous() {
  PictureLimits limits;
  limits.pixels = 1'000'000'000;
  limits.side_px = 65'500;
  limits.pages = 100;
  limits.profile_bytes = 1 << 20;
  return limits;
}

using Open = Result<std::unique_ptr<PictureReader>> (*)(int, const PictureLimits&);

// A file of these bytes, and the picture in it.
class Opened {
public:
  Opened(Open open, Bytes bytes, const PictureLimits& limits = generous())
      : file_(unnamed_file().value()) {
    EXPECT_TRUE(write_all(file_.get(), bytes));
    reader_ = open(file_.get(), limits);
  }
  bool ok() const { return reader_.has_value(); }
  PictureReader& operator*() { return **reader_; }
  PictureReader* operator->() { return reader_->get(); }
  const Error& error() const { return reader_.error(); }

private:
  UniqueFd file_;
  Result<std::unique_ptr<PictureReader>> reader_ = fail(Errc::bug, "not opened");
};

// All samples of a page, read `rows_a_call` rows at a time.
template<class Sample>
Result<std::vector<Sample>> read_page(PictureReader& reader, std::int32_t page = 0,
                                      std::int32_t rows_a_call = 5) {
  TRY(const auto rows, reader.rows(page));
  const PageShape shape = rows->shape();
  EXPECT_EQ(static_cast<std::size_t>(shape.format.depth), sizeof(Sample) * 8);
  std::vector<Sample> all;
  RowBuffer buffer(shape.width, rows_a_call, shape.format);
  for (std::int32_t y = 0; y < shape.height; y += rows_a_call) {
    const Band band = buffer.band({y, std::min(rows_a_call, shape.height - y)});
    TRY_VOID(rows->read(band));
    for (std::int32_t row = y; row < band.rows().end(); ++row) {
      const auto samples = band.template samples<Sample>(row);
      all.insert(all.end(), samples.begin(), samples.end());
    }
  }
  return all;
}

// What opening and reading everything ends with.
inline Result<void> read_all(Open open, Bytes bytes, const PictureLimits& limits = generous()) {
  Opened picture(open, bytes, limits);
  if (!picture.ok()) return Failure(picture.error());
  for (std::int32_t page = 0; page < picture->pages(); ++page) {
    TRY(const PictureInfo info, picture->info(page));
    if (info.format.depth == Depth::bits16) {
      TRY_VOID(read_page<std::uint16_t>(*picture, page));
    } else {
      TRY_VOID(read_page<std::uint8_t>(*picture, page));
    }
  }
  return {};
}

// A picture that never repeats: sample c of pixel (x, y).
template<class Sample> Sample pattern(std::size_t x, std::size_t y, std::size_t c) {
  const std::uint32_t v = static_cast<std::uint32_t>(x * 2654435761u ^ y * 40503u * 2246822519u ^
                                                     (c + 1) * 3266489917u);
  return static_cast<Sample>(v >> (32 - 8 * sizeof(Sample)));
}

// The same in the low `bits` bits.
inline std::uint32_t pattern_bits(std::size_t x, std::size_t y, std::size_t c, unsigned bits) {
  return static_cast<std::uint32_t>(pattern<std::uint16_t>(x, y, c)) >> (16 - bits);
}

template<class Sample>
std::vector<Sample> pattern_rows(std::size_t width, std::size_t height, std::size_t channels) {
  std::vector<Sample> all;
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x)
      for (std::size_t c = 0; c < channels; ++c)
        all.push_back(pattern<Sample>(x, y, c));
  return all;
}

// An EXIF block (TIFF structure) with these facts; `index` is the interoperability index or empty.
Buffer exif_block(bool little, std::uint16_t orientation, double ppi, bool centimetres,
                  std::uint16_t colour_space, std::string_view index);

} // namespace platen::codec::test
