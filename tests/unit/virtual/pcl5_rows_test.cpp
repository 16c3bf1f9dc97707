#include "virtual/pcl5/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The compression modes as docs/protocols/pcl5.md §4 has them, on rows of six bytes.
namespace platen::twin::pcl5 {
namespace {

using namespace std::string_literals;

struct Drawn {
  std::vector<std::string> rows;
  int white = 0;
  std::string complaint;
};

Drawn transfer(RowDecoder& decoder, int mode, const std::string& data) {
  Drawn drawn;
  drawn.complaint = decoder.transfer(
      mode, as_bytes(data),
      [&](Bytes row) {
        drawn.rows.emplace_back(as_text(row));
        return true;
      },
      [&](std::int32_t rows) { drawn.white += rows; });
  return drawn;
}

std::string row_of(int mode, const std::string& data, const std::string& before = "abcdef") {
  RowDecoder decoder;
  decoder.begin(6);
  transfer(decoder, 0, before);
  const Drawn drawn = transfer(decoder, mode, data);
  EXPECT_EQ(drawn.complaint, "") << data;
  return drawn.rows.at(0);
}

TEST(Pcl5RowDecoder, DrawsEachMode) {
  EXPECT_EQ(row_of(0, "xyz"), "xyz\0\0\0"s);
  EXPECT_EQ(row_of(0, ""), "\0\0\0\0\0\0"s);
  EXPECT_EQ(row_of(1, "\2x\0y"s), "xxxy\0\0"s);
  EXPECT_EQ(row_of(2, "\1xy\xfdz\x80"s), "xyzzzz"s);
  EXPECT_EQ(row_of(3, ""), "abcdef");
  EXPECT_EQ(row_of(3, "\x21xy"s), "axydef");
  EXPECT_EQ(row_of(3, "\x00x\x02z"s), "xbczef");
  EXPECT_EQ(row_of(9, "\x09xy"s), "axydef");
  EXPECT_EQ(row_of(9, "\xa1x"s), "axxxef");
  EXPECT_EQ(row_of(9, "\x80x\x08y"s), "xxcyef");
  EXPECT_EQ(row_of(9, ""), "abcdef");
}

TEST(Pcl5RowDecoder, ReadsNumbersThatGoOn) {
  RowDecoder decoder;
  decoder.begin(700);
  const auto row = [&](int mode, const std::string& data) {
    transfer(decoder, 0, "");
    const Drawn drawn = transfer(decoder, mode, data);
    EXPECT_EQ(drawn.complaint, "");
    return drawn.rows.at(0);
  };
  const auto at = [](std::size_t where, const std::string& what) {
    std::string bytes(700, '\0');
    return bytes.replace(where, what.size(), what);
  };
  EXPECT_EQ(row(3, "\x1f\0x"s), at(31, "x"));
  EXPECT_EQ(row(3, "\x1f\xff\2x"s), at(31 + 255 + 2, "x"));
  EXPECT_EQ(row(9, "\x78\0x"s), at(15, "x"));
  EXPECT_EQ(row(9, "\x78\xff\1x"s), at(15 + 255 + 1, "x"));
  EXPECT_EQ(row(9, "\x07\1abcdefghi"s), at(0, "abcdefghi"));
  EXPECT_EQ(row(9, "\xff\2\3x"s), at(5, std::string(36, 'x')));
}

TEST(Pcl5RowDecoder, KeepsTheRowOfAnyModeAsTheSeed) {
  for (const int mode : {0, 1, 2}) {
    RowDecoder decoder;
    decoder.begin(3);
    transfer(decoder, mode, mode == 0 ? "ab" : mode == 1 ? "\0a\0b"s : "\1ab"s);
    EXPECT_EQ(transfer(decoder, 3, "\2z"s).rows.at(0), "abz") << mode;
    decoder.clear();
    EXPECT_EQ(transfer(decoder, 3, "\2z"s).rows.at(0), "\0\0z"s) << mode;
  }
}

TEST(Pcl5RowDecoder, DrawsTheBlocksOfModeFive) {
  RowDecoder decoder;
  decoder.begin(3);
  const Drawn drawn = transfer(decoder, 5, "\0\0\2ab\5\0\2\3\0\2\1x\4\1\0\3\0\2\1y\2\0\2\xfez"s);
  EXPECT_EQ(drawn.complaint, "");
  EXPECT_THAT(drawn.rows,
              testing::ElementsAre("ab\0"s, "ab\0"s, "ab\0"s, "ax\0"s, "\0y\0"s, "zzz"));
  EXPECT_EQ(drawn.white, 256);
}

TEST(Pcl5RowDecoder, SaysWhatIsNotLegal) {
  const auto complaint = [](int mode, const std::string& data) {
    RowDecoder decoder;
    decoder.begin(3);
    return transfer(decoder, mode, data).complaint;
  };
  EXPECT_THAT(complaint(1, "\0ab"s), testing::HasSubstr("odd number"));
  EXPECT_THAT(complaint(2, "\2ab"s), testing::HasSubstr("inside a command of compression mode 2"));
  EXPECT_THAT(complaint(2, "\xff"s), testing::HasSubstr("mode 2"));
  EXPECT_THAT(complaint(3, "\x20z"s), testing::HasSubstr("mode 3"));
  EXPECT_THAT(complaint(3, "\x1f"s), testing::HasSubstr("mode 3"));
  EXPECT_THAT(complaint(3, "\x1f\xff"s), testing::HasSubstr("mode 3"));
  EXPECT_THAT(complaint(9, "\x81"s), testing::HasSubstr("mode 9"));
  EXPECT_THAT(complaint(9, "\x01z"s), testing::HasSubstr("mode 9"));
  EXPECT_THAT(complaint(5, "\7\0\1"s), testing::HasSubstr("the command 7"));
  EXPECT_THAT(complaint(5, "\4\0"s), testing::HasSubstr("mode 5"));
  EXPECT_THAT(complaint(5, "\0\0\3ab"s), testing::HasSubstr("mode 5"));
  EXPECT_THAT(complaint(0, "abcd"), testing::HasSubstr("beyond the width"));
  EXPECT_EQ(complaint(0, "abc\0\0"s), ""); // white may go beyond it
  EXPECT_THAT(complaint(2, "\xf9z"s), testing::HasSubstr("beyond the width"));
}

TEST(Pcl5RowDecoder, StopsWhereNoMoreRowsAreWanted) {
  RowDecoder decoder;
  decoder.begin(3);
  int rows = 0;
  decoder.transfer(
      5, as_bytes("\5\xff\xff"s), [&](Bytes) { return ++rows < 3; }, [](std::int32_t) {});
  EXPECT_EQ(rows, 3);
}

} // namespace
} // namespace platen::twin::pcl5
