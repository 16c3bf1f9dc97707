// What is made while a page is scanned, as other people's decoders read it: libjpeg, libpng and
// libtiff (through codec/), qpdf and poppler.
#include "codec/picture.h"
#include "scan/pack/pack.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

namespace platen::scan {
namespace {

constexpr codec::PictureLimits limits{100'000'000, 65'500, 100, 1 << 20, 1U << 30};

// A picture with edges, tones and something of its own in each row.
std::uint8_t sample_at(std::int32_t x, std::int32_t y, std::int32_t channel) {
  return static_cast<std::uint8_t>((x / 4 * (channel + 3) + y / 4 * (5 - channel)) % 256);
}

RowBuffer picture(PageShape shape) {
  RowBuffer rows(shape.width, shape.height, shape.format);
  const Band band = rows.band({0, shape.height});
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto row = band.row(y);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto at = static_cast<std::int32_t>(i);
      const std::int32_t channels = shape.format.channels();
      row[i] = shape.format == mask1 ? std::byte{static_cast<std::uint8_t>(at * 37 + y * 11)}
                                     : std::byte{sample_at(at / channels, y, at % channels)};
    }
    if (shape.format == mask1 && shape.width % 8 != 0) // what lies beyond the edge is not the page
      row.back() &= std::byte{static_cast<std::uint8_t>(0xff << (8 - shape.width % 8))};
  }
  return rows;
}

// What no encoder can make small.
RowBuffer noise(PageShape shape) {
  RowBuffer rows(shape.width, shape.height, shape.format);
  std::minstd_rand random(7);
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::byte& byte : rows.band({0, shape.height}).row(y))
      byte = std::byte{static_cast<std::uint8_t>(random() >> 8)};
  return rows;
}

// In bands of odd heights; `given` rows of it.
Buffer file_of(Format format, PageShape shape, std::int32_t given, std::int32_t quality = 95) {
  BufferSink out;
  const RowBuffer rows = picture(shape);
  auto file = stream_file(format, quality, out);
  EXPECT_TRUE(file);
  EXPECT_TRUE((*file)->begin_page(shape, Dpi{300}));
  for (std::int32_t y = 0; y < given;) {
    const std::int32_t count = std::min(given - y, 1 + y % 7);
    EXPECT_TRUE((*file)->write(rows.band({0, shape.height}).sub({y, count})));
    y += count;
  }
  EXPECT_TRUE((*file)->end_page());
  EXPECT_TRUE((*file)->finish());
  return std::move(out.buffer);
}

int descriptor_of(Bytes bytes) {
  const int fd = ::memfd_create("picture", MFD_CLOEXEC);
  EXPECT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return fd;
}

struct Decoded {
  codec::PictureInfo info;
  RowBuffer rows;
};
Decoded decode(Format format, Bytes bytes) {
  const int fd = descriptor_of(bytes);
  auto reader = format == Format::jpeg  ? codec::open_jpeg(fd, limits)
                : format == Format::png ? codec::open_png(fd, limits)
                                        : codec::open_tiff(fd, limits);
  EXPECT_TRUE(reader) << reader.error().message();
  Decoded out;
  out.info = *(*reader)->info(0);
  out.rows = RowBuffer(out.info.width, out.info.height, out.info.format);
  auto rows = (*reader)->rows(0);
  EXPECT_TRUE(rows && (*rows)->read(out.rows.band({0, out.info.height})));
  ::close(fd);
  return out;
}

// What a reader should see of pixel (x, y): 8 bits, black is 0.
int expected(ConstBand rows, std::int32_t x, std::int32_t y, std::int32_t channel) {
  const auto row = rows.row(y);
  if (rows.format() != mask1)
    return std::to_integer<int>(
        row[static_cast<std::size_t>(x * rows.format().channels() + channel)]);
  const auto byte = std::to_integer<unsigned>(row[static_cast<std::size_t>(x) / 8]);
  return (byte >> (7 - x % 8) & 1U) != 0 ? 0 : 255;
}

