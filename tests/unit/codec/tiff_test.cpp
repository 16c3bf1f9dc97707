#include "unit/codec/support.h"

#include <cmath>
#include <cstring>
#include <functional>

#include <tiffio.h>

namespace platen::codec {
namespace {

using test::Opened;
using Numbers = std::vector<std::uint16_t>;

struct Recipe {
  std::uint32_t width = 45, height = 31;
  std::uint16_t bits = 8, samples = 3;
  std::uint16_t photometric = PHOTOMETRIC_RGB;
  std::uint16_t compression = COMPRESSION_NONE;
  bool planes = false;
  std::uint32_t rows_per_strip = 7; // 0: tiles of 32 x 16
  bool big_endian = false;
  std::vector<std::uint16_t> extra = {};
  std::function<void(TIFF*)> tags = {};
  // Stored sample of `bits` bits.
  std::function<std::uint32_t(std::size_t, std::size_t, std::size_t)> value = {};
};

std::uint32_t stored(const Recipe& r, std::size_t x, std::size_t y, std::size_t c) {
  return r.value ? r.value(x, y, c) : test::pattern_bits(x, y, c, r.bits);
}

// `columns` x `rows` pixels from (x0, y0) on, samples first..first + count, packed as a file stores
// them but in native order.
std::vector<std::uint8_t> block(const Recipe& r, std::size_t x0, std::size_t y0,
                                std::size_t columns, std::size_t rows, std::size_t first,
                                std::size_t count) {
  const std::size_t row_bytes = (columns * count * r.bits + 7) / 8;
  std::vector<std::uint8_t> out(row_bytes * rows);
  for (std::size_t y = 0; y < rows; ++y)
    for (std::size_t x = 0; x < columns; ++x)
      for (std::size_t c = 0; c < count; ++c) {
        const std::uint32_t v = stored(r, x0 + x, y0 + y, first + c);
        const std::size_t bit = (x * count + c) * r.bits;
        std::uint8_t* at = out.data() + y * row_bytes + bit / 8;
        if (r.bits == 16) {
          const auto wide = static_cast<std::uint16_t>(v);
          std::memcpy(at, &wide, 2);
        } else {
          *at = static_cast<std::uint8_t>(*at | v << (8u - r.bits - bit % 8));
        }
      }
  return out;
}

void set_tags(TIFF* t, const Recipe& r) {
  TIFFSetField(t, TIFFTAG_IMAGEWIDTH, r.width);
  TIFFSetField(t, TIFFTAG_IMAGELENGTH, r.height);
  TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, r.bits);
  TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, r.samples);
  TIFFSetField(t, TIFFTAG_PHOTOMETRIC, r.photometric);
  TIFFSetField(t, TIFFTAG_COMPRESSION, r.compression);
  TIFFSetField(t, TIFFTAG_PLANARCONFIG, r.planes ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  if (!r.extra.empty())
    TIFFSetField(t, TIFFTAG_EXTRASAMPLES, static_cast<std::uint16_t>(r.extra.size()),
                 r.extra.data());
  if (r.rows_per_strip > 0) {
    TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, r.rows_per_strip);
  } else {
    TIFFSetField(t, TIFFTAG_TILEWIDTH, 32u);
    TIFFSetField(t, TIFFTAG_TILELENGTH, 16u);
  }
  if (r.tags) r.tags(t);
}

void write_pixels(TIFF* t, const Recipe& r) {
  const std::size_t plane_count = r.planes ? r.samples : 1, count = r.planes ? 1 : r.samples;
  std::uint32_t index = 0;
  for (std::size_t p = 0; p < plane_count; ++p) {
    if (r.rows_per_strip > 0) {
      for (std::uint32_t y = 0; y < r.height; y += r.rows_per_strip, ++index) {
        auto bytes = block(r, 0, y, r.width, std::min(r.rows_per_strip, r.height - y), p, count);
        EXPECT_GE(
            TIFFWriteEncodedStrip(t, index, bytes.data(), static_cast<tmsize_t>(bytes.size())), 0);
      }
    } else {
      for (std::uint32_t y = 0; y < r.height; y += 16)
        for (std::uint32_t x = 0; x < r.width; x += 32, ++index) {
          auto bytes = block(r, x, y, 32, 16, p, count);
          EXPECT_GE(
              TIFFWriteEncodedTile(t, index, bytes.data(), static_cast<tmsize_t>(bytes.size())), 0);
        }
    }
  }
}

