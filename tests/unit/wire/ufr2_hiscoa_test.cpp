#include "ufr2_support.h"
#include "wire/ufr2/hiscoa.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

// Three referees: docs/protocols/ufr2-lt.md §5 written out in bits, streams that Canon's own
// compressor made or its decoder took, and the two halves of the codec, which share no code.
namespace platen::ufr2 {
namespace {

using test::bytes_of;
using test::hex;
using test::stream_of_bits;

constexpr HiScoaParameters lbp6030{
    .l3 = 3, .l5 = 9, .step0 = 6, .step2 = 1, .l0 = 0, .l2 = 0, .l4 = 80};
constexpr HiScoaParameters ir1020_gradation{
    .l3 = 3, .l5 = 6, .step0 = 1, .step2 = 1, .l0 = 0, .l2 = -6, .l4 = 80};
constexpr HiScoaParameters ir1020_color_tone{
    .l3 = 2, .l5 = 1, .step0 = 1, .step2 = 1, .l0 = 0, .l2 = 8, .l4 = 80};
constexpr HiScoaParameters carps{
    .l3 = 1, .l5 = 2, .step0 = 4, .step2 = 8, .l0 = 0, .l2 = 0, .l4 = 80};
constexpr HiScoaParameters runs_alone{.l3 = 1};
constexpr std::string_view end_of_band = "11111110 00";

Buffer decoded(Bytes stream, const HiScoaParameters& parameters, HiScoaShape shape) {
  const auto band = decode_hiscoa(stream, parameters, shape);
  EXPECT_TRUE(band.has_value()) << band.error().message();
  return band ? band->rows : Buffer{};
}

std::string refused(std::string_view bits, const HiScoaParameters& parameters, HiScoaShape shape) {
  const auto band = decode_hiscoa(stream_of_bits(bits), parameters, shape);
  return band ? "it was taken" : band.error().what;
}

// ashraful77/USB-Print, docs of Canon's V5.10 encoder: a blank band of 256 rows of 620 bytes was
// 808 bytes, of which 64 are told. Ten rows of runs are in them, then each row is the one six
// above.
Buffer blank_band_of_canons_compressor() {
  std::string bits = "11111101 101111 101111 11111100 1011 1110 111110 010110";
  for (int row = 1; row < 10; ++row)
    bits += "11111100 1011 1110 111110 010011";
  for (int row = 10; row < 256; ++row)
    bits += "11111100 1011 0 111110 010011";
  return stream_of_bits(bits + std::string(end_of_band));
}

TEST(HiScoa, DecodesABlankBandOfCanonsCompressor) {
  const Buffer stream = blank_band_of_canons_compressor();
  const Buffer told = hex("befdbc88acd5bffdba7c88acd0bffdba7c88acd0bffdba7c88acd0bffdba7c88"
                          "acd0bffdba7c883fdca6fd0cb19c64ba2cd0bff48abd18a7bc6eb13cd5ba7c88");
  ASSERT_EQ(stream.size(), 808U);
  ASSERT_TRUE(std::ranges::equal(Bytes(stream).first(told.size()), told));
  const auto band = decode_hiscoa(stream, lbp6030, {620, 256});
  ASSERT_TRUE(band.has_value()) << band.error().message();
  EXPECT_EQ(band->rows, Buffer(std::size_t{620} * 256));
  EXPECT_EQ(band->end, HiScoaEnd::band);
  EXPECT_EQ(band->stream_bytes, 808U);
  EXPECT_EQ(band->row_crossings, 0U);
}

// AlirezaBME/OTT-printer-app, tools/canon/slim-literal-vectors.tsv: taken by Canon's own decoder
// (lCaptDecode of driver 5.00) and unpacked to these bytes.
TEST(HiScoa, WritesLiteralsThatCanonsDecoderTakes) {
  struct Vector {
    const char *rows, *stream;
    std::size_t row_bytes;
  };
  for (const auto& [rows, stream, row_bytes] :
       {Vector{"00", "bebd7cbc", 1}, Vector{"ff", "9cbca0bc", 1}, Vector{"59", "96dca0bc", 1},
        Vector{"00000000", "bebebebebd7cbcbc", 4}, Vector{"ffffffff", "9cbebc9cbebcbd7c", 4},
        Vector{"00010203", "be935e41937ca0bc", 4}, Vector{"1b72f169", "92fe319c5e2abd7c", 4},
        Vector{"80000000", "9b4c9c9c9ca0bcbc", 4},
        Vector{"000102030405060708090a0b0c0d0e0f1011121314",
               "be935e41937e47931e45933e4b93de4993fe4f939e4d93be53925e51927e57bd7cbcbcbc", 7},
        Vector{"52687deec14352c671dcbd894d42fef867f13657e6",
               "966e2b949ead9f5e00966e85945e9f989eca979e019caebb953eb2902e149d2ca0bcbcbc", 7}}) {
    EXPECT_EQ(encode_hiscoa(hex(rows), row_bytes, lbp6030, HiScoaMethod::literal, HiScoaEnd::band),
              hex(stream))
        << rows;
    EXPECT_EQ(decoded(hex(stream), lbp6030, {row_bytes, hex(rows).size() / row_bytes}), hex(rows));
  }
}

TEST(HiScoa, WritesNumbersAsTheyArePublished) {
  for (const auto& [count, number] :
       std::initializer_list<std::pair<std::size_t, std::string>>{{1, "00"},
                                                                  {2, "011"},
                                                                  {3, "010"},
                                                                  {4, "1011"},
                                                                  {5, "1010"},
                                                                  {6, "1001"},
                                                                  {7, "1000"},
                                                                  {8, "110111"},
                                                                  {15, "110000"},
                                                                  {16, "11101111"},
                                                                  {17, "11101110"},
                                                                  {127, "111110 000000"}}) {
    const Buffer rows(count + 1);
    const Buffer stream =
        encode_hiscoa(rows, rows.size(), runs_alone, HiScoaMethod::full, HiScoaEnd::page);
    const std::string copy = count > 1 ? "1110" + number : "101111"; // 6 bits either way
    EXPECT_EQ(stream, stream_of_bits("11111101" + copy + "11111110 01")) << count;
    EXPECT_EQ(decoded(stream_of_bits("11111101 1110" + number + std::string(end_of_band)),
                      runs_alone, {rows.size(), 1}),
              rows);
  }
}

TEST(HiScoa, CountsBlocksBeforeACopy) {
  const Buffer rows(1 + 256);
  EXPECT_EQ(encode_hiscoa(rows, rows.size(), runs_alone, HiScoaMethod::full, HiScoaEnd::band),
            stream_of_bits("11111101 11111100 011 1110 111111" + std::string(end_of_band)));
  // Nine blocks, a number as all others. AlirezaBME/OTT-printer-app has 220 bytes for a blank band
  // of the LBP6030 of 32 rows, each of three zeros and a copy of the rest; Canon's decoder takes
  // it.
  std::string bits;
  for (int row = 0; row < 32; ++row)
    bits += "11111101 11111101 11111101 11111100 110110 1110 111110 100010";
  const Buffer stream = stream_of_bits(bits + std::string(end_of_band));
  EXPECT_EQ(stream.size(), 220U);
  EXPECT_EQ(decoded(stream, lbp6030, {1248, 32}), Buffer(std::size_t{1248} * 32));
}

TEST(HiScoa, TakesBytesFromRowsAndSwapsWhereTheyComeFrom) {
  // Rows 1 2, 3 4; then 1 2 by two rows back, then 1 2 again: the distances have changed places.
  const HiScoaParameters p{.step0 = 1, .step2 = 2};
  EXPECT_EQ(decoded(stream_of_bits("1101 00000001 1101 00000010 1101 00000011 1101 00000100"
                                   "1100 011 1100 011 0 011 11111110 00"),
                    p, {2, 5}),
            bytes_of({1, 2, 3, 4, 1, 2, 1, 2, 1, 2}));
}

TEST(HiScoa, SwapsTheTwoNearDistances) {
  // 5 6, two back (L5), which makes it L3's; the next 1110 goes two back as well.
  const HiScoaParameters p{.l3 = 1, .l5 = 2};
  EXPECT_EQ(decoded(stream_of_bits("1101 00000101 1101 00000110 111110 011 1110 00 111110 00"
                                   "11111110 01"),
                    p, {6, 1}),
            bytes_of({5, 6, 5, 6, 5, 5}));
}

TEST(HiScoa, TakesRecentBytesByTheirPlace) {
  // 7 8, the older of them, and then again the older: 8.
  EXPECT_EQ(decoded(stream_of_bits("1101 00000111 1101 00001000 10 1110 10 1110 11111110 00"),
                    runs_alone, {4, 1}),
            bytes_of({7, 8, 7, 8}));
}

TEST(HiScoa, RefusesWhatBreaksTheRulesAndSaysWhere) {
  using ::testing::HasSubstr;
  EXPECT_THAT(refused("1110 00 11111110 00", runs_alone, {1, 1}),
              HasSubstr("bit 0: a copy from 1"));
  EXPECT_THAT(refused("11111101 0 00 11111110 00", runs_alone, {2, 1}),
              HasSubstr("bit 8: a copy from 0"));
  EXPECT_THAT(refused("11111101 11111100 00 11111101 11111110 00", runs_alone, {300, 1}),
              HasSubstr("bit 18: a prefix stands before"));
  EXPECT_THAT(refused("11111101 11111110 00", runs_alone, {2, 1}), HasSubstr("after 1 of 2 bytes"));
  EXPECT_THAT(refused("11111101 11111101 11111110 00", runs_alone, {1, 1}),
              HasSubstr("more than the 1 bytes"));
  EXPECT_THAT(refused("11111101 1110 111110 000000 11111110 00", runs_alone, {1, 100}),
              HasSubstr("more than the 100 bytes"));
  EXPECT_THAT(refused("11111101 11111111 11111110 00", runs_alone, {1, 1}),
              HasSubstr("eight ones"));
  EXPECT_THAT(refused("11111101", runs_alone, {1, 1}), HasSubstr("eight ones"));
  EXPECT_THAT(refused("11111101 11111101 11111101 11111101", runs_alone, {4, 1}),
              HasSubstr("the stream ends before the band"));
  EXPECT_THAT(refused("11111101 11111101 11111101 1101 0000", runs_alone, {4, 1}),
              HasSubstr("the stream ends within a command"));
  EXPECT_THAT(refused("11111101 11111110 10", runs_alone, {1, 1}), HasSubstr("an end of kind 2"));
  EXPECT_THAT(refused("11111101 11111110 00 101111", runs_alone, {1, 1}), HasSubstr("padding"));
  EXPECT_THAT(refused("11111101 10 1110 11111110 00", runs_alone, {2, 1}),
              HasSubstr("recent byte 1, of which there are fewer"));
  // 7 8 7 as literals: is the second recent byte 8 or the third?
  EXPECT_THAT(
      refused("1101 00000111 1101 00001000 1101 00000111 10 1101 11111110 00", runs_alone, {4, 1}),
      HasSubstr("the sources disagree"));
}

TEST(HiScoa, RefusesSizesBeforeItTakesMemoryForThem) {
  const auto huge = decode_hiscoa({}, runs_alone, {std::size_t{1} << 40, std::size_t{1} << 40});
  EXPECT_EQ(huge.error().code, Errc::limit);
  EXPECT_EQ(decode_hiscoa({}, runs_alone, {16384, 65535}).error().code, Errc::limit);
  EXPECT_EQ(decode_hiscoa({}, runs_alone, {0, 5}).error().code, Errc::malformed);
}

TEST(HiScoa, TellsCopiesThatDoNotEndWithTheirRow) {
  const auto band =
      decode_hiscoa(stream_of_bits("11111101 1110 010 11111110 00"), runs_alone, {2, 2});
  ASSERT_TRUE(band.has_value());
  EXPECT_EQ(band->row_crossings, 1U);
}

TEST(HiScoa, KeepsTheEightBytesOfItsParameters) {
  for (const HiScoaParameters& p : {lbp6030, ir1020_gradation, ir1020_color_tone, carps}) {
    ByteWriter out;
    put_hiscoa_parameters(out, p);
    ASSERT_EQ(out.buffer.size(), hiscoa_parameter_bytes);
    EXPECT_EQ(read_hiscoa_parameters(Bytes(out.buffer).first<hiscoa_parameter_bytes>()), p);
  }
  ByteWriter out;
  put_hiscoa_parameters(out, lbp6030);
  EXPECT_EQ(out.buffer, hex("0309060100005000"));
  EXPECT_EQ(to_string(ir1020_gradation), "L3=3 L5=6 steps 1,1 L0=0 L2=-6 L4=80");
}

// Rows as drawings have them: runs, rows like those above, a few noisy bytes.
Buffer drawing(std::size_t row_bytes, std::size_t rows) {
  const auto noise = *rc::gen::inRange(0, 100);
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  std::uint32_t state = seed;
  const auto next = [&] { return state = state * 1664525U + 1013904223U, state >> 8; };
  Buffer out(row_bytes * rows);
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t run = std::min<std::size_t>(1 + next() % 40, out.size() - at);
    const auto kind = next() % 3;
    for (std::size_t i = 0; i < run; ++i, ++at)
      out[at] = static_cast<int>(next() % 100) < noise ? static_cast<std::byte>(next() & 0xff)
                : kind == 0 && at >= row_bytes         ? out[at - row_bytes]
                : kind == 1 && at >= 3                 ? out[at - 3]
                                                       : std::byte{0};
  }
  return out;
}

HiScoaParameters any_parameters() {
  if (*rc::gen::arbitrary<bool>())
    return *rc::gen::element(lbp6030, ir1020_gradation, ir1020_color_tone, carps);
  return {.l3 = *rc::gen::arbitrary<std::int8_t>(),
          .l5 = *rc::gen::arbitrary<std::int8_t>(),
          .step0 = *rc::gen::arbitrary<std::uint8_t>(),
          .step2 = *rc::gen::arbitrary<std::uint8_t>(),
          .l0 = *rc::gen::arbitrary<std::int8_t>(),
          .l2 = *rc::gen::arbitrary<std::int8_t>(),
          .l4 = *rc::gen::arbitrary<std::int16_t>()};
}

RC_GTEST_PROP(HiScoa, UnpacksWhatItPacked, ()) {
  const auto row_bytes = static_cast<std::size_t>(
      *rc::gen::oneOf(rc::gen::inRange(1, 40), rc::gen::element(592, 620, 1248)));
  const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 40));
  const HiScoaParameters p = any_parameters();
  const auto method = *rc::gen::element(HiScoaMethod::literal, HiScoaMethod::full);
  const auto end = *rc::gen::element(HiScoaEnd::band, HiScoaEnd::page);
  const Buffer rows = drawing(row_bytes, count);
  const Buffer stream = encode_hiscoa(rows, row_bytes, p, method, end);
  RC_ASSERT(stream.size() % 4 == 0);
  RC_ASSERT(stream.size() <= rows.size() * 3 / 2 + 8);
  RC_ASSERT(stream == encode_hiscoa(rows, row_bytes, p, method, end));
  const auto band = decode_hiscoa(stream, p, {row_bytes, count});
  RC_ASSERT(band.has_value());
  RC_ASSERT(band->rows == rows);
  RC_ASSERT(band->end == end);
  RC_ASSERT(band->row_crossings == 0U);
  RC_ASSERT(band->stream_bytes <= stream.size() && stream.size() - band->stream_bytes <= 4);
}

RC_GTEST_PROP(HiScoa, TakesAnyBytesOrSaysWhyNot, ()) {
  const auto row_bytes = static_cast<std::size_t>(*rc::gen::inRange(1, 30));
  const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 20));
  Buffer stream = encode_hiscoa(drawing(row_bytes, count), row_bytes, any_parameters(),
                                HiScoaMethod::full, HiScoaEnd::band);
  for (int changes = *rc::gen::inRange(0, 4); changes > 0; --changes)
    stream[*rc::gen::inRange<std::size_t>(0, stream.size())] =
        static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
  stream.resize(*rc::gen::inRange<std::size_t>(0, stream.size() + 1));
  const auto band = decode_hiscoa(stream, any_parameters(), {row_bytes, count});
  if (band) {
    RC_ASSERT(band->rows.size() == row_bytes * count);
    RC_ASSERT(band->stream_bytes <= stream.size());
  } else {
    RC_ASSERT(!band.error().what.empty());
    RC_ASSERT(band.error().offset <= stream.size());
  }
}

} // namespace
} // namespace platen::ufr2
