#include "unit/codec/support.h"

#include <cstring>

#include <cups/raster.h>

namespace platen::codec {
namespace {

using test::Opened;

struct Page {
  unsigned width = 40, height = 30, bits = 8, colours = 3;
  cups_cspace_t space = CUPS_CSPACE_SRGB;
  unsigned dpi_x = 600, dpi_y = 600;
  bool runs = false; // long runs and equal lines instead of a pattern
  unsigned copies = 0;
};

std::uint16_t sample(const Page& p, std::size_t x, std::size_t y, std::size_t c) {
  const std::uint16_t v = p.runs ? test::pattern<std::uint16_t>(x / 50, y / 7, c)
                                 : test::pattern<std::uint16_t>(x, y, c);
  return static_cast<std::uint16_t>(v >> (16 - p.bits));
}

std::size_t line_bytes(const Page& p) {
  return (std::size_t{p.width} * p.bits * p.colours + 7) / 8;
}

// One line as libcups takes it: samples of 16 bits in the processor's order.
std::vector<unsigned char> line(const Page& p, std::size_t y) {
  std::vector<unsigned char> out(line_bytes(p));
  for (std::size_t x = 0; x < p.width; ++x)
    for (std::size_t c = 0; c < p.colours; ++c) {
      const std::uint16_t v = sample(p, x, y, c);
      const std::size_t i = x * p.colours + c;
      if (p.bits == 16)
        std::memcpy(&out[2 * i], &v, 2);
      else if (p.bits == 8)
        out[i] = static_cast<unsigned char>(v);
      else
        out[i / 8] = static_cast<unsigned char>(out[i / 8] | v << (7 - i % 8));
    }
  return out;
}

Buffer encode(cups_mode_t mode, const std::vector<Page>& pages) {
  Buffer out;
  cups_raster_t* raster = cupsRasterOpenIO(
      [](void* to, unsigned char* bytes, std::size_t size) -> ssize_t {
        auto& buffer = *static_cast<Buffer*>(to);
        const auto* first = reinterpret_cast<const std::byte*>(bytes);
        buffer.insert(buffer.end(), first, first + size);
        return static_cast<ssize_t>(size);
      },
      &out, mode);
  for (const Page& p : pages) {
    cups_page_header2_t h{};
    std::strcpy(h.MediaClass, "PwgRaster");
    h.HWResolution[0] = p.dpi_x;
    h.HWResolution[1] = p.dpi_y;
    h.Duplex = CUPS_TRUE;
    h.NumCopies = p.copies;
    h.cupsWidth = p.width;
    h.cupsHeight = p.height;
    h.cupsBitsPerColor = p.bits;
    h.cupsBitsPerPixel = p.bits * p.colours;
    h.cupsBytesPerLine = static_cast<unsigned>(line_bytes(p));
    h.cupsColorOrder = CUPS_ORDER_CHUNKED;
    h.cupsColorSpace = p.space;
    h.cupsNumColors = p.colours;
    h.cupsInteger[0] = static_cast<unsigned>(pages.size());
    EXPECT_EQ(cupsRasterWriteHeader2(raster, &h), 1u);
    for (std::size_t y = 0; y < p.height; ++y) {
      auto bytes = line(p, y);
      EXPECT_EQ(cupsRasterWritePixels(raster, bytes.data(), static_cast<unsigned>(bytes.size())),
                bytes.size());
    }
  }
  cupsRasterClose(raster);
  return out;
}

void expect_page(PictureReader& reader, std::int32_t index, const Page& p) {
  const PictureInfo info = reader.info(index).value();
  EXPECT_EQ(info.width, static_cast<std::int32_t>(p.width));
  EXPECT_EQ(info.height, static_cast<std::int32_t>(p.height));
  EXPECT_EQ(info.ppi_x, p.dpi_x);
  EXPECT_EQ(info.ppi_y, p.dpi_y);
  EXPECT_EQ(info.format.model, p.colours == 1   ? ColorModel::gray
                               : p.colours == 3 ? ColorModel::rgb
                                                : ColorModel::cmyk);
  EXPECT_EQ(info.format.depth, p.bits == 16 ? Depth::bits16 : Depth::bits8);
  EXPECT_EQ(info.adobe_rgb, p.space == CUPS_CSPACE_ADOBERGB);
  std::vector<std::uint32_t> want, got;
  const std::uint32_t max = p.bits == 16 ? 65535 : 255;
  for (std::size_t y = 0; y < p.height; ++y)
    for (std::size_t x = 0; x < p.width; ++x)
      for (std::size_t c = 0; c < p.colours; ++c) {
        const std::uint32_t v = sample(p, x, y, c) * (p.bits == 1 ? 255u : 1u);
        want.push_back(p.space == CUPS_CSPACE_K ? max - v : v);
      }
  if (p.bits == 16) {
    const auto all = test::read_page<std::uint16_t>(reader, index).value();
    got.assign(all.begin(), all.end());
  } else {
    const auto all = test::read_page<std::uint8_t>(reader, index).value();
    got.assign(all.begin(), all.end());
  }
  EXPECT_EQ(got, want) << "page " << index;
}

const std::vector<Page>& pwg_pages() {
  static const std::vector<Page> pages{
      {.bits = 8, .colours = 1, .space = CUPS_CSPACE_SW},
      {.bits = 8, .colours = 3, .space = CUPS_CSPACE_SRGB, .runs = true},
      {.bits = 16, .colours = 3, .space = CUPS_CSPACE_SRGB},
      {.bits = 8, .colours = 3, .space = CUPS_CSPACE_ADOBERGB, .dpi_x = 300, .dpi_y = 300},
      {.bits = 16, .colours = 3, .space = CUPS_CSPACE_ADOBERGB},
      {.width = 43, .bits = 1, .colours = 1, .space = CUPS_CSPACE_K},
      {.bits = 8, .colours = 1, .space = CUPS_CSPACE_K},
      {.bits = 16, .colours = 1, .space = CUPS_CSPACE_K},
      {.bits = 8, .colours = 4, .space = CUPS_CSPACE_CMYK, .runs = true},
      {.bits = 16, .colours = 4, .space = CUPS_CSPACE_CMYK},
      {.bits = 16, .colours = 1, .space = CUPS_CSPACE_SW},
      {.width = 33, .bits = 1, .colours = 1, .space = CUPS_CSPACE_SW},
      {.width = 1000,
       .height = 600,
       .space = CUPS_CSPACE_SRGB,
       .dpi_x = 600,
       .dpi_y = 300,
       .runs = true}};
  return pages;
}

// Copies are an attribute of the job; what a header says of them would multiply them.
TEST(Raster, CopiesInAPageHeaderAreNotPages) {
  Page page;
  page.copies = 7;
  for (const auto& [mode, open] : {std::pair{CUPS_RASTER_WRITE_PWG, &open_pwg_raster},
                                   {CUPS_RASTER_WRITE_APPLE, &open_apple_raster}}) {
    Opened opened(open, encode(mode, {page, page}));
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    EXPECT_EQ(opened->pages(), 2);
    expect_page(*opened, 1, page);
  }
}

// So that copies which a client has put into the raster can be told from pages.
TEST(Raster, PagesOfTheSameBytesAreAlikeAndNoOthers) {
  const Page a, b{.width = 41}, same_length{.runs = true},
      other{.dpi_x = 300, .dpi_y = 300, .runs = true};
  for (const auto& [mode, open] : {std::pair{CUPS_RASTER_WRITE_PWG, &open_pwg_raster},
                                   {CUPS_RASTER_WRITE_APPLE, &open_apple_raster}}) {
    Opened opened(open, encode(mode, {a, b, a, same_length, other, a}));
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    const auto likeness = [&](std::int32_t page) { return opened->info(page).value().likeness; };
    EXPECT_NE(likeness(0), 0u);
    EXPECT_EQ(likeness(0), likeness(2));
    EXPECT_EQ(likeness(0), likeness(5));
    for (const std::int32_t page : {1, 3, 4})
      EXPECT_NE(likeness(0), likeness(page)) << page;
    if (mode == CUPS_RASTER_WRITE_PWG) { // of the same length, they differ in the header alone
      EXPECT_NE(likeness(3), 0u);
      EXPECT_NE(likeness(3), likeness(4));
    }
  }
}

TEST(PwgRaster, PagesThatLibcupsWroteAreReadExactly) {
  Opened picture(open_pwg_raster, encode(CUPS_RASTER_WRITE_PWG, pwg_pages()));
  ASSERT_TRUE(picture.ok()) << picture.error().message();
  ASSERT_EQ(picture->pages(), static_cast<std::int32_t>(pwg_pages().size()));
  for (std::int32_t i = picture->pages(); i-- > 0;) // any order will do
    expect_page(*picture, i, pwg_pages()[static_cast<std::size_t>(i)]);
}

TEST(AppleRaster, PagesThatLibcupsWroteAreReadExactly) {
  const std::vector<Page> pages{
      {.bits = 8, .colours = 1, .space = CUPS_CSPACE_SW},
      {.bits = 8, .colours = 3, .space = CUPS_CSPACE_SRGB, .runs = true},
      {.bits = 8, .colours = 3, .space = CUPS_CSPACE_ADOBERGB, .dpi_x = 300, .dpi_y = 300},
      {.width = 800, .height = 500, .space = CUPS_CSPACE_SRGB, .runs = true},
      {.bits = 16, .colours = 3, .space = CUPS_CSPACE_ADOBERGB},
      {.bits = 8, .colours = 4, .space = CUPS_CSPACE_CMYK}};
  Opened picture(open_apple_raster, encode(CUPS_RASTER_WRITE_APPLE, pages));
  ASSERT_TRUE(picture.ok()) << picture.error().message();
  ASSERT_EQ(picture->pages(), static_cast<std::int32_t>(pages.size()));
  for (std::size_t i = 0; i < pages.size(); ++i)
    expect_page(*picture, static_cast<std::int32_t>(i), pages[i]);
}

TEST(AppleRaster, TheCodeThatClearsALineFillsItWithWhite) {
  Buffer bytes = encode(CUPS_RASTER_WRITE_APPLE, {Page{.width = 3, .height = 2}});
  bytes.resize(12 + 32);
  for (const int v : {1, 0, 10, 20, 30, 128})
    bytes.push_back(static_cast<std::byte>(v)); // both lines
  Opened picture(open_apple_raster, bytes);
  ASSERT_TRUE(picture.ok()) << picture.error().message();
  const std::vector<std::uint8_t> row{10, 20, 30, 255, 255, 255, 255, 255, 255};
  auto want = row;
  want.insert(want.end(), row.begin(), row.end());
  EXPECT_EQ(test::read_page<std::uint8_t>(*picture).value(), want);
}

TEST(PwgRaster, AFileCutAnywhereNamesThePageAndTheRow) {
  const std::vector<Page> pages{{.height = 20}, {.height = 40}};
  const Buffer whole = encode(CUPS_RASTER_WRITE_PWG, pages);
  const std::size_t first_page = 4 + 1796 + (whole.size() - 4 - 2 * 1796) / 3;
  for (std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{100}, std::size_t{2000},
                           first_page + 30, whole.size() / 2 + 1000, whole.size() - 1}) {
    const auto result = test::read_all(open_pwg_raster, Bytes(whole).first(size));
    ASSERT_FALSE(result) << size;
    EXPECT_EQ(result.error().code, Errc::malformed);
    if (size >= 2000) {
      EXPECT_NE(result.error().what.find(size > first_page ? "page 2" : "page 1"),
                std::string::npos)
          << result.error().what;
    }
  }
  const auto last = test::read_all(open_pwg_raster, Bytes(whole).first(whole.size() - 1));
  EXPECT_NE(last.error().what.find("the PWG raster, page 2: the data ends early, at row 40 of 40"),
            std::string::npos)
      << last.error().what;
}

Buffer patched(Buffer bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i)
    bytes[4 + at + i] = static_cast<std::byte>(value >> (24 - 8 * i));
  return bytes;
}

