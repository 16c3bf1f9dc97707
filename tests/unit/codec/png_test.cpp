#include "codec/flatten.h"
#include "codec/xmp.h"
#include "unit/codec/support.h"

#include <bit>
#include <cmath>
#include <csetjmp>
#include <functional>

#include <png.h>
#include <zlib.h>

namespace platen::codec {
namespace {

using test::Opened;

struct Recipe {
  png_uint_32 width = 37, height = 23;
  int depth = 8, type = PNG_COLOR_TYPE_RGB;
  bool interlaced = false;
  std::function<void(png_structp, png_infop)> extra = {}; // more chunks
};

std::size_t channels(int type) {
  switch (type) {
  case PNG_COLOR_TYPE_RGB:
    return 3;
  case PNG_COLOR_TYPE_RGB_ALPHA:
    return 4;
  case PNG_COLOR_TYPE_GRAY_ALPHA:
    return 2;
  default:
    return 1;
  }
}

// One stored sample, of `depth` bits.
std::uint32_t stored(const Recipe& r, std::size_t x, std::size_t y, std::size_t c) {
  return test::pattern_bits(x, y, c, static_cast<unsigned>(r.depth));
}

// What libpng itself writes.
Buffer encode(const Recipe& r) {
  Buffer out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &out,
      [](png_structp p, png_bytep data, png_size_t size) {
        auto& to = *static_cast<Buffer*>(png_get_io_ptr(p));
        const auto* first = reinterpret_cast<const std::byte*>(data);
        to.insert(to.end(), first, first + size);
      },
      nullptr);
  png_set_IHDR(png, info, r.width, r.height, r.depth, r.type,
               r.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (r.type == PNG_COLOR_TYPE_PALETTE) {
    std::vector<png_color> palette(std::size_t{1} << r.depth);
    for (std::size_t i = 0; i < palette.size(); ++i)
      palette[i] = {static_cast<png_byte>(i * 7), static_cast<png_byte>(255 - i),
                    static_cast<png_byte>(i * 31)};
    png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
  }
  if (r.extra) r.extra(png, info);
  png_write_info(png, info);
  const std::size_t n = channels(r.type);
  const std::size_t row_bytes = (r.width * n * static_cast<std::size_t>(r.depth) + 7) / 8;
  std::vector<std::vector<png_byte>> rows(r.height, std::vector<png_byte>(row_bytes));
  std::vector<png_bytep> pointers;
  for (std::size_t y = 0; y < r.height; ++y) {
    for (std::size_t x = 0; x < r.width; ++x)
      for (std::size_t c = 0; c < n; ++c) {
        const std::uint32_t v = stored(r, x, y, c);
        const std::size_t bit = (x * n + c) * static_cast<std::size_t>(r.depth);
        if (r.depth == 16) {
          rows[y][bit / 8] = static_cast<png_byte>(v >> 8);
          rows[y][bit / 8 + 1] = static_cast<png_byte>(v);
        } else {
          rows[y][bit / 8] = static_cast<png_byte>(
              rows[y][bit / 8] | v << (8 - static_cast<std::size_t>(r.depth) - bit % 8));
        }
      }
    pointers.push_back(rows[y].data());
  }
  png_write_image(png, pointers.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

// What a reader owes for the recipe, told again from the PNG specification in plain arithmetic.
std::vector<std::uint32_t> expected(const Recipe& r) {
  const bool alpha = (r.type & PNG_COLOR_MASK_ALPHA) != 0;
  const std::size_t colours = channels(r.type) - (alpha ? 1 : 0);
  std::vector<std::uint32_t> all;
  for (std::size_t y = 0; y < r.height; ++y)
    for (std::size_t x = 0; x < r.width; ++x) {
      if (r.type == PNG_COLOR_TYPE_PALETTE) {
        const std::uint32_t i = stored(r, x, y, 0);
        for (const std::uint32_t v : {i * 7, 255 - i, i * 31})
          all.push_back(v & 255);
        continue;
      }
      const double max = std::pow(2.0, r.depth) - 1;
      const double a = alpha ? stored(r, x, y, colours) / max : 1.0;
      for (std::size_t c = 0; c < colours; ++c) {
        const double over = stored(r, x, y, c) / max * a + 1.0 - a;
        all.push_back(
            static_cast<std::uint32_t>(std::lround(over * (r.depth == 16 ? 65535 : 255))));
      }
    }
  return all;
}

std::vector<std::uint32_t> decoded(PictureReader& reader) {
  if (reader.info(0)->format.depth == Depth::bits16) {
    const auto all = test::read_page<std::uint16_t>(reader).value();
    return {all.begin(), all.end()};
  }
  const auto all = test::read_page<std::uint8_t>(reader).value();
  return {all.begin(), all.end()};
}

TEST(Png, EveryColourTypeAndDepthInterlacedAndNotIsReadExactly) {
  struct Case {
    int type;
    std::vector<int> depths;
    ColorModel model;
  };
  const std::vector<Case> cases{{PNG_COLOR_TYPE_GRAY, {1, 2, 4, 8, 16}, ColorModel::gray},
                                {PNG_COLOR_TYPE_RGB, {8, 16}, ColorModel::rgb},
                                {PNG_COLOR_TYPE_PALETTE, {1, 2, 4, 8}, ColorModel::rgb},
                                {PNG_COLOR_TYPE_GRAY_ALPHA, {8, 16}, ColorModel::gray},
                                {PNG_COLOR_TYPE_RGB_ALPHA, {8, 16}, ColorModel::rgb}};
  for (const Case& c : cases)
    for (const int depth : c.depths)
      for (const bool interlaced : {false, true})
        for (const png_uint_32 width : {1u, 3u, 8u, 37u}) {
          const Recipe r{.width = width, .depth = depth, .type = c.type, .interlaced = interlaced};
          Opened picture(open_png, encode(r));
          ASSERT_TRUE(picture.ok()) << picture.error().message();
          const PictureInfo info = picture->info(0).value();
          EXPECT_EQ(info.format.model, c.model);
          EXPECT_EQ(info.format.depth, depth == 16 ? Depth::bits16 : Depth::bits8);
          EXPECT_EQ(decoded(*picture), expected(r))
              << "type " << c.type << " depth " << depth << " interlaced " << interlaced;
        }
}

TEST(Png, CompositingOnWhiteIsTheRoundedQuotientForEveryPairOf8Bits) {
  for (std::uint32_t c = 0; c < 256; ++c)
    for (std::uint32_t a = 0; a < 256; ++a)
      ASSERT_EQ(over_white<std::uint8_t>(c, a, 255),
                std::lround((c * a + 255.0 * (255 - a)) / 255.0));
  EXPECT_EQ(over_white<std::uint16_t>(65535, 65535, 65535), 65535);
  EXPECT_EQ(over_white<std::uint16_t>(0, 0, 65535), 65535);
  EXPECT_EQ(over_white<std::uint16_t>(0, 65535, 65535), 0);
  EXPECT_EQ(over_white<std::uint16_t>(0, 32768, 0), 0);
}

TEST(Png, ATransparentPaletteEntryAndATransparentColourBecomeWhite) {
  Recipe palette{.depth = 2, .type = PNG_COLOR_TYPE_PALETTE};
  palette.extra = [](png_structp png, png_infop info) {
    const png_byte alpha[2] = {255, 0};
    png_set_tRNS(png, info, alpha, 2, nullptr);
  };
  Opened indexed(open_png, encode(palette));
  auto want = expected(palette);
  for (std::size_t y = 0, i = 0; y < palette.height; ++y)
    for (std::size_t x = 0; x < palette.width; ++x, i += 3)
      if (stored(palette, x, y, 0) == 1) want[i] = want[i + 1] = want[i + 2] = 255;
  EXPECT_EQ(decoded(*indexed), want);

  Recipe gray{.depth = 4, .type = PNG_COLOR_TYPE_GRAY};
  gray.extra = [](png_structp png, png_infop info) {
    png_color_16 clear{};
    clear.gray = 5;
    png_set_tRNS(png, info, nullptr, 0, &clear);
  };
  Opened keyed(open_png, encode(gray));
  want = expected(gray);
  for (auto& v : want)
    if (v == 5 * 17) v = 255;
  EXPECT_EQ(decoded(*keyed), want);
}

TEST(Png, ResolutionComesFromPhysInMetresOnly) {
  Opened metres(open_png, encode({.extra = [](png_structp png, png_infop info) {
                  png_set_pHYs(png, info, 11811, 5906, PNG_RESOLUTION_METER);
                }}));
  EXPECT_NEAR(metres->info(0)->ppi_x.value(), 300.0, 0.01);
  EXPECT_NEAR(metres->info(0)->ppi_y.value(), 150.0, 0.02);
  Opened ratio(open_png, encode({.extra = [](png_structp png, png_infop info) {
                 png_set_pHYs(png, info, 2, 1, PNG_RESOLUTION_UNKNOWN);
               }}));
  EXPECT_FALSE(ratio->info(0)->ppi_x);
}

TEST(Png, ExifOrientationIsReadBeforeAndAfterThePixels) {
  for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
    Buffer block = test::exif_block(false, orientation, 200, false, 1, "");
    Buffer bytes = encode({.extra = [&block](png_structp png, png_infop info) {
      png_set_eXIf_1(png, info, static_cast<png_uint_32>(block.size()),
                     reinterpret_cast<png_bytep>(block.data()));
    }});
    Opened before(open_png, bytes);
    EXPECT_EQ(before->info(0)->exif_orientation, orientation);
    EXPECT_EQ(before->info(0)->ppi_x, 200.0);
    // The same chunk just before the end, with a sum that nobody checks.
    ByteWriter chunk;
    chunk.u32be(static_cast<std::uint32_t>(block.size()));
    chunk.text("eXIf");
    chunk.bytes(block);
    chunk.u32be(0);
    Buffer late = encode({});
    late.insert(late.end() - 12, chunk.buffer.begin(), chunk.buffer.end());
    Opened after(open_png, late);
    EXPECT_EQ(after->info(0)->exif_orientation, orientation);
  }
}

// A profile's header, no tags and some bytes that don't compress: enough for libpng to take it.
constexpr std::uint32_t tiny_profile_bytes = 432;
Buffer tiny_profile(std::string_view space) {
  ByteWriter w;
  w.u32be(tiny_profile_bytes);
  w.u32be(0);
  w.u32be(0x02100000);
  w.text("mntr");
  w.text(space);
  w.text("XYZ ");
  w.bytes(Buffer(12));
  w.text("acsp");
  w.bytes(Buffer(28));
  for (const std::uint32_t v : {0xf6d6u, 0x10000u, 0xd32du})
    w.u32be(v);
  w.bytes(Buffer(132 - 80));
  for (std::size_t i = 132; i < tiny_profile_bytes; ++i)
    w.u8(test::pattern<std::uint8_t>(i, 0, 0));
  return std::move(w.buffer);
}

Recipe with_profile(int type, const Buffer& profile) {
  Recipe r{.type = type};
  r.extra = [&profile](png_structp png, png_infop info) {
    png_set_benign_errors(png, 1);
    png_set_iCCP(png, info, "p", PNG_COMPRESSION_TYPE_BASE,
                 reinterpret_cast<png_const_bytep>(profile.data()),
                 static_cast<png_uint_32>(profile.size()));
  };
  return r;
}

TEST(Png, TheEmbeddedProfileIsGivenAsItIs) {
  const Buffer profile = tiny_profile("RGB ");
  Opened picture(open_png, encode(with_profile(PNG_COLOR_TYPE_RGB, profile)));
  EXPECT_EQ(picture->info(0)->profile, profile);
}

TEST(Png, AProfileBeyondTheLimitOrDamagedIsLeftOutWithAWarning) {
  const Buffer profile = tiny_profile("RGB ");
  PictureLimits small = test::generous();
  small.profile_bytes = tiny_profile_bytes - 1;
  const Buffer whole = encode(with_profile(PNG_COLOR_TYPE_RGB, profile));
  Opened large(open_png, whole, small);
  EXPECT_TRUE(large->info(0)->profile.empty());
  EXPECT_EQ(large->info(0)->warnings.size(), 1u);
  Buffer spoilt = whole;
  spoilt[8 + 25 + 8 + 6] ^=
      std::byte{0xff}; // inside the chunk's deflate stream: its sum is wrong too
  Opened damaged(open_png, spoilt);
  ASSERT_TRUE(damaged.ok()) << damaged.error().what;
  EXPECT_TRUE(damaged->info(0)->profile.empty());
  EXPECT_EQ(damaged->info(0)->warnings.size(), 1u);
  EXPECT_TRUE(test::read_page<std::uint8_t>(*damaged));
}

Buffer profile_for(int type, png_fixed_point gamma, bool adobe_primaries) {
  Opened picture(open_png, encode({.type = type, .extra = [=](png_structp png, png_infop info) {
                                     png_set_gAMA_fixed(png, info, gamma);
                                     if (adobe_primaries)
                                       png_set_cHRM_fixed(png, info, 31270, 32900, 64000, 33000,
                                                          21000, 71000, 15000, 6000);
                                   }}));
  return picture->info(0)->profile;
}

TEST(Png, GammaAndPrimariesBecomeAProfileUnlessTheyAreThoseOfSrgb) {
  EXPECT_TRUE(profile_for(PNG_COLOR_TYPE_RGB, 45455, false).empty());
  EXPECT_TRUE(profile_for(PNG_COLOR_TYPE_GRAY, 45455, false).empty());
  EXPECT_FALSE(profile_for(PNG_COLOR_TYPE_RGB, 100000, false).empty());
  EXPECT_FALSE(profile_for(PNG_COLOR_TYPE_GRAY, 55556, false).empty());
  EXPECT_FALSE(profile_for(PNG_COLOR_TYPE_RGB, 45455, true).empty());
  // The sRGB chunk wins over both.
  Opened srgb(open_png, encode({.extra = [](png_structp png, png_infop info) {
                png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
              }}));
  EXPECT_TRUE(srgb->info(0)->profile.empty());
}

TEST(Png, AFileCutInItsPixelsFailsAndNamesTheRow) {
  const Recipe r{.width = 300, .height = 200};
  const Buffer whole = encode(r);
  int last = 0;
  for (std::size_t tenths = 1; tenths < 10; ++tenths) {
    const auto result = test::read_all(open_png, Bytes(whole).first(whole.size() * tenths / 10));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::malformed);
    const auto at = result.error().what.find("the PNG ends early, at row ");
    ASSERT_NE(at, std::string::npos) << result.error().what;
    const int row = std::atoi(result.error().what.c_str() + at + 27);
    EXPECT_GE(row, last);
    EXPECT_NEAR(row, static_cast<int>(20 * tenths), 30);
    last = row;
  }
}

TEST(Png, AnInterlacedFileCutInItsPixelsNamesThePass) {
  const Buffer whole = encode({.width = 300, .height = 200, .interlaced = true});
  const auto result = test::read_all(open_png, Bytes(whole).first(whole.size() * 3 / 4));
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("the PNG ends early, in pass 7 of 7, at row"),
            std::string::npos)
      << result.error().what;
}

TEST(Png, AFileCutInItsHeadersFails) {
  const Buffer whole = encode({});
  for (const std::size_t size : {0u, 1u, 8u, 20u, 33u, 40u}) {
    const auto result = test::read_all(open_png, Bytes(whole).first(size));
    ASSERT_FALSE(result) << size;
    EXPECT_EQ(result.error().code, Errc::malformed) << result.error().what;
  }
}

TEST(Png, ADamagedPixelChunkIsAnError) {
  Buffer bytes = encode({.width = 100, .height = 100});
  bytes[bytes.size() / 2] ^= std::byte{0x55};
  const auto result = test::read_all(open_png, bytes);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("the PNG is damaged, at row"), std::string::npos)
      << result.error().what;
}

