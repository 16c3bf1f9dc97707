#pragma once

#include "pipeline/stage.h"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace platen::test {

// Sums `halo` rows above and below into each row, so that a wrong or missing row shows.
class Blur final : public pipeline::Stage {
public:
  Blur(const PageShape& shape, std::int32_t halo) : shape_(shape), halo_(halo) {}

  std::string_view name() const override { return "blur"; }
  PageShape input() const override { return shape_; }
  PageShape output() const override { return shape_; }
  RowRange input_rows(RowRange out) const override {
    const std::int32_t first = std::max(0, out.first - halo_);
    return {first, std::min(shape_.height, out.end() + halo_) - first};
  }
  std::int32_t most_input_rows(std::int32_t count) const override { return count + 2 * halo_; }
  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    EXPECTS(in.rows() == input_rows(out.rows()));
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      const RowRange rows = input_rows({y, 1});
      for (std::size_t i = 0; i < out.row_bytes(); ++i) {
        unsigned sum = 0;
        for (std::int32_t k = rows.first; k < rows.end(); ++k)
          sum = 31 * sum + std::to_integer<unsigned>(in.row(k)[i]);
        out.row(y)[i] = static_cast<std::byte>(sum);
      }
    }
    return {};
  }

private:
  PageShape shape_;
  std::int32_t halo_;
};

// Passes rows on until it comes to one that it cannot do.
class FailsAtRow final : public pipeline::Stage {
public:
  FailsAtRow(const PageShape& shape, std::int32_t row) : shape_(shape), row_(row) {}

  std::string_view name() const override { return "fails"; }
  PageShape input() const override { return shape_; }
  PageShape output() const override { return shape_; }
  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      if (y == row_) return fail(Errc::unsupported, "the stage broke");
      std::copy(in.row(y).begin(), in.row(y).end(), out.row(y).begin());
    }
    return {};
  }

private:
  PageShape shape_;
  std::int32_t row_;
};

} // namespace platen::test
