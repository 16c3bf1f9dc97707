#include "pipeline/check.h"
#include "pipeline/executor.h"

namespace platen::pipeline {

Result<void> run_whole_page(RowSource& source, const Stages& stages, RowSink& sink) {
  PageShape shape = source.shape();
  TRY_VOID(check_stages(shape, stages));
  RowBuffer page(shape.width, shape.height, shape.format);
  TRY_VOID(source.read(page.band({0, shape.height})));
  for (const auto& stage : stages) {
    const RowRange all{0, stage->output().height};
    RowBuffer result(stage->output().width, all.count, stage->output().format);
    const auto state = stage->make_state(all.count);
    const Band in = page.band({0, shape.height});
    TRY_VOID(stage->run(state.get(), in.sub(stage->input_rows(all)), result.band(all)));
    page = std::move(result);
    shape = stage->output();
  }
  return sink.write(page.band({0, shape.height}));
}

} // namespace platen::pipeline