Buffer with_size(Buffer bytes, std::uint32_t width, std::uint32_t height) {
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[16 + i] = static_cast<std::byte>(width >> (24 - 8 * i));
    bytes[20 + i] = static_cast<std::byte>(height >> (24 - 8 * i));
  }
  return bytes;
}

TEST(Png, AHugeHeaderIsRefusedBeforeAnythingIsAllocated) {
  const Buffer whole = encode({});
  for (const auto& [width, height] :
       {std::pair{100'000u, 100'000u}, {60'000u, 60'000u}, {4'000'000'000u, 1u}}) {
    Opened picture(open_png, with_size(whole, width, height));
    ASSERT_FALSE(picture.ok());
    EXPECT_EQ(picture.error().code, Errc::limit);
    EXPECT_NE(picture.error().what.find(std::to_string(width) + " x " + std::to_string(height)),
              std::string::npos);
  }
}

TEST(Png, AnEmptyPictureIsRefused) {
  Opened picture(open_png, with_size(encode({}), 0, 5));
  ASSERT_FALSE(picture.ok());
  EXPECT_EQ(picture.error().code, Errc::malformed);
}

TEST(Png, AnInterlacedFileThatNeedsTooMuchMemoryIsRefused) {
  PictureLimits limits = test::generous();
  limits.working_bytes = 37 * 23 * 3 - 1;
  const auto result = test::read_all(open_png, encode({.interlaced = true}), limits);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::limit);
  EXPECT_TRUE(test::read_all(open_png, encode({}), limits));
}

TEST(Png, AFirstChunkThatIsNotTheHeaderIsRefused) {
  Buffer bytes = encode({});
  bytes[12] = std::byte{'J'};
  Opened picture(open_png, bytes);
  ASSERT_FALSE(picture.ok());
  EXPECT_EQ(picture.error().code, Errc::malformed);
}

// A picture with an iTXt chunk of an XMP packet that zlib has packed, cut to `kept` of it.
std::string title_of(const std::string& packet, double kept = 1) {
  std::string packed(::compressBound(packet.size()), '\0');
  uLongf size = packed.size();
  EXPECT_EQ(::compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                       reinterpret_cast<const Bytef*>(packet.data()), packet.size()),
            Z_OK);
  packed.resize(static_cast<std::size_t>(static_cast<double>(size) * kept));
  const std::string text = std::string("XML:com.adobe.xmp\0\1\0\0\0", 22) + packed;
  Recipe recipe;
  recipe.extra = [&](png_structp png, png_infop info) {
    png_unknown_chunk chunk{};
    std::copy_n("iTXt", 5, chunk.name);
    chunk.data = reinterpret_cast<png_bytep>(const_cast<char*>(text.data()));
    chunk.size = text.size();
    chunk.location = PNG_HAVE_IHDR;
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_ALWAYS, chunk.name, 1);
    png_set_unknown_chunks(png, info, &chunk, 1);
  };
  Opened opened(open_png, encode(recipe));
  const auto info = opened->info(0);
  EXPECT_TRUE(info) << info.error().message();
  return info ? info->facts.title : std::string();
}

std::string packet_of(const std::string& title) {
  return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
         "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
         "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>" +
         title + "</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>";
}

TEST(Png, ReadsAPackedXmpPacketAsFarAsItIsBounded) {
  EXPECT_EQ(title_of(packet_of("Evening")), "Evening");
  EXPECT_EQ(title_of(packet_of("Evening"), 0.5), "") << "a damaged one says nothing";
  const std::string room(xmp_bytes_limit, ' ');
  EXPECT_EQ(title_of(packet_of("Evening") + room), "") << "a bomb says nothing";
  EXPECT_EQ(title_of(packet_of("Evening") + room.substr(1'000)), "Evening");
}

} // namespace
} // namespace platen::codec