// What libtiff itself writes.
Buffer encode(const std::vector<Recipe>& pages) {
  const UniqueFd file = unnamed_file().value();
  TIFF* t = TIFFFdOpen(::dup(file.get()), "test", pages[0].big_endian ? "wb" : "wl");
  for (const Recipe& r : pages) {
    set_tags(t, r);
    write_pixels(t, r);
    EXPECT_EQ(TIFFWriteDirectory(t), 1);
  }
  TIFFClose(t);
  Buffer out(file_size(file.get()).value());
  EXPECT_EQ(::pread(file.get(), out.data(), out.size(), 0), static_cast<ssize_t>(out.size()));
  return out;
}

std::vector<std::uint32_t> decoded(PictureReader& reader, std::int32_t page = 0) {
  if (reader.info(page)->format.depth == Depth::bits16) {
    const auto all = test::read_page<std::uint16_t>(reader, page).value();
    return {all.begin(), all.end()};
  }
  const auto all = test::read_page<std::uint8_t>(reader, page).value();
  return {all.begin(), all.end()};
}

// What a reader owes, from the recipe, for gray, RGB and CMYK with or without alpha.
std::vector<std::uint32_t> expected(const Recipe& r) {
  const std::size_t colours = r.photometric == PHOTOMETRIC_RGB         ? 3
                              : r.photometric == PHOTOMETRIC_SEPARATED ? 4
                                                                       : 1;
  const double max = std::pow(2.0, r.bits) - 1, out_max = r.bits == 16 ? 65535 : 255;
  const double white = r.photometric == PHOTOMETRIC_SEPARATED ? 0.0 : 1.0;
  std::vector<std::uint32_t> all;
  for (std::size_t y = 0; y < r.height; ++y)
    for (std::size_t x = 0; x < r.width; ++x)
      for (std::size_t c = 0; c < colours; ++c) {
        double v = stored(r, x, y, c) / max;
        if (r.photometric == PHOTOMETRIC_MINISWHITE) v = 1.0 - v;
        if (!r.extra.empty()) {
          const double a = stored(r, x, y, colours) / max;
          if (r.extra[0] == EXTRASAMPLE_UNASSALPHA) v = v * a + white * (1.0 - a);
          if (r.extra[0] == EXTRASAMPLE_ASSOCALPHA) v = std::min(1.0, v + white * (1.0 - a));
        }
        all.push_back(static_cast<std::uint32_t>(std::lround(v * out_max)));
      }
  return all;
}

void expect_exact(const Recipe& r, PixelFormat format, const std::string& what) {
  Opened picture(open_tiff, encode({r}));
  ASSERT_TRUE(picture.ok()) << what << ": " << picture.error().message();
  EXPECT_EQ(picture->info(0)->format, format) << what;
  EXPECT_EQ(decoded(*picture), expected(r)) << what;
}

PixelFormat format_of(const Recipe& r) {
  const Depth depth = r.bits == 16 ? Depth::bits16 : Depth::bits8;
  return {r.photometric == PHOTOMETRIC_RGB         ? ColorModel::rgb
          : r.photometric == PHOTOMETRIC_SEPARATED ? ColorModel::cmyk
                                                   : ColorModel::gray,
          depth};
}

TEST(Tiff, EveryColourDepthLayoutByteOrderAndLosslessCompressionIsReadExactly) {
  struct Kind {
    std::uint16_t photometric, samples, bits;
  };
  const std::vector<Kind> kinds{{PHOTOMETRIC_MINISBLACK, 1, 1},  {PHOTOMETRIC_MINISWHITE, 1, 1},
                                {PHOTOMETRIC_MINISBLACK, 1, 2},  {PHOTOMETRIC_MINISWHITE, 1, 4},
                                {PHOTOMETRIC_MINISBLACK, 1, 8},  {PHOTOMETRIC_MINISWHITE, 1, 8},
                                {PHOTOMETRIC_MINISBLACK, 1, 16}, {PHOTOMETRIC_MINISWHITE, 1, 16},
                                {PHOTOMETRIC_RGB, 3, 8},         {PHOTOMETRIC_RGB, 3, 16},
                                {PHOTOMETRIC_SEPARATED, 4, 8},   {PHOTOMETRIC_SEPARATED, 4, 16}};
  for (const Kind& kind : kinds)
    for (const std::uint16_t compression : Numbers{COMPRESSION_NONE, COMPRESSION_LZW,
                                                   COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS})
      for (const bool planes : {false, true})
        for (const std::uint32_t rows : {7u, 31u, 0u})
          for (const bool big_endian : {false, true}) {
            const Recipe r{.bits = kind.bits,
                           .samples = kind.samples,
                           .photometric = kind.photometric,
                           .compression = compression,
                           .planes = planes,
                           .rows_per_strip = rows,
                           .big_endian = big_endian};
            expect_exact(r, format_of(r),
                         "photometric " + std::to_string(kind.photometric) + " bits " +
                             std::to_string(kind.bits) + " compression " +
                             std::to_string(compression) + (planes ? " planes" : "") + " rows " +
                             std::to_string(rows) + (big_endian ? " MM" : " II"));
          }
}

