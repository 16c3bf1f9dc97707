#pragma once

#include "base/cancel.h"
#include "base/worker_pool.h"
#include "image/image.h"
#include "pipeline/stage.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace platen::pipeline {

using Stages = std::vector<std::unique_ptr<Stage>>;

// The plain executor: the whole page through one stage after the other. Holds two whole pages; it
// is the one to compare with, and to read first.
Result<void> run_whole_page(RowSource& source, const Stages& stages, RowSink& sink);

struct BandedOptions {
  std::int32_t band_rows = 128; // output rows of one task
  const Cancel* cancel = nullptr;
};

// The same bytes, band by band and in parallel, in memory that does not grow with the page: source
// rows are read in order into a sliding window, bands run on the pool, finished bands go to the
// sink in order. `stages` may be empty: then rows are just passed on.
Result<void> run_banded(RowSource& source, const Stages& stages, RowSink& sink, WorkerPool& pool,
                        const BandedOptions& options = {});

} // namespace platen::pipeline