TEST(PwgRaster, AHeaderThatLiesIsRefusedInWords) {
  const Buffer whole = encode(CUPS_RASTER_WRITE_PWG, {Page{}});
  struct Case {
    std::size_t at;
    std::uint32_t value;
    Errc code;
  };
  const std::vector<Case> cases{{372, 0, Errc::malformed},    {376, 0, Errc::malformed},
                                {372, 100'000, Errc::limit},  {376, 4'000'000'000, Errc::limit},
                                {384, 4, Errc::unsupported},  {388, 32, Errc::unsupported},
                                {392, 119, Errc::malformed},  {396, 1, Errc::unsupported},
                                {400, 16, Errc::unsupported}, {400, 6, Errc::unsupported}};
  for (const Case& c : cases) {
    Opened picture(open_pwg_raster, patched(whole, c.at, c.value));
    ASSERT_FALSE(picture.ok()) << c.at;
    EXPECT_EQ(picture.error().code, c.code) << picture.error().what;
    EXPECT_NE(picture.error().what.find("page 1"), std::string::npos);
  }
}

TEST(PwgRaster, RunsPastTheLineAndRepeatsPastThePageAreRefused) {
  Buffer bytes = encode(CUPS_RASTER_WRITE_PWG,
                        {Page{.width = 4, .height = 2, .colours = 1, .space = CUPS_CSPACE_SW}});
  bytes.resize(4 + 1796);
  const auto with = [&bytes](std::initializer_list<int> data) {
    Buffer all = bytes;
    for (const int v : data)
      all.push_back(static_cast<std::byte>(v));
    return all;
  };
  EXPECT_TRUE(test::read_all(open_pwg_raster, with({1, 3, 9})));
  EXPECT_TRUE(test::read_all(open_pwg_raster, with({0, 3, 9, 0, 253, 1, 2, 3, 4})));
  EXPECT_FALSE(test::read_all(open_pwg_raster, with({1, 4, 9})));
  EXPECT_FALSE(test::read_all(open_pwg_raster, with({2, 3, 9})));
  EXPECT_FALSE(test::read_all(open_pwg_raster, with({1, 252, 1, 2, 3, 4, 5})));
}