TEST(Tiff, FaxCompressionsAreReadExactly) {
  for (const std::uint16_t compression :
       Numbers{COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4})
    for (const std::uint16_t photometric :
         Numbers{PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
      const Recipe r{.width = 203,
                     .bits = 1,
                     .samples = 1,
                     .photometric = photometric,
                     .compression = compression,
                     .value = [](std::size_t x, std::size_t y, std::size_t) {
                       return static_cast<std::uint32_t>((x / 9 + y / 5) % 2);
                     }};
      expect_exact(r, gray8, std::to_string(compression));
    }
}

TEST(Tiff, ReversedBitOrderIsReadExactly) {
  Recipe r{.bits = 1, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK};
  r.tags = [](TIFF* t) { TIFFSetField(t, TIFFTAG_FILLORDER, FILLORDER_LSB2MSB); };
  expect_exact(r, gray8, "LSB first");
}

TEST(Tiff, ThePredictorIsReadExactly) {
  for (const std::uint16_t bits : Numbers{8, 16}) {
    Recipe r{.bits = bits, .compression = COMPRESSION_LZW};
    r.tags = [](TIFF* t) { TIFFSetField(t, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL); };
    expect_exact(r, format_of(r), "predictor");
  }
}

TEST(Tiff, BothKindsOfAlphaAreLaidOnWhite) {
  for (const std::uint16_t bits : Numbers{8, 16})
    for (const bool planes : {false, true})
      for (const std::uint16_t kind : Numbers{EXTRASAMPLE_UNASSALPHA, EXTRASAMPLE_ASSOCALPHA})
        for (const auto& [photometric, colours] :
             {std::pair<std::uint16_t, std::uint16_t>{PHOTOMETRIC_RGB, 3},
              {PHOTOMETRIC_MINISBLACK, 1},
              {PHOTOMETRIC_SEPARATED, 4}}) {
          Recipe r{.bits = bits,
                   .samples = static_cast<std::uint16_t>(colours + 1),
                   .photometric = photometric,
                   .planes = planes,
                   .extra = {kind}};
          const std::size_t alpha_at = colours;
          if (kind == EXTRASAMPLE_ASSOCALPHA) // colours never exceed their alpha
            r.value = [bits, alpha_at](std::size_t x, std::size_t y,
                                       std::size_t c) -> std::uint32_t {
              const std::uint32_t a = test::pattern_bits(x, y, alpha_at, bits);
              if (c == alpha_at) return a;
              return test::pattern_bits(x, y, c, bits) % (a + 1);
            };
          expect_exact(r, format_of(r),
                       "alpha " + std::to_string(kind) + " photometric " +
                           std::to_string(photometric));
        }
}

TEST(Tiff, AnExtraChannelOfNoStatedKindIsLeftOutWithAWarning) {
  const Recipe r{.samples = 4, .extra = {EXTRASAMPLE_UNSPECIFIED}};
  expect_exact(r, rgb8, "unspecified");
  Opened picture(open_tiff, encode({r}));
  EXPECT_EQ(picture->info(0)->warnings.size(), 1u);
}

TEST(Tiff, PalettesOfSixteenAndOfEightBitsAreLookedUp) {
  for (const bool narrow : {false, true})
    for (const std::uint16_t bits : Numbers{1, 2, 4, 8})
      for (const std::uint32_t rows : {7u, 0u}) {
        Recipe r{
            .bits = bits, .samples = 1, .photometric = PHOTOMETRIC_PALETTE, .rows_per_strip = rows};
        std::vector<std::uint16_t> map[3];
        for (std::size_t c = 0; c < 3; ++c)
          for (std::size_t i = 0; i < std::size_t{1} << bits; ++i)
            map[c].push_back(static_cast<std::uint16_t>(test::pattern<std::uint8_t>(i, 0, c) *
                                                        (narrow ? 1 : 257)));
        r.tags = [&map](TIFF* t) {
          TIFFSetField(t, TIFFTAG_COLORMAP, map[0].data(), map[1].data(), map[2].data());
        };
        Opened picture(open_tiff, encode({r}));
        ASSERT_TRUE(picture.ok()) << picture.error().message();
        std::vector<std::uint32_t> want;
        for (std::size_t y = 0; y < r.height; ++y)
          for (std::size_t x = 0; x < r.width; ++x)
            for (std::size_t c = 0; c < 3; ++c)
              want.push_back(test::pattern<std::uint8_t>(stored(r, x, y, 0), 0, c));
        EXPECT_EQ(decoded(*picture), want);
      }
}

// A smooth picture, which JPEG keeps to within a few codes.
Recipe smooth(Recipe r) {
  r.value = [](std::size_t x, std::size_t y, std::size_t c) {
    return static_cast<std::uint32_t>(40 + 3 * x + 2 * y + 15 * c) & 255u;
  };
  return r;
}

void expect_near(const Recipe& r, int codes) {
  Opened picture(open_tiff, encode({r}));
  ASSERT_TRUE(picture.ok()) << picture.error().message();
  const auto got = decoded(*picture);
  Recipe plain = r;
  plain.photometric = r.samples == 3 ? PHOTOMETRIC_RGB : r.photometric;
  const auto want = expected(plain);
  ASSERT_EQ(got.size(), want.size());
  int worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i)
    worst = std::max(worst, std::abs(static_cast<int>(got[i]) - static_cast<int>(want[i])));
  EXPECT_LE(worst, codes);
}

