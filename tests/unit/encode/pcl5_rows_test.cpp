#include "encode/pcl5/row_writer.h"
#include "pcl5_reader.h"
#include "support.h"

#include <set>

#include <rapidcheck.h>

namespace platen::encode::pcl5 {
namespace {

constexpr Modes all{true, true, true};

std::string written(const std::vector<std::string>& rows, Modes modes) {
  RowWriter writer(rows.at(0).size(), modes);
  Buffer out;
  for (const std::string& row : rows)
    writer.append(as_bytes(row), out);
  return std::string(as_text(out));
}

std::vector<std::string> read_back(const std::string& code, std::size_t rows, std::size_t row_bytes,
                                   std::vector<int>& modes) {
  auto read = test::read_rows(test::read_pcl(code), row_bytes, modes);
  RC_ASSERT(read.size() <= rows);
  read.resize(rows, std::string(row_bytes, '\0'));
  return read;
}

TEST(Pcl5Rows, AreReadBackAsTheyWere) {
  ASSERT_TRUE(rc::check("decode of encode = identity", [] {
    const PageShape shape{*rc::gen::inRange(1, 6000), *rc::gen::inRange(1, 60), mask1};
    const auto texture = *rc::gen::element(0U, 2U, 15U, 50U, 100U);
    const test::Page page = test::make_page(shape, texture, *rc::gen::arbitrary<std::uint64_t>());
    std::vector<std::string> rows;
    for (std::int32_t y = 0; y < shape.height; ++y)
      rows.emplace_back(as_text(page.row(y)));
    const Modes modes{*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(),
                      *rc::gen::arbitrary<bool>()};
    const std::string code = written(rows, modes);
    std::vector<int> used;
    RC_ASSERT(read_back(code, rows.size(), rows[0].size(), used) == rows);
    for (const int mode : used)
      RC_ASSERT(mode == 0 || (mode == 2 && modes.packed) || (mode == 3 && modes.delta) ||
                (mode == 9 && modes.replacement));
  }));
}

// A writer that makes every code of every row, whole. Rows are not white.
std::string written_plainly(const std::vector<std::string>& rows, Modes modes) {
  const std::size_t size = rows.at(0).size();
  PackedRow packed(size);
  pclxl::DeltaRow delta(size);
  ReplacementRow replacement(size);
  std::string out, before(size, '\0');
  int mode = -1;
  for (const std::string& row : rows) {
    const std::size_t inked = row.find_last_not_of('\0') + 1;
    std::pair<int, std::string> best{0, row.substr(0, inked)};
    const auto cost = [&](const std::pair<int, std::string>& code) {
      return std::to_string(code.second.size()).size() + code.second.size() +
             (code.first == mode ? 0 : 2);
    };
    const auto consider = [&](int of, std::string_view code) {
      const std::pair<int, std::string> made{of, code};
      if (cost(made) < cost(best)) best = made;
    };
    Buffer changes;
    delta.append(as_bytes(row), as_bytes(before), changes);
    if (modes.delta) consider(3, as_text(changes).substr(2));
    if (modes.replacement && row != before)
      consider(9, as_text(replacement.encode(as_bytes(row), as_bytes(before))));
    if (modes.packed && best.second.size() > 2)
      consider(2, as_text(packed.encode(as_bytes(row), inked, 3 * size)));
    if (modes.delta && row == before) best = {3, ""};
    out += "\x1b*b" + (best.first == mode ? "" : std::to_string(best.first) + "m") +
           std::to_string(best.second.size()) + "W" + best.second;
    mode = best.first;
    before = row;
  }
  return out;
}

TEST(Pcl5Rows, AreThoseOfAWriterThatTriesEveryModeToItsEnd) {
  ASSERT_TRUE(rc::check("what was smallest before decides nothing", [] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 120);
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    std::vector<std::string> rows{std::string(size, '\1')};
    for (int i = 0; i < 60; ++i) {
      std::string row = rows.back();
      const auto changed = random() % (size + 1), values = 1 + random() % 5;
      for (std::size_t k = 0; k < changed; ++k)
        row[random() % size] = static_cast<char>(random() % values);
      row[random() % size] = '\7';
      if (random() % 4 == 0) row = std::string(size, static_cast<char>(1 + random() % 9));
      rows.push_back(std::move(row));
    }
    const bool replacement = *rc::gen::arbitrary<bool>();
    for (const Modes modes : {Modes{true, true, replacement}, Modes{true, false, replacement},
                              Modes{false, true, replacement}})
      RC_ASSERT(written(rows, modes) == written_plainly(rows, modes));
  }));
}

