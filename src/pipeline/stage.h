#pragma once

#include "image/image.h"

#include <memory>
#include <string_view>

namespace platen::pipeline {

// Scratch memory of one stage in one worker; a stage that needs none makes none.
class StageState {
public:
  virtual ~StageState() = default;
};

// One step on the pixel path. Immutable after construction and shared by all workers; whatever it
// must change lives in its StageState. The rows of `out` depend only on the rows input_rows(out),
// so that any order of bands, and any band height, gives the same bytes.
class Stage {
public:
  virtual ~Stage() = default;
  virtual std::string_view name() const = 0;
  virtual PageShape input() const = 0;
  virtual PageShape output() const = 0;
  // The input rows, clipped to the input page, that are needed for these output rows.
  virtual RowRange input_rows(RowRange out) const { return out; }
  // The most input rows that any run of `count` output rows needs.
  virtual std::int32_t most_input_rows(std::int32_t count) const { return count; }
  virtual std::unique_ptr<StageState> make_state(std::int32_t most_output_rows) const {
    static_cast<void>(most_output_rows);
    return nullptr;
  }
  // Fills all rows of `out`; `in` holds exactly input_rows(out.rows()).
  virtual Result<void> run(StageState* state, ConstBand in, Band out) const = 0;
};

} // namespace platen::pipeline