TEST(Tiff, JpegCompressionIsReadInStripsAndTiles) {
  for (const std::uint32_t rows : {8u, 0u}) {
    Recipe gray = smooth({.samples = 1,
                          .photometric = PHOTOMETRIC_MINISBLACK,
                          .compression = COMPRESSION_JPEG,
                          .rows_per_strip = rows});
    gray.tags = [](TIFF* t) { TIFFSetField(t, TIFFTAG_JPEGQUALITY, 98); };
    expect_near(gray, 4);
    Recipe ycc = smooth({.photometric = PHOTOMETRIC_YCBCR,
                         .compression = COMPRESSION_JPEG,
                         .rows_per_strip = rows});
    ycc.tags = [](TIFF* t) {
      TIFFSetField(t, TIFFTAG_JPEGQUALITY, 98);
      TIFFSetField(t, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
      TIFFSetField(t, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
    };
    expect_near(ycc, 8);
    Recipe cmyk = smooth({.samples = 4,
                          .photometric = PHOTOMETRIC_SEPARATED,
                          .compression = COMPRESSION_JPEG,
                          .rows_per_strip = rows});
    cmyk.tags = [](TIFF* t) { TIFFSetField(t, TIFFTAG_JPEGQUALITY, 98); };
    expect_near(cmyk, 4);
  }
}

TEST(Tiff, YCbCrWithoutJpegBecomesRgbAndIsNeverTurned) {
  // Not subsampled: Y, Cb, Cr of a gray ramp, whatever the orientation says.
  for (const std::uint32_t rows : {7u, 0u}) {
    Recipe r{
        .photometric = PHOTOMETRIC_YCBCR, .compression = COMPRESSION_LZW, .rows_per_strip = rows};
    r.value = [](std::size_t x, std::size_t y, std::size_t c) {
      return c == 0 ? static_cast<std::uint32_t>(5 * x + y) & 255u : 128u;
    };
    r.tags = [](TIFF* t) {
      TIFFSetField(t, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
      TIFFSetField(t, TIFFTAG_ORIENTATION, ORIENTATION_BOTRIGHT);
      const float reference[6] = {0, 255, 128, 255, 128, 255};
      TIFFSetField(t, TIFFTAG_REFERENCEBLACKWHITE, reference);
    };
    Opened picture(open_tiff, encode({r}));
    ASSERT_TRUE(picture.ok()) << picture.error().message();
    EXPECT_EQ(picture->info(0)->exif_orientation, 3);
    const auto got = decoded(*picture);
    for (std::size_t y = 0, i = 0; y < r.height; ++y)
      for (std::size_t x = 0; x < r.width; ++x)
        for (std::size_t c = 0; c < 3; ++c, ++i)
          ASSERT_NEAR(got[i], static_cast<double>((5 * x + y) & 255u), 1.0) << x << " " << y;
  }
}

struct LabColour {
  double l, a, b;
};

// The samples of a page of Lab, as ISO 22028-2 and CIE 15 read them back.
LabColour lab_of(const std::uint16_t* rgb) {
  constexpr double to_xyz[3][3] = {{0.7976749, 0.1351917, 0.0313534},
                                   {0.2880402, 0.7118741, 0.0000857},
                                   {0.0000000, 0.0000000, 0.8252100}};
  constexpr double white[3] = {0.96422, 1.0, 0.82521};
  double f[3];
  for (int row = 0; row < 3; ++row) {
    double sum = 0;
    for (int c = 0; c < 3; ++c)
      sum += to_xyz[row][c] * std::pow(rgb[c] / 65535.0, 2.0);
    const double t = sum / white[row];
    f[row] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

// Among them colours that sRGB does not have: none may come out as another one.
TEST(Tiff, LabKeepsAllThatItHolds) {
  const std::vector<LabColour> colours{{100, 0, 0},   {0, 0, 0},      {53, 0, 0},    {54, 81, 70},
                                       {88, -79, 81}, {30, 68, -112}, {60, -90, 20}, {70, -60, -35},
                                       {45, 85, -60}, {85, 5, 110},   {1, 1, -1},    {99, -2, 3}};
  for (const std::uint16_t bits : Numbers{8, 16})
    for (const std::uint16_t photometric : Numbers{PHOTOMETRIC_CIELAB, PHOTOMETRIC_ICCLAB}) {
      const bool icc = photometric == PHOTOMETRIC_ICCLAB;
      Recipe r{.width = static_cast<std::uint32_t>(colours.size()),
               .height = 1,
               .bits = bits,
               .photometric = photometric,
               .rows_per_strip = 1};
      const auto code = [bits, icc](const LabColour& v, std::size_t c) {
        const double ab = c == 1 ? v.a : v.b;
        if (bits == 8) return std::lround(c == 0 ? v.l * 2.55 : ab + (icc ? 128 : 0));
        return std::lround(c == 0 ? v.l * (icc ? 652.8 : 655.35) : (ab + (icc ? 128 : 0)) * 256);
      };
      r.value = [&](std::size_t x, std::size_t, std::size_t c) {
        return static_cast<std::uint32_t>(code(colours[x], c)) & (bits == 8 ? 0xffu : 0xffffu);
      };
      Opened picture(open_tiff, encode({r}));
      ASSERT_TRUE(picture.ok()) << picture.error().message();
      EXPECT_EQ(picture->info(0)->format, rgb16);
      EXPECT_FALSE(picture->info(0)->profile.empty()) << "that says what the samples are";
      const auto got = test::read_page<std::uint16_t>(*picture);
      ASSERT_TRUE(got) << got.error().message();
      for (std::size_t i = 0; i < colours.size(); ++i) {
        const LabColour lab = lab_of(got->data() + 3 * i);
        const double stored_l = static_cast<double>(code(colours[i], 0)) / (bits == 8 ? 2.55
                                                                            : icc     ? 652.8
                                                                                      : 655.35);
        EXPECT_NEAR(lab.l, stored_l, 0.01) << "bits " << bits << " colour " << i;
        EXPECT_NEAR(lab.a, colours[i].a, 0.05) << "bits " << bits << " colour " << i;
        EXPECT_NEAR(lab.b, colours[i].b, 0.05) << "bits " << bits << " colour " << i;
      }
    }
}

TEST(Tiff, OrientationResolutionAndProfileAreReadForEachPage) {
  std::vector<Recipe> pages;
  const std::string profile = "not really a profile";
  for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
    Recipe r{.width = 20u + orientation, .height = 5};
    r.tags = [orientation, &profile](TIFF* t) {
      TIFFSetField(t, TIFFTAG_ORIENTATION, orientation);
      TIFFSetField(t, TIFFTAG_RESOLUTIONUNIT,
                   orientation == 1   ? RESUNIT_INCH
                   : orientation == 2 ? RESUNIT_CENTIMETER
                                      : RESUNIT_NONE);
      TIFFSetField(t, TIFFTAG_XRESOLUTION, 100.0f);
      TIFFSetField(t, TIFFTAG_YRESOLUTION, 200.0f);
      if (orientation == 4)
        TIFFSetField(t, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(profile.size()),
                     profile.data());
    };
    pages.push_back(r);
  }
  Opened picture(open_tiff, encode(pages));
  ASSERT_EQ(picture->pages(), 8);
  for (std::int32_t i = 7; i >= 0; --i) {
    const PictureInfo info = picture->info(i).value();
    EXPECT_EQ(info.exif_orientation, i + 1);
    EXPECT_EQ(info.width, 21 + i);
    EXPECT_EQ(info.ppi_x.has_value(), i < 2);
    EXPECT_EQ(as_text(info.profile), i == 3 ? profile : "");
    EXPECT_EQ(decoded(*picture, i), expected(pages[static_cast<std::size_t>(i)]));
  }
  EXPECT_NEAR(picture->info(0)->ppi_y.value(), 200.0, 1e-6);
  EXPECT_NEAR(picture->info(1)->ppi_x.value(), 254.0, 1e-6);
}

TEST(Tiff, ThumbnailsAreNotPages) {
  Recipe thumbnail{.width = 9, .height = 9}, page{};
  thumbnail.tags = [](TIFF* t) { TIFFSetField(t, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE); };
  Opened picture(open_tiff, encode({page, thumbnail, page}));
  EXPECT_EQ(picture->pages(), 2);
  EXPECT_EQ(picture->info(1)->width, 45);
}

// One row of floating-point samples; `Real` is float or double.
template<class Real>
UniqueFd floats(std::vector<Real> row, std::uint16_t photometric, bool big_endian = false,
                int compression = COMPRESSION_NONE) {
  UniqueFd file = unnamed_file().value();
  TIFF* t = TIFFFdOpen(::dup(file.get()), "test", big_endian ? "wb" : "wl");
  const std::size_t samples = photometric == PHOTOMETRIC_RGB         ? 3
                              : photometric == PHOTOMETRIC_SEPARATED ? 4
                                                                     : 1;
  TIFFSetField(t, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(row.size() / samples));
  TIFFSetField(t, TIFFTAG_IMAGELENGTH, 2u);
  TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, static_cast<int>(8 * sizeof(Real)));
  TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, static_cast<int>(samples));
  TIFFSetField(t, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  TIFFSetField(t, TIFFTAG_PHOTOMETRIC, photometric);
  TIFFSetField(t, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(t, TIFFTAG_COMPRESSION, compression);
  // libtiff 4.5 does not read back what it writes with this predictor in the other byte order.
  if (compression != COMPRESSION_NONE && !big_endian)
    TIFFSetField(t, TIFFTAG_PREDICTOR, PREDICTOR_FLOATINGPOINT);
  for (std::uint32_t y = 0; y < 2; ++y) {
    std::vector<Real> copy = row; // the library swaps its bytes in place
    TIFFWriteScanline(t, copy.data(), y, 0);
  }
  TIFFClose(t);
  return file;
}

TEST(Tiff, FloatsBecomeSixteenBitsAndAreCutToTheirRange) {
  for (const bool big_endian : {false, true})
    for (const int compression : {COMPRESSION_NONE, COMPRESSION_ADOBE_DEFLATE}) {
      const UniqueFd gray = floats<float>({0, 0.5F, 1, 2, -0.25F, 1e30F}, PHOTOMETRIC_MINISBLACK,
                                          big_endian, compression);
      const auto picture = open_tiff(gray.get(), test::generous());
      ASSERT_TRUE(picture) << picture.error().what;
      const auto info = (*picture)->info(0);
      EXPECT_EQ(info->format, gray16);
      ASSERT_EQ(info->warnings.size(), 1u);
      EXPECT_NE(info->warnings[0].find("floating-point"), std::string::npos);
      const Numbers row{0, 32768, 65535, 65535, 0, 65535};
      Numbers both = row;
      both.insert(both.end(), row.begin(), row.end());
      EXPECT_EQ(test::read_page<std::uint16_t>(**picture).value_or(Numbers{}), both);
    }
  const UniqueFd rgb = floats<float>({0, 0.25F, 0.5F, 0.75F, 1, 0.1F}, PHOTOMETRIC_RGB);
  const auto picture = open_tiff(rgb.get(), test::generous());
  ASSERT_TRUE(picture);
  EXPECT_EQ((*picture)->info(0)->format, rgb16);
  const auto samples = test::read_page<std::uint16_t>(**picture);
  ASSERT_TRUE(samples);
  EXPECT_EQ((Numbers{samples->begin(), samples->begin() + 6}),
            (Numbers{0, 16384, 32768, 49151, 65535, 6554}));
}

TEST(Tiff, NaNAndInfinityAreRefusedWithTheirRow) {
  for (const float bad : {std::nanf(""), -std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
    const UniqueFd file = floats<float>({0, 0.5F, bad, 1}, PHOTOMETRIC_MINISBLACK);
    const auto picture = open_tiff(file.get(), test::generous());
    ASSERT_TRUE(picture);
    const auto samples = test::read_page<std::uint16_t>(**picture);
    ASSERT_FALSE(samples);
    EXPECT_EQ(samples.error().code, Errc::malformed);
    EXPECT_NE(samples.error().what.find("NaN"), std::string::npos);
    EXPECT_NE(samples.error().what.find("row 1 of 2"), std::string::npos) << samples.error().what;
  }
}

TEST(Tiff, OtherFloatsAndOtherThingsThatCannotBePrintedAreRefusedInWords) {
  const UniqueFd cmyk = floats<float>({0, 0.5F, 1, 0}, PHOTOMETRIC_SEPARATED);
  EXPECT_EQ(open_tiff(cmyk.get(), test::generous()).error().code, Errc::unsupported);
  const UniqueFd file = floats<double>({0, 0.5, 1, 2}, PHOTOMETRIC_MINISBLACK);
  const auto picture = open_tiff(file.get(), test::generous());
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().code, Errc::unsupported);
  EXPECT_NE(picture.error().what.find("floating-point"), std::string::npos);

  Recipe inks{.samples = 4, .photometric = PHOTOMETRIC_SEPARATED};
  inks.tags = [](TIFF* tiff) { TIFFSetField(tiff, TIFFTAG_INKSET, INKSET_MULTIINK); };
  EXPECT_EQ(test::read_all(open_tiff, encode({inks})).error().code, Errc::unsupported);
}

int row_named(const Error& error) {
  const auto at = error.what.find("at row ");
  return at == std::string::npos ? -1 : std::atoi(error.what.c_str() + at + 7);
}

// libtiff writes pixels before the directory, so cutting its files only loses the directory. This
// is a gray picture with its directory in front.
Buffer directory_first(std::uint32_t width, std::uint32_t height, std::uint16_t compression,
                       std::uint32_t rows_per_strip, const std::vector<Buffer>& strips) {
  ByteWriter w;
  const auto entry = [&w](std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                          std::uint32_t value) {
    w.u16le(static_cast<std::uint16_t>(tag));
    w.u16le(static_cast<std::uint16_t>(type));
    w.u32le(count);
    w.u32le(value);
  };
  const auto n = static_cast<std::uint32_t>(strips.size());
  const std::uint32_t arrays = 8 + 2 + 9 * 12 + 4, data = arrays + 8 * n;
  for (int i = 0; i < 2; ++i)
    w.u8('I');
  w.u16le(42);
  w.u32le(8);
  w.u16le(9);
  entry(TIFFTAG_IMAGEWIDTH, 4, 1, width);
  entry(TIFFTAG_IMAGELENGTH, 4, 1, height);
  entry(TIFFTAG_BITSPERSAMPLE, 3, 1, 8);
  entry(TIFFTAG_COMPRESSION, 3, 1, compression);
  entry(TIFFTAG_PHOTOMETRIC, 3, 1, PHOTOMETRIC_MINISBLACK);
  entry(TIFFTAG_STRIPOFFSETS, 4, n, n == 1 ? data : arrays);
  entry(TIFFTAG_SAMPLESPERPIXEL, 3, 1, 1);
  entry(TIFFTAG_ROWSPERSTRIP, 4, 1, rows_per_strip);
  entry(TIFFTAG_STRIPBYTECOUNTS, 4, n,
        n == 1 ? static_cast<std::uint32_t>(strips[0].size()) : arrays + 4 * n);
  w.u32le(0);
  std::uint32_t at = data;
  for (const Buffer& s : strips) {
    w.u32le(at);
    at += static_cast<std::uint32_t>(s.size());
  }
  for (const Buffer& s : strips)
    w.u32le(static_cast<std::uint32_t>(s.size()));
  for (const Buffer& s : strips)
    w.bytes(s);
  return std::move(w.buffer);
}

TEST(Tiff, UncompressedRowsThatAreMissingAreNamed) {
  Buffer strip(100 * 40);
  const Buffer whole = directory_first(100, 80, COMPRESSION_NONE, 40, {strip, strip});
  EXPECT_TRUE(test::read_all(open_tiff, whole));
  for (const int missing : {1, 100, 101, 3999, 4001, 7999}) {
    const auto result = test::read_all(
        open_tiff, Bytes(whole).first(whole.size() - static_cast<std::size_t>(missing)));
    ASSERT_FALSE(result) << missing;
    EXPECT_EQ(row_named(result.error()), 80 - (missing - 1) / 100) << result.error().what;
    EXPECT_EQ(result.error().code, Errc::malformed);
  }
}

TEST(Tiff, CompressedStripsThatAreCutAreErrorsNotGray) {
  // PackBits: a row of 100 is one run of two bytes.
  Buffer strip;
  for (int row = 0; row < 40; ++row) {
    strip.push_back(static_cast<std::byte>(257 - 100));
    strip.push_back(static_cast<std::byte>(row));
  }
  const Buffer whole = directory_first(100, 80, COMPRESSION_PACKBITS, 40, {strip, strip});
  EXPECT_TRUE(test::read_all(open_tiff, whole));
  Buffer lacking = strip;
  lacking.resize(60);
  const auto inside = test::read_all(
      open_tiff, directory_first(100, 80, COMPRESSION_PACKBITS, 40, {strip, lacking}));
  ASSERT_FALSE(inside);
  EXPECT_EQ(row_named(inside.error()), 71) << inside.error().what;
  const auto cut = test::read_all(open_tiff, Bytes(whole).first(whole.size() - 5));
  ASSERT_FALSE(cut);
  EXPECT_GE(row_named(cut.error()), 41) << cut.error().what;
}

// Cuts half of the first strip's or tile's bytes by its count in the directory.
TEST(Tiff, EveryCompressionWithHalfAStripIsAnError) {
  struct Case {
    std::uint16_t compression, photometric, samples, bits;
  };
  for (const Case& c : {Case{COMPRESSION_LZW, PHOTOMETRIC_RGB, 3, 8},
                        Case{COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_RGB, 3, 8},
                        Case{COMPRESSION_PACKBITS, PHOTOMETRIC_RGB, 3, 8},
                        Case{COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8},
                        Case{COMPRESSION_CCITTFAX3, PHOTOMETRIC_MINISWHITE, 1, 1},
                        Case{COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1}})
    for (const std::uint32_t rows : {64u, 0u}) {
      const Recipe r{.width = 64,
                     .height = 64,
                     .bits = c.bits,
                     .samples = c.samples,
                     .photometric = c.photometric,
                     .compression = c.compression,
                     .rows_per_strip = rows};
      const Buffer whole = encode({r});
      const UniqueFd file = unnamed_file().value();
      ASSERT_TRUE(write_all(file.get(), whole));
      ::lseek(file.get(), 0, SEEK_SET);
      TIFF* t = TIFFFdOpen(::dup(file.get()), "test", "r+");
      std::vector<std::uint8_t> half(static_cast<std::size_t>(TIFFGetStrileByteCount(t, 0)));
      rows > 0 ? TIFFReadRawStrip(t, 0, half.data(), static_cast<tmsize_t>(half.size()))
               : TIFFReadRawTile(t, 0, half.data(), static_cast<tmsize_t>(half.size()));
      rows > 0 ? TIFFWriteRawStrip(t, 0, half.data(), static_cast<tmsize_t>(half.size() / 2))
               : TIFFWriteRawTile(t, 0, half.data(), static_cast<tmsize_t>(half.size() / 2));
      TIFFRewriteDirectory(t);
      TIFFClose(t);
      const auto picture = open_tiff(file.get(), test::generous());
      ASSERT_TRUE(picture) << picture.error().what;
      const auto pixels = test::read_page<std::uint8_t>(**picture);
      ASSERT_FALSE(pixels) << "compression " << c.compression << " rows " << rows;
      EXPECT_EQ(pixels.error().code, Errc::malformed);
      EXPECT_GE(row_named(pixels.error()), 1) << pixels.error().what;
    }
}

TEST(Tiff, AFileCutAnywhereNeverGivesAWholePicture) {
  const Buffer whole = encode({Recipe{.compression = COMPRESSION_LZW}});
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 60) {
    const auto result = test::read_all(open_tiff, Bytes(whole).first(size));
    ASSERT_FALSE(result) << size;
    EXPECT_EQ(result.error().code, Errc::malformed) << result.error().what;
  }
}

TEST(Tiff, AHugeHeaderAndAnEmptyOneAreRefused) {
  const Buffer strip(100);
  const auto code = [&strip](std::uint32_t width, std::uint32_t height) {
    return test::read_all(open_tiff,
                          directory_first(width, height, COMPRESSION_NONE, height, {strip}))
        .error()
        .code;
  };
  EXPECT_EQ(code(100'000, 100'000), Errc::limit);
  EXPECT_EQ(code(60'000, 60'000), Errc::limit);
  EXPECT_EQ(code(4'000'000'000, 1), Errc::limit);
  EXPECT_EQ(code(0, 10), Errc::malformed);
  EXPECT_EQ(code(10, 0), Errc::malformed);
}

TEST(Tiff, TallTilesAndSeparatePlanesAreCheckedAgainstTheWorkingMemory) {
  PictureLimits limits = test::generous();
  limits.working_bytes = 2 * 32 * 16 * 3;
  EXPECT_TRUE(test::read_all(
      open_tiff, encode({Recipe{.compression = COMPRESSION_LZW, .rows_per_strip = 0}}), limits));
  limits.working_bytes -= 1;
  const auto tiles = test::read_all(
      open_tiff, encode({Recipe{.compression = COMPRESSION_LZW, .rows_per_strip = 0}}), limits);
  ASSERT_FALSE(tiles);
  EXPECT_EQ(tiles.error().code, Errc::limit) << tiles.error().what;
  const auto planes = test::read_all(
      open_tiff,
      encode({Recipe{.compression = COMPRESSION_LZW, .planes = true, .rows_per_strip = 31}}),
      limits);
  ASSERT_FALSE(planes);
  EXPECT_EQ(planes.error().code, Errc::limit) << planes.error().what;
  // Without compression nothing has to be held.
  EXPECT_TRUE(
      test::read_all(open_tiff, encode({Recipe{.planes = true, .rows_per_strip = 31}}), limits));
}

TEST(Tiff, MorePagesThanTheLimitAreRefused) {
  PictureLimits limits = test::generous();
  limits.pages = 2;
  EXPECT_TRUE(test::read_all(open_tiff, encode({Recipe{}, Recipe{}}), limits));
  const auto result = test::read_all(open_tiff, encode({Recipe{}, Recipe{}, Recipe{}}), limits);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::limit);
}

} // namespace
} // namespace platen::codec
