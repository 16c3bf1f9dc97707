#pragma once

#include "base/cancel.h"
#include "image/image.h"
#include "layout/layout.h"

#include <memory>

namespace platen::flow {

// Every row of `source` into `sink`, in bands, on this thread.
Result<void> copy_rows(RowSource& source, RowSink& sink, const Cancel& cancel);

// A page of nothing but paper.
class BlankPage final : public RowSource {
public:
  explicit BlankPage(PageShape shape) : shape_(shape) {}
  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override;

private:
  PageShape shape_;
};

// A page that lies on a larger sheet: what its document draws beyond the page's own edges (bleed,
// marks outside the crop box) is paper. `box` is that of the page, in pixels of the sheet.
class CutPage final : public RowSource {
public:
  CutPage(std::unique_ptr<RowSource> sheet, const layout::Placement& box);
  PageShape shape() const override { return sheet_->shape(); }
  Result<void> read(Band into) override;

private:
  std::unique_ptr<RowSource> sheet_;
  std::int32_t left_, top_, right_, bottom_; // pixels that the page touches
};

} // namespace platen::flow
