#include "encode/pclxl/block.h"
#include "encode/pclxl/delta_row.h"
#include "encode/pclxl/packbits.h"
#include "encode/pclxl/packbits_least.h"
#include "support.h"
#include "xl_reader.h"

#include <hwy/targets.h>
#include <rapidcheck.h>

namespace platen::encode::pclxl {
namespace {

using test::XlReader;

// Bytes in runs and singles, as halftones have them.
Buffer make_row(std::size_t size, unsigned texture, std::mt19937_64& random) {
  Buffer row(size);
  std::byte value{0};
  for (std::byte& b : row) {
    if (random() % 100 < texture) value = static_cast<std::byte>(random() % 4);
    b = value;
  }
  return row;
}

TEST(PackBits, EqualsTheReferenceAndIsUnpackedAgain) {
  ASSERT_TRUE(rc::check("fast = reference, decode of encode = identity", [] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 700);
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    const auto texture = *rc::gen::element(0U, 1U, 10U, 50U, 100U);
    PackBits fast(size);
    for (int i = 0; i < 3; ++i) { // the object is used for row after row
      const Buffer row = make_row(size, texture, random);
      Buffer code, plain;
      fast.append(row, code);
      packbits_reference(row, plain);
      RC_ASSERT(code == plain);
      RC_ASSERT(XlReader::unpack_bits(as_text(code), size) == as_text(row));
      RC_ASSERT(code.size() <= size + size / 128 + 2);
    }
  }));
}

TEST(PackBits, UsesTheShortestCodesAtTheEdges) {
  struct Case {
    std::string row, code;
  };
  const Case cases[] = {
      {"a", std::string("\0a", 2)},
      {"aa", "\xff"
             "a"},
      {"ab", "\1ab"},
      {"aab", std::string("\xff"
                          "a\0b",
                          4)},
      {"abb", "\2abb"},
      {"abbb", std::string("\0a\xfe"
                           "b",
                           4)},
      {std::string(128, 'x'), "\x81x"},
      {std::string(129, 'x'), std::string("\x81x\0x", 4)},
      {std::string(256, 'x'), "\x81x\x81x"},
  };
  for (const Case& one : cases) {
    Buffer code;
    PackBits(one.row.size()).append(as_bytes(one.row), code);
    EXPECT_EQ(as_text(code), one.code) << one.row.substr(0, 8);
  }
}

TEST(PackBits, CodesAreNotShorterThanTheLeastAndSeldomMuchLonger) {
  std::mt19937_64 random(4);
  std::size_t least = 0, made = 0;
  for (std::size_t size = 1; size < 700; ++size)
    for (const unsigned texture : {0U, 1U, 10U, 50U, 100U}) {
      const Buffer row = make_row(size, texture, random);
      PackBits codes(size);
      Buffer code;
      codes.append(row, code);
      ASSERT_LE(codes.least(row), code.size()) << size << " bytes, texture " << texture;
      least += codes.least(row);
      made += code.size();
    }
  EXPECT_GT(least * 20, made * 19); // within 5 %, or it would decide little
}

TEST(PackBits, TheLeastIsTheSameOnEveryTarget) {
  std::mt19937_64 random(5);
  int targets = 0;
  for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    ++targets;
    for (std::size_t size = 1; size < 200; ++size)
      for (int common = 1; common <= 4; ++common) { // so many bits of five are set
        std::vector<std::uint64_t> equal(4);
        for (std::size_t i = 0; i + 1 < size; ++i)
          if (random() % 5 < static_cast<unsigned>(common))
            equal[i / 64] |= std::uint64_t{1} << (i % 64);
        ASSERT_EQ(packbits_least(equal, size), packbits_least_reference(equal, size))
            << "target " << hwy::TargetName(left & -left) << ", " << size << " bytes";
      }
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  EXPECT_GE(targets, 2) << "only one target was tried";
}

