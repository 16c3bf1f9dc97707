#pragma once

#include "flow/side_maker.h"
#include "pipeline/executor.h"

#include <functional>
#include <memory>

namespace platen::flow {

using Words = std::function<void(const std::vector<std::string>&)>;

// Rows, and the stages that make of them the device's colours in 16 bits.
struct Opened {
  std::unique_ptr<RowSource> rows;
  pipeline::Stages stages;
};

// The page of a cell of job.document, which is drawn, on a raster of its window. `words` hears what
// the renderer says behind the last row.
Result<Opened> open_drawn_page(const JobContext& job, PixelFormat raster, const layout::Cell& cell,
                               const render::Limits& limits, Words words);

// The same in gray of 8 bits, black to white, whatever the job's colours are.
Result<std::unique_ptr<RowSource>> open_gray_page(const JobContext& job, const layout::Cell& cell,
                                                  Words words);

} // namespace platen::flow