struct Difference {
  int largest = 0;
  double mean = 0;
};
Difference difference(ConstBand wanted, ConstBand got, RowRange range) {
  Difference out;
  std::int64_t sum = 0, count = 0;
  for (std::int32_t y = range.first; y < range.end(); ++y) {
    const auto row = got.samples<std::uint8_t>(y);
    for (std::int32_t x = 0; x < wanted.width(); ++x)
      for (std::int32_t c = 0; c < got.format().channels(); ++c) {
        const std::int32_t channel = wanted.format().channels() == 3 ? c : 0;
        const int off = std::abs(row[static_cast<std::size_t>(x * got.format().channels() + c)] -
                                 expected(wanted, x, y, channel));
        out.largest = std::max(out.largest, off);
        sum += off;
        ++count;
      }
  }
  out.mean = static_cast<double>(sum) / static_cast<double>(count);
  return out;
}

struct Case {
  Format format;
  PixelFormat pixels;
  bool lossless;
};
constexpr std::array cases{
    Case{Format::png, gray8, true},   Case{Format::png, rgb8, true},
    Case{Format::png, mask1, true},   Case{Format::tiff, gray8, true},
    Case{Format::tiff, rgb8, true},   Case{Format::tiff, mask1, true},
    Case{Format::jpeg, gray8, false}, Case{Format::jpeg, rgb8, false},
};

TEST(StreamFile, HoldsTheRowsThatItWasGiven) {
  for (const Case& c : cases)
    for (const auto& [width, height] :
         {std::pair{1, 1}, {8, 3}, {61, 40}, {333, 250}, {1000, 97}}) {
      SCOPED_TRACE(to_string(c.pixels) + " " + std::to_string(static_cast<int>(c.format)) + " " +
                   std::to_string(width));
      const PageShape shape{width, height, c.pixels};
      const Decoded read = decode(c.format, file_of(c.format, shape, height));
      ASSERT_EQ(read.info.width, width);
      ASSERT_EQ(read.info.height, height);
      EXPECT_NEAR(read.info.ppi_x.value_or(0), 300, 0.02);
      EXPECT_NEAR(read.info.ppi_y.value_or(0), 300, 0.02);
      const RowBuffer rows = picture(shape);
      const Difference off =
          difference(rows.band({0, height}), read.rows.band({0, height}), {0, height});
      if (c.lossless)
        EXPECT_EQ(off.largest, 0);
      else
        EXPECT_LT(off.mean, 4);
    }
}

TEST(StreamFile, MakesBlackAndWhiteJpegOfBits) {
  const PageShape shape{64, 32, mask1};
  BufferSink out;
  RowBuffer rows(64, 32, mask1);
  for (std::int32_t y = 0; y < 32; ++y)
    for (std::byte& byte : rows.band({0, 32}).row(y))
      byte = y < 16 ? std::byte{0xff} : std::byte{0};
  auto file = stream_file(Format::jpeg, 90, out);
  ASSERT_TRUE((*file)->begin_page(shape, Dpi{300}));
  ASSERT_TRUE((*file)->write(rows.band({0, 32})));
  ASSERT_TRUE((*file)->end_page() && (*file)->finish());
  const Decoded read = decode(Format::jpeg, out.buffer);
  EXPECT_EQ(read.info.format, gray8);
  EXPECT_LT(difference(rows.band({0, 32}), read.rows.band({0, 32}), {0, 32}).largest, 3);
}

TEST(StreamFile, MakesRowsWhiteThatNeverCame) {
  for (const Case& c : cases) {
    const PageShape shape{120, 64, c.pixels};
    const Decoded read = decode(c.format, file_of(c.format, shape, 16));
    ASSERT_EQ(read.info.height, 64);
    for (const std::uint8_t sample : read.rows.band({0, 64}).samples<std::uint8_t>(63))
      ASSERT_GE(sample, 252);
    if (c.lossless) {
      const RowBuffer rows = picture(shape);
      EXPECT_EQ(difference(rows.band({0, 64}), read.rows.band({0, 64}), {0, 16}).largest, 0);
    }
  }
}