TEST(Pcl5Rows, OfNoiseGrowByAFewBytesEach) {
  std::mt19937_64 random(7);
  std::vector<std::string> rows(300, std::string(590, '\0'));
  for (std::string& row : rows)
    for (char& c : row)
      c = static_cast<char>(random());
  for (const Modes modes : {Modes{}, all}) {
    const std::size_t per_row = written(rows, modes).size() / rows.size();
    EXPECT_GE(per_row, 590u);
    EXPECT_LE(per_row, 590u + 9); // ESC*b590W and a change of the mode
  }
}

TEST(Pcl5Rows, TakeTheModeThatIsSmallest) {
  const std::string ink(64, '\xff'), white(64, '\0');
  std::string one_more = ink, noise = white, stripes = white;
  one_more[20] = '\x7f';
  for (std::size_t i = 0; i < noise.size(); ++i)
    noise[i] = static_cast<char>(i * 37 + 1);
  const auto modes_of = [](const std::vector<std::string>& rows, Modes modes) {
    std::vector<int> used;
    test::read_rows(test::read_pcl(written(rows, modes)), rows[0].size(), used);
    return used;
  };
  EXPECT_EQ(modes_of({noise}, {}), (std::vector{0}));
  EXPECT_EQ(modes_of({ink}, {}), (std::vector{2}));
  EXPECT_EQ(modes_of({ink, ink, one_more}, {}), (std::vector{2, 3, 3}));
  EXPECT_EQ(modes_of({ink, ink}, {true, false, false}), (std::vector{2, 2}));
  EXPECT_EQ(modes_of({ink, one_more}, {false, false, false}), (std::vector{0, 0}));
  // Half of the row turns: one run of what changed.
  std::string half = ink;
  half.replace(10, 40, std::string(40, '\x11'));
  EXPECT_EQ(modes_of({ink, half}, {false, true, true}), (std::vector{9, 9}));
}

TEST(Pcl5Rows, AreOffsetsWhereTheyAreWhite) {
  const std::string ink("\x0f\xf0", 2), white(2, '\0');
  EXPECT_EQ(written({white, white, white}, {}), "");
  EXPECT_EQ(written({white, white, ink, ink, white, ink, white}, {}),
            "\x1b*b2y0m2W\x0f\xf0\x1b*b3m0W\x1b*b1y3W \x0f\xf0"); // no change of the mode
}

TEST(Pcl5Rows, LeaveOutTheZerosAtTheirEnds) {
  EXPECT_EQ(written({std::string("\x81\0\0\0\0\0\0\0\0\0", 10)}, {}), "\x1b*b0m1W\x81");
}

TEST(ReplacementRow, SpellsLongNumbersInFurtherBytes) {
  const std::string before(2000, '\0');
  ReplacementRow coder(before.size());
  const auto code = [&](std::size_t at, const std::string& bytes) {
    std::string row = before;
    row.replace(at, bytes.size(), bytes);
    return std::string(as_text(coder.encode(as_bytes(row), as_bytes(before))));
  };
  EXPECT_EQ(code(0, "ab"), std::string("\x01"
                                       "ab"));
  EXPECT_EQ(code(14, "a"), std::string("\x70"
                                       "a"));
  EXPECT_EQ(code(15, "a"), std::string("\x78\0a", 3));
  EXPECT_EQ(code(15 + 255, "a"), std::string("\x78\xff\0a", 4));
  EXPECT_EQ(code(0, "abcdefg"), std::string("\x06"
                                            "abcdefg"));
  EXPECT_EQ(code(0, "abcdefgh"), std::string("\x07\0abcdefgh", 10));
  EXPECT_EQ(code(2, "xx"), std::string("\xc0x"));
  EXPECT_EQ(code(3, std::string(32, 'x')), std::string("\xfe\0x", 3));
  EXPECT_EQ(code(0, std::string(33 + 254, 'x')), std::string("\x9f\xfex"));
  EXPECT_EQ(code(0, std::string(33 + 255, 'x')), std::string("\x9f\xff\0x", 4));
  EXPECT_EQ(code(0, ""), "");
}

} // namespace
} // namespace platen::encode::pcl5
