#pragma once

#include "image/image.h"
#include "pipeline/chain.h"
#include "pipeline/executor.h"

#include <memory>

namespace platen::flow {

// The rows of a source as stages make them, on the reader's own thread. Each stage makes a row of
// the same row alone.
class StagedRows final : public RowSource {
public:
  // At least one stage; the first takes the source's shape.
  StagedRows(std::unique_ptr<RowSource> source, pipeline::Stages stages);

  PageShape shape() const override { return stages_.back()->output(); }
  Result<void> read(Band into) override;

private:
  static constexpr std::int32_t rows_at_once = 64;

  std::unique_ptr<RowSource> source_;
  pipeline::Stages stages_;
  pipeline::Chain chain_;
  RowBuffer buffer_;
};

} // namespace platen::flow