TEST(StreamFile, LetsBytesGoWithTheRows) {
  for (const auto format : {Format::jpeg, Format::png, Format::tiff, Format::pdf}) {
    BufferSink out;
    const PageShape shape{2000, 3000, rgb8};
    const RowBuffer rows = noise({2000, 300, rgb8});
    auto file = stream_file(format, 80, out);
    ASSERT_TRUE((*file)->begin_page(shape, Dpi{300}));
    ASSERT_TRUE((*file)->write(rows.band({0, 300})));
    EXPECT_GT(out.buffer.size(), 20'000U) << static_cast<int>(format);
  }
}

class Folder {
public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "stream-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  std::filesystem::path path;
};

Buffer contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Bytes bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

TEST(StreamFile, MakesPdfOfSeveralPages) {
  const Folder folder;
  const std::string pdf = (folder.path / "pages.pdf").string();
  const std::array shapes{PageShape{333, 250, rgb8}, PageShape{1001, 64, mask1},
                          PageShape{200, 300, gray8}};
  BufferSink out;
  auto file = stream_file(Format::pdf, 95, out);
  for (const PageShape& shape : shapes) {
    const RowBuffer rows = picture(shape);
    ASSERT_TRUE((*file)->begin_page(shape, Dpi{300}));
    ASSERT_TRUE((*file)->write(rows.band({0, shape.height})));
    ASSERT_TRUE((*file)->end_page());
  }
  ASSERT_TRUE((*file)->finish());
  std::ofstream(pdf, std::ios::binary) << as_text(out.buffer);
  ASSERT_EQ(std::system(("qpdf --check " + pdf + " >/dev/null").c_str()), 0);
  ASSERT_EQ(std::system(("pdfimages -png " + pdf + " " + pdf).c_str()), 0);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const PageShape shape = shapes[i];
    const Decoded read = decode(Format::png, contents(pdf + "-00" + std::to_string(i) + ".png"));
    ASSERT_EQ(read.info.width, shape.width);
    ASSERT_EQ(read.info.height, shape.height);
    const RowBuffer rows = picture(shape);
    const Difference off = difference(rows.band({0, shape.height}),
                                      read.rows.band({0, shape.height}), {0, shape.height});
    if (shape.format == mask1)
      EXPECT_EQ(off.largest, 0);
    else
      EXPECT_LT(off.mean, 4);
  }
}

TEST(StreamFile, GivesAPdfPageItsSizeOnPaper) {
  const Folder folder;
  const std::string pdf = (folder.path / "page.pdf").string();
  std::ofstream(pdf, std::ios::binary)
      << as_text(file_of(Format::pdf, {2480, 3508, gray8}, 3508, 50));
  const std::string command = "pdfinfo " + pdf + " | grep -q 'Page size: *595.2 x 841.92 pts'";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

class FullSink final : public ByteSink {
public:
  explicit FullSink(std::size_t room) : room_(room) {}
  Result<void> write(Bytes bytes) override {
    if (bytes.size() > room_) return fail(Errc::cancelled, "the reader has gone");
    room_ -= bytes.size();
    return {};
  }

private:
  std::size_t room_;
};

TEST(StreamFile, TellsWhyItsBytesAreNotTaken) {
  for (const auto format : {Format::jpeg, Format::png, Format::tiff, Format::pdf})
    for (const PixelFormat pixels : {gray8, rgb8, mask1})
      for (const std::size_t room : {0U, 100U, 2'000U, 20'000U}) {
        FullSink out(room);
        const PageShape shape{1200, 1500, pixels};
        const RowBuffer rows = noise(shape);
        auto file = stream_file(format, 95, out);
        auto done = (*file)->begin_page(shape, Dpi{300});
        if (done) done = (*file)->write(rows.band({0, shape.height}));
        if (done) done = (*file)->end_page();
        if (done) done = (*file)->finish();
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, Errc::cancelled);
        EXPECT_NE(done.error().what.find("the reader has gone"), std::string::npos);
      }
}

TEST(StreamFile, RefusesWhatAFormatCannotHold) {
  BufferSink out;
  EXPECT_EQ(stream_file(Format::pdfa, 80, out).error().code, Errc::unsupported);
  auto file = stream_file(Format::png, 80, out);
  EXPECT_EQ((*file)->begin_page({70'000, 10, gray8}, Dpi{300}).error().code, Errc::limit);
  const PageShape shape{8, 1, gray8};
  ASSERT_TRUE((*file)->begin_page(shape, Dpi{300}) && (*file)->end_page());
  EXPECT_EQ((*file)->begin_page(shape, Dpi{300}).error().code, Errc::unsupported);
  EXPECT_EQ((*stream_file(Format::pdf, 80, out))->finish().error().code, Errc::conflict);
}

TEST(StreamFile, MakesTheSameBytesOfTheSameRows) {
  for (const auto format : {Format::jpeg, Format::png, Format::tiff, Format::pdf})
    EXPECT_EQ(file_of(format, {100, 80, rgb8}, 80), file_of(format, {100, 80, rgb8}, 80));
}

} // namespace
} // namespace platen::scan
