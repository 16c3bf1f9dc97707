#pragma once

#include "base/cancel.h"
#include "image/image.h"

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

} // namespace platen::flow
