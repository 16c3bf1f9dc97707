#include "render/ghostscript_job.h"

#include <gtest/gtest.h>

namespace platen::render {
namespace {

TEST(Ghostscript, CountsPagesFromOneInRanges) {
  EXPECT_EQ(page_list({0}), "1");
  EXPECT_EQ(page_list({0, 1, 2}), "1-3");
  EXPECT_EQ(page_list({1, 3, 4, 9}), "2,4-5,10");
}

TEST(Ghostscript, WritesMatricesWithoutExponents) {
  VectorRun run;
  run.a = 1e-7;
  run.b = -1234567.125;
  run.e = 0.1;
  EXPECT_EQ(matrix_text(run),
            "[0.000000100 -1234567.125000000 0.000000000 1.000000000 0.100000000 0.000000000]");
}

} // namespace
} // namespace platen::render