TEST(DeltaRow, EqualsTheReferenceAndIsDecodedAgain) {
  ASSERT_TRUE(rc::check("fast = reference, decode of encode = identity", [] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 1500);
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    const auto texture = *rc::gen::element(0U, 1U, 10U, 50U, 100U);
    const auto change = *rc::gen::element(0U, 1U, 5U, 50U, 100U);
    DeltaRow fast(size);
    Buffer code, plain;
    Buffer before(size);
    std::vector<std::string> rows;
    for (int i = 0; i < 4; ++i) {
      Buffer row = make_row(size, texture, random);
      for (std::size_t k = 0; k < size; ++k)
        if (random() % 100 >= change) row[k] = before[k];
      fast.append(row, before, code);
      delta_row_reference(row, before, plain);
      rows.emplace_back(as_text(row));
      before = row;
    }
    RC_ASSERT(code == plain);
    RC_ASSERT(XlReader::delta_rows(as_text(code), size, 4) == rows);
  }));
}

TEST(DeltaRow, EndsSoonBehindWhatIsEnough) {
  constexpr std::size_t size = 500;
  std::mt19937_64 random(3);
  const Buffer before(size), row = make_row(size, 60, random);
  DeltaRow rows(size);
  Buffer whole;
  rows.append(row, before, whole);
  const std::size_t length = whole.size() - 2; // without the count
  ASSERT_GT(length, 300U);
  for (std::size_t enough = 0; enough <= length + 1; ++enough) {
    Buffer code;
    rows.append(row, before, code, enough);
    const std::size_t got = code.size() - 2;
    if (enough >= length)
      EXPECT_EQ(code, whole);
    else
      EXPECT_TRUE(got > enough && got <= enough + 12) << enough << ": " << got;
    EXPECT_TRUE(std::equal(code.begin() + 2, code.end(), whole.begin() + 2));
  }
}

TEST(DeltaRow, CodesLongOffsetsAsTheManualsDo) {
  // 414 = 31 + 255 + 128, the example of HP's PCL 5 reference, page 15-22.
  Buffer before(420), row(420);
  row[414] = std::byte{0x55};
  Buffer code;
  DeltaRow(420).append(row, before, code);
  EXPECT_EQ(as_text(code), std::string("\x04\x00\x1f\xff\x80\x55", 6));
  // 286 = 31 + 255 needs a last byte of zero.
  row[414] = std::byte{0};
  row[286] = std::byte{0x55};
  code.clear();
  DeltaRow(420).append(row, before, code);
  EXPECT_EQ(as_text(code), std::string("\x04\x00\x1f\xff\x00\x55", 6));
}

TEST(Block, TakesTheSmallerOfTheTwoCodes) {
  ASSERT_TRUE(rc::check("smaller, and equal to what the references give", [] {
    const auto width = *rc::gen::inRange(1, 3000);
    const auto height = *rc::gen::inRange(1, 20);
    const auto texture = *rc::gen::element(0U, 5U, 30U, 100U);
    test::Page page =
        test::make_page({width, height, mask1}, texture, *rc::gen::arbitrary<std::uint64_t>());
    const std::size_t row_bytes = mask1.row_bytes(width), padded = (row_bytes + 3) / 4 * 4;
    // The compressor wants clear bits beyond the width, as the side encoder makes them.
    RowBuffer clean(width, height, mask1);
    std::memset(clean.band({0, height}).base(), 0,
                clean.stride() * static_cast<std::size_t>(height));
    Buffer rle, delta, before(row_bytes);
    for (std::int32_t y = 0; y < height; ++y) {
      const auto row = clean.band({0, height}).row(y);
      std::memcpy(row.data(), page.row(y).data(), row_bytes);
      if (width % 8 != 0) row[row_bytes - 1] &= static_cast<std::byte>(0xff << (8 - width % 8));
      packbits_reference(Bytes(row.data(), padded), rle);
      delta_row_reference(row, before, delta);
      before.assign(row.begin(), row.end());
    }
    BlockCompressor compressor(width);
    const bool delta_wins = delta.size() < rle.size();
    for (int i = 0; i < 2; ++i) { // the second time, the code that won is made first
      const Block block = compressor.compress(std::as_const(clean).band({0, height}));
      RC_ASSERT((block.compression == Compression::delta_row) == delta_wins);
      RC_ASSERT(as_text(block.data) == as_text(delta_wins ? delta : rle));
    }
  }));
}

} // namespace
} // namespace platen::encode::pclxl
