#include "pipeline/check.h"

#include <string>

namespace platen::pipeline {

Result<void> check_stages(const PageShape& source, const Stages& stages) {
  PageShape shape = source;
  for (const auto& stage : stages) {
    if (stage->input() != shape)
      return fail(Errc::bug, "the stage " + std::string(stage->name()) +
                                 " does not take what the stage before it gives");
    shape = stage->output();
  }
  return {};
}

PageShape output_shape(const PageShape& source, const Stages& stages) {
  return stages.empty() ? source : stages.back()->output();
}

RowRange source_rows(const Stages& stages, RowRange out) {
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage)
    out = (*stage)->input_rows(out);
  return out;
}

} // namespace platen::pipeline
