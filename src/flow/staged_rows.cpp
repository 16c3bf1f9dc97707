#include "flow/staged_rows.h"

#include <algorithm>

namespace platen::flow {

StagedRows::StagedRows(std::unique_ptr<RowSource> source, pipeline::Stages stages)
    : source_(std::move(source)), stages_(std::move(stages)), chain_(stages_, rows_at_once),
      buffer_(source_->shape().width, rows_at_once, source_->shape().format) {
  EXPECTS(stages_.front()->input() == source_->shape());
}

Result<void> StagedRows::read(Band into) {
  const RowRange all = into.rows();
  for (std::int32_t y = all.first; y < all.end(); y += rows_at_once) {
    const RowRange rows{y, std::min(rows_at_once, all.end() - y)};
    const Band stored = buffer_.band(rows);
    TRY_VOID(source_->read(stored));
    TRY_VOID(chain_.run(stored, into.sub(rows)));
  }
  return {};
}

} // namespace platen::flow
