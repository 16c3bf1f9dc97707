#include "pipeline/pulled.h"

#include "pipeline/chain.h"
#include "pipeline/check.h"

#include <algorithm>
#include <cstring>

namespace platen::pipeline {

namespace {

constexpr std::int32_t band_rows = 64;

class Pulled final : public RowSource {
public:
  Pulled(std::unique_ptr<RowSource> source, Stages stages)
      : source_(std::move(source)), stages_(std::move(stages)), in_(source_->shape()),
        out_(output_shape(in_, stages_)), chain_(stages_, band_rows) {}

  PageShape shape() const override { return out_; }

  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); y += band_rows)
      TRY_VOID(read_band(into.sub({y, std::min(band_rows, into.rows().end() - y)})));
    if (into.rows().end() == out_.height) TRY_VOID(skip_to(in_.height));
    return {};
  }

private:
  Result<void> read_band(const Band& into) {
    const RowRange needed = source_rows(stages_, into.rows());
    TRY_VOID(hold(needed));
    return chain_.run(window_.band(held_).sub(needed), into);
  }

  // The window holds rows from needed.first on; what it has of them already moves to its top.
  Result<void> hold(RowRange needed) {
    if (needed.count == 0 || needed.first >= held_.end()) {
      TRY_VOID(skip_to(needed.first));
      held_ = {needed.first, 0};
    }
    const std::int32_t keep = std::max(0, held_.end() - needed.first);
    const std::int32_t count = std::max(needed.count, keep);
    RowBuffer larger;
    if (count > window_.capacity()) larger = RowBuffer(in_.width, count, in_.format);
    RowBuffer& to = count > window_.capacity() ? larger : window_;
    for (std::int32_t y = needed.first; y < needed.first + keep; ++y) {
      const auto from = window_.band(held_).row(y);
      const Band target = to.band({needed.first, keep});
      std::memmove(target.row(y).data(), from.data(), from.size());
    }
    if (&to == &larger) window_ = std::move(larger);
    held_ = {needed.first, count};
    const RowRange fresh{needed.first + keep, count - keep};
    if (fresh.count > 0) TRY_VOID(source_->read(window_.band(held_).sub(fresh)));
    read_ = std::max(read_, held_.end());
    return {};
  }

  // Reads rows that nobody needs.
  Result<void> skip_to(std::int32_t row) {
    constexpr std::int32_t at_once = 16;
    if (read_ >= row) return {};
    RowBuffer unused(in_.width, std::min(at_once, row - read_), in_.format);
    while (read_ < row) {
      const std::int32_t count = std::min(unused.capacity(), row - read_);
      TRY_VOID(source_->read(unused.band({read_, count})));
      read_ += count;
    }
    return {};
  }

  const std::unique_ptr<RowSource> source_;
  const Stages stages_;
  const PageShape in_, out_;
  Chain chain_;
  RowBuffer window_;
  RowRange held_;
  std::int32_t read_ = 0; // source rows read so far
};

} // namespace

Result<std::unique_ptr<RowSource>> make_pulled(std::unique_ptr<RowSource> source, Stages stages) {
  EXPECTS(!stages.empty());
  TRY_VOID(check_stages(source->shape(), stages));
  return std::make_unique<Pulled>(std::move(source), std::move(stages));
}

} // namespace platen::pipeline
