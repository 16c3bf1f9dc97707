#pragma once

#include "base/worker_pool.h"
#include "image/image.h"
#include "layout/box.h"

#include <functional>
#include <memory>
#include <vector>

namespace platen::compose {

// A page of a sheet that holds several: where it lies, and how its rows are come by when they are
// needed. Called on any thread, once; rows of the window's size in the sheet's format.
struct CellRows {
  layout::PixelBox window; // on the sheet
  std::function<Result<std::unique_ptr<RowSource>>()> open;
};

// The rows of a sheet with these pages on it, white between them, each opened when its first row is
// reached and closed behind its last. Few pages side by side are read row by row; many are made one
// after the other on each worker and wait in unnamed files. So neither memory nor the number of
// renderers grows with the sheet.
std::unique_ptr<RowSource> make_sheet_rows(PageShape sheet, std::vector<CellRows> cells,
                                           std::shared_ptr<WorkerPool> pool);

} // namespace platen::compose
