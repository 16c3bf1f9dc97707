#include "compose/sheet_rows.h"
#include "pipeline/pulled.h"
#include "resample/resample.h"
#include "unit/pipeline/memory_rows.h"

#include <atomic>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::compose {
namespace {

using layout::PixelBox;
using platen::test::MemorySink;
using platen::test::MemorySource;

std::vector<std::byte> read_all(RowSource& source, std::int32_t rows) {
  const PageShape shape = source.shape();
  std::vector<std::byte> page;
  RowBuffer buffer(shape.width, rows, shape.format);
  for (std::int32_t y = 0; y < shape.height; y += rows) {
    const Band band = buffer.band({y, std::min(rows, shape.height - y)});
    EXPECT_TRUE(source.read(band));
    for (std::int32_t row = y; row < band.rows().end(); ++row)
      page.insert(page.end(), band.row(row).begin(), band.row(row).end());
  }
  return page;
}

// As many cells side by side as are streamed, and as many as are parked.
class Sheets : public testing::TestWithParam<std::int32_t> {};

TEST_P(Sheets, HoldEachPageInItsWindowAndWhiteBetweenThem) {
  const std::int32_t columns = GetParam();
  const PageShape sheet{columns * 5, 150, gray16};
  std::atomic<int> open = 0, most_open = 0;
  class Counted final : public RowSource {
  public:
    Counted(std::unique_ptr<RowSource> rows, std::atomic<int>& count)
        : rows_(std::move(rows)), count_(count) {}
    ~Counted() override { --count_; }
    PageShape shape() const override { return rows_->shape(); }
    Result<void> read(Band into) override { return rows_->read(into); }

  private:
    std::unique_ptr<RowSource> rows_;
    std::atomic<int>& count_;
  };
  std::vector<CellRows> cells;
  for (std::int32_t row = 0; row < 2; ++row)
    for (std::int32_t column = 0; column < columns; ++column) {
      const PixelBox window{column * 5 + 1, row * 72 + 2, 3, 70};
      const auto value = static_cast<std::uint16_t>(1 + row * columns + column);
      cells.push_back({window, [&, window, value]() -> Result<std::unique_ptr<RowSource>> {
                         const int now = ++open;
                         int seen = most_open;
                         while (now > seen && !most_open.compare_exchange_weak(seen, now)) {
                         }
                         const PageShape shape{window.width, window.height, gray16};
                         const std::vector<std::uint16_t> page(
                             static_cast<std::size_t>(window.width * window.height), value);
                         return std::make_unique<Counted>(
                             std::make_unique<MemorySource>(shape, platen::test::bytes_of(page)),
                             open);
                       }});
    }
  const auto rows = make_sheet_rows(sheet, cells, make_thread_pool(2));
  const auto samples = platen::test::samples16(read_all(*rows, 37));
  std::int64_t wrong = 0;
  for (std::int32_t y = 0; y < sheet.height; ++y)
    for (std::int32_t x = 0; x < sheet.width; ++x) {
      const bool inside = x % 5 >= 1 && x % 5 < 4 && (y >= 2 && y < 144 && (y - 2) % 72 < 70);
      const int expected = inside ? 1 + (y - 2) / 72 * columns + x / 5 : 65535;
      wrong += samples[static_cast<std::size_t>(y * sheet.width + x)] != expected;
    }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(open, 0);
  EXPECT_LE(most_open, 6 + 2); // however many lie side by side
}

INSTANTIATE_TEST_SUITE_P(Columns, Sheets, testing::Values(1, 3, 6, 7, 40));

TEST(SheetFaults, AFaultOfOnePageIsTheSheets) {
  const PageShape sheet{10, 10, gray16};
  std::vector<CellRows> cells;
  cells.push_back({{0, 0, 5, 5}, []() -> Result<std::unique_ptr<RowSource>> {
                     return fail(Errc::malformed, "it is damaged");
                   }});
  const auto rows = make_sheet_rows(sheet, cells, make_thread_pool(1));
  RowBuffer buffer(10, 10, gray16);
  const auto read = rows->read(buffer.band({0, 10}));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "it is damaged");
}

// Rows pulled through stages are those that the banded executor gives.
RC_GTEST_PROP(Pulled, GivesTheBytesOfABandedRun, ()) {
  const PageShape source{*rc::gen::inRange(1, 50), *rc::gen::inRange(1, 300), rgb16};
  const PageShape raster{*rc::gen::inRange(1, 60), *rc::gen::inRange(1, 260), rgb16};
  const resample::Destination at{*rc::gen::inRange(-30, 30), *rc::gen::inRange(-300, 100),
                                 *rc::gen::inRange(1, 90), *rc::gen::inRange(1, 500)};
  const auto stages = [&] {
    pipeline::Stages list;
    list.push_back(resample::make_resample(source, at, raster));
    return list;
  };
  const auto page = platen::test::random_page(source, 11);
  MemorySource banded(source, page);
  MemorySink sink;
  const auto pool = make_shuffled_pool(2, 5);
  const auto list = stages();
  RC_ASSERT(pipeline::run_banded(banded, list, sink, *pool).has_value());
  auto memory = std::make_unique<MemorySource>(source, page);
  MemorySource* const read = memory.get();
  auto pulled = pipeline::make_pulled(std::move(memory), stages());
  RC_ASSERT(pulled.has_value());
  RC_ASSERT(read_all(**pulled, *rc::gen::inRange(1, 200)) == sink.page);
  RC_ASSERT(read->rows_read() == source.height); // to its end
}

} // namespace
} // namespace platen::compose
