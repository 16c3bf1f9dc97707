#include "flow/toned_page.h"

#include "colour/apply.h"
#include "colour/black_and_white.h"
#include "flow/neutral.h"
#include "flow/staged_rows.h"

namespace platen::flow {

Result<std::unique_ptr<RowSource>> toned_page(std::unique_ptr<RowSource> page,
                                              const JobContext& job) {
  const auto toning = model::black_and_white(job.ticket.black_and_white);
  if (!toning || page->shape().format != rgb8) return page;
  pipeline::Stages stages;
  stages.push_back(colour::make_widen(page->shape()));
  TRY(auto toned,
      colour::make_apply(stages.back()->output(), colour::black_and_white_table(*toning)));
  stages.push_back(std::move(toned));
  if (job.behind_toning != nullptr) {
    TRY(auto printed, colour::make_apply(stages.back()->output(), *job.behind_toning));
    stages.push_back(std::move(printed));
  }
  stages.push_back(halftone::make_dither(stages.back()->output(),
                                         dither_channels(job, ColorModel::rgb, toning)));
  return std::make_unique<StagedRows>(std::move(page), std::move(stages));
}

} // namespace platen::flow