TEST(PwgRaster, MorePagesThanTheLimitAreRefused) {
  PictureLimits limits = test::generous();
  limits.pages = 1;
  const auto result =
      test::read_all(open_pwg_raster, encode(CUPS_RASTER_WRITE_PWG, {Page{}, Page{}}), limits);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::limit);
}

TEST(PwgRaster, AFileWithoutPagesAndAForeignFileAreRefused) {
  EXPECT_EQ(test::read_all(open_pwg_raster, as_bytes("RaS2")).error().code, Errc::malformed);
  EXPECT_EQ(test::read_all(open_pwg_raster, as_bytes("%PDF-1.7")).error().code, Errc::malformed);
  EXPECT_EQ(test::read_all(open_apple_raster, as_bytes(std::string_view("UNIRAST\0\0\0\0\1", 12)))
                .error()
                .code,
            Errc::malformed);
  EXPECT_EQ(test::read_all(open_apple_raster, as_bytes("RaS2")).error().code, Errc::malformed);
}

TEST(AppleRaster, AHugeHeaderIsRefused) {
  Buffer bytes = encode(CUPS_RASTER_WRITE_APPLE, {Page{}});
  for (const std::size_t at : {12u + 12u, 12u + 16u})
    bytes[at + 1] = std::byte{0x40};
  const auto result = test::read_all(open_apple_raster, bytes);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::limit);
}

} // namespace
} // namespace platen::codec
