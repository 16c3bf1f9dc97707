#include "pipeline/executor.h"
#include "unit/pipeline/memory_rows.h"
#include "unit/pipeline/test_stages.h"

#include <gtest/gtest.h>

namespace platen::pipeline {
namespace {

using test::MemorySink;
using test::MemorySource;

constexpr PageShape page_shape{6, 37, gray8};
enum class Where { source, stage, sink };

Result<void> run_broken(Where where, std::int32_t row, WorkerPool& pool, std::int32_t band_rows,
                        std::vector<std::byte>& delivered) {
  Stages stages;
  stages.push_back(std::make_unique<test::Blur>(page_shape, 2));
  stages.push_back(
      std::make_unique<test::FailsAtRow>(page_shape, where == Where::stage ? row : -1));
  MemorySource source(page_shape, test::random_page(page_shape, 1));
  MemorySink sink;
  if (where == Where::source) source.fail_at = row;
  if (where == Where::sink) sink.fail_at = row;
  auto done = run_banded(source, stages, sink, pool, {.band_rows = band_rows});
  delivered = std::move(sink.page);
  return done;
}

TEST(Faults, AtAnyRowStopTheRunWithTheirOwnError) {
  const std::pair<Where, Errc> places[] = {
      {Where::source, Errc::malformed}, {Where::stage, Errc::unsupported}, {Where::sink, Errc::io}};
  std::vector<std::byte> whole;
  const auto alone = make_thread_pool(1);
  ASSERT_TRUE(run_broken(Where::source, -1, *alone, 5, whole).has_value());
  for (const std::size_t workers : {1u, 2u, 4u}) {
    const auto pool = make_thread_pool(workers);
    for (const auto& [where, code] : places)
      for (std::int32_t row = 0; row < page_shape.height; ++row)
        for (const std::int32_t band_rows : {1, 5, 64}) {
          std::vector<std::byte> delivered;
          const auto done = run_broken(where, row, *pool, band_rows, delivered);
          ASSERT_FALSE(done.has_value());
          EXPECT_EQ(done.error().code, code);
          ASSERT_LT(delivered.size(), whole.size());
          EXPECT_TRUE(std::equal(delivered.begin(), delivered.end(), whole.begin()))
              << "what reached the sink must be the page's beginning";
        }
  }
}

// Asks to stop when the sink gets its third band.
class CancellingSink final : public RowSink {
public:
  explicit CancellingSink(Cancel& cancel) : cancel_(cancel) {}
  Result<void> write(ConstBand) override {
    if (++bands == 3) cancel_.request();
    return {};
  }
  int bands = 0;

private:
  Cancel& cancel_;
};

TEST(Faults, CancellingStopsWithinTheBandsInFlight) {
  const PageShape tall{4, 10'000, gray8};
  for (const std::size_t workers : {1u, 2u}) {
    const auto pool = make_thread_pool(workers);
    MemorySource source(tall, test::random_page(tall, 2));
    Cancel cancel;
    CancellingSink sink(cancel);
    const auto done = run_banded(source, {}, sink, *pool, {.band_rows = 1, .cancel = &cancel});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, Errc::cancelled);
    EXPECT_EQ(sink.bands, 3);
    EXPECT_LT(source.rows_read(), 20);
  }
}

TEST(Faults, ARunThatWasCancelledBeforehandReadsNothing) {
  const auto pool = make_thread_pool(2);
  MemorySource source(page_shape, test::random_page(page_shape, 3));
  MemorySink sink;
  Cancel cancel;
  cancel.request();
  const auto done = run_banded(source, {}, sink, *pool, {.cancel = &cancel});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(source.rows_read(), 0);
}

} // namespace
} // namespace platen::pipeline
