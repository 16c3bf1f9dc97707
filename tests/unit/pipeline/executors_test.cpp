#include "colour/apply.h"
#include "halftone/dither.h"
#include "halftone/screen.h"
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "unit/pipeline/memory_rows.h"
#include "unit/pipeline/test_stages.h"

#include <functional>

#include <gtest/gtest.h>

namespace platen::pipeline {
namespace {

using test::MemorySink;
using test::MemorySource;

struct Case {
  std::string name;
  PageShape source;
  Stages stages;
};

std::vector<std::byte> whole(const Case& c, const std::vector<std::byte>& page) {
  MemorySource source(c.source, page);
  MemorySink sink;
  const auto done = run_whole_page(source, c.stages, sink);
  EXPECT_TRUE(done.has_value());
  return std::move(sink.page);
}

void expect_banded_equals(const Case& c, const std::vector<std::byte>& page,
                          const std::vector<std::byte>& expected, WorkerPool& pool,
                          std::int32_t band_rows) {
  MemorySource source(c.source, page);
  MemorySink sink;
  const auto done = run_banded(source, c.stages, sink, pool, {.band_rows = band_rows});
  ASSERT_TRUE(done.has_value()) << done.error().message();
  EXPECT_TRUE(sink.page == expected) << c.name << " in bands of " << band_rows;
  EXPECT_EQ(source.rows_read(), c.source.height);
}

// Every chain with a shape of the source of its own.
std::vector<Case> cases(std::int32_t width, std::int32_t height) {
  std::vector<Case> all;
  const auto add = [&](std::string name, PageShape source) -> Stages& {
    all.push_back({std::move(name), source, {}});
    return all.back().stages;
  };
  const PageShape gray{width, height, gray8}, wide_gray{width, height, gray16};
  const PageShape colour{width, height, rgb8}, wide_colour{width, height, rgb16};
  add("nothing", colour);
  Stages& blurs = add("blurs", gray);
  for (const std::int32_t halo : {0, 3, 1})
    blurs.push_back(std::make_unique<test::Blur>(gray, halo));
  add("screen", gray).push_back(halftone::make_halftone(gray, halftone::ScreenKind::clustered));
  const auto scaled = [&](std::string name, PageShape from, resample::Destination to,
                          PageShape out) {
    Stages& stages = add(std::move(name), {width, height, {from.format.model, Depth::bits8}});
    stages.push_back(colour::make_widen(all.back().source));
    stages.push_back(resample::make_resample(from, to, out));
    stages.push_back(std::make_unique<test::Blur>(out, 2));
    stages.push_back(halftone::make_dither(out));
  };
  scaled("enlarged", wide_colour, {3, 2, 3 * width, 2 * height + 1},
         {3 * width + 5, 2 * height + 9, rgb16});
  scaled("reduced", wide_gray, {0, 0, (width + 2) / 3, (height + 3) / 4},
         {(width + 2) / 3, (height + 3) / 4, gray16});
  scaled("cut", wide_colour, {-width, -height / 2, 3 * width, 2 * height}, {width, height, rgb16});
  scaled("beside the page", wide_gray, {width + 1, 0, width, height}, {width, height + 4, gray16});
  scaled("white margins", wide_gray, {1, height, width, height}, {width + 2, 5 * height, gray16});
  return all;
}

TEST(Executors, GiveEqualBytesForEverySizeAndBandHeight) {
  const auto pool = make_thread_pool(2);
  for (const auto& [width, height] :
       {std::pair{1, 1}, {1, 2}, {2, 1}, {3, 7}, {8, 64}, {17, 130}, {65, 33}, {9, 301}})
    for (const Case& c : cases(width, height)) {
      const auto page = test::random_page(c.source, 5);
      const auto expected = whole(c, page);
      for (const std::int32_t band_rows : {1, 2, 3, 5, 16, 63, 64, 128, 300})
        expect_banded_equals(c, page, expected, *pool, band_rows);
    }
}

TEST(Executors, GiveEqualBytesForEveryBandHeightUpTo300) {
  const auto pool = make_thread_pool(3);
  for (const Case& c : cases(5, 140)) {
    const auto page = test::random_page(c.source, 6);
    const auto expected = whole(c, page);
    for (std::int32_t band_rows = 1; band_rows <= 300; ++band_rows)
      expect_banded_equals(c, page, expected, *pool, band_rows);
  }
}

TEST(Executors, GiveEqualBytesOnEveryPool) {
  for (const Case& c : cases(23, 150)) {
    const auto page = test::random_page(c.source, 7);
    const auto expected = whole(c, page);
    for (const std::size_t workers : {1u, 2u, 4u, 7u}) {
      expect_banded_equals(c, page, expected, *make_thread_pool(workers), 9);
      for (std::uint64_t seed = 0; seed < 5; ++seed)
        expect_banded_equals(c, page, expected, *make_shuffled_pool(workers, seed), 9);
    }
  }
}

TEST(Executors, AcceptPagesWithoutRows) {
  const PageShape empty{4, 0, gray8};
  const auto pool = make_thread_pool(2);
  MemorySource source(empty, {});
  MemorySink sink;
  ASSERT_TRUE(run_banded(source, {}, sink, *pool).has_value());
  EXPECT_TRUE(sink.page.empty());
}

TEST(Executors, RefuseStagesThatDoNotFitTogether) {
  const PageShape gray{4, 4, gray8}, wide{5, 4, gray8};
  Stages stages;
  stages.push_back(std::make_unique<test::Blur>(gray, 0));
  stages.push_back(std::make_unique<test::Blur>(wide, 0));
  const auto pool = make_thread_pool(1);
  MemorySource source(gray, test::random_page(gray, 1));
  MemorySink sink;
  EXPECT_EQ(run_banded(source, stages, sink, *pool).error().code, Errc::bug);
  EXPECT_EQ(run_whole_page(source, stages, sink).error().code, Errc::bug);
}

} // namespace
} // namespace platen::pipeline
