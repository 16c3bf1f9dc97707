#pragma once

#include "image/image.h"
#include "pipeline/executor.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace platen::pipeline {

// The stages as one worker runs them: strip by strip, with a window of a few rows between each two
// stages, so that the rows between them stay in the processor's cache. Rows that the next strip
// needs again are kept: nothing is computed twice within a band. Which rows come together does not
// change them (pipeline/stage.h), and neither does what an earlier call left in the windows.
class Chain {
public:
  Chain(const Stages& stages, std::int32_t band_rows); // stages: at least one, outlives the chain

  // Fills `out`; `in` holds at least source_rows(stages, out.rows()).
  Result<void> run(const ConstBand& in, const Band& out);

private:
  struct Window { // the output of a stage that is not the last
    RowBuffer rows;
    std::int32_t most = 0; // rows that may be held; there is room for twice as many
    RowRange held;
    std::int32_t before = 0; // rows of the buffer before the first one held, used up
    RowRange missing;        // of the strip at hand

    Band band() { return rows.band({held.first - before, before + held.count}).sub(held); }
  };
  Result<void> run_strip(const ConstBand& in, const Band& out);
  Result<void> plan(RowRange out);
  void slide(Window& window, RowRange needed);
  Result<void> fill(std::size_t stage, const ConstBand& in, const Band& out);

  const Stages& stages_;
  std::int32_t strip_rows_;
  std::vector<Window> windows_; // windows_[i] lies behind stages_[i]
  std::vector<std::unique_ptr<StageState>> states_;
};

} // namespace platen::pipeline
