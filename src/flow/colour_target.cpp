#include "flow/colour_target.h"

namespace platen::flow {

model::ColourTarget colour_target(const JobContext& job, ColorModel model) {
  model::ColourTarget target;
  target.model = job.gamut ? ColorModel::rgb : model; // what is asked about is the paper
  target.intent = job.ticket.intent;
  if (job.profile != nullptr && target.model == ColorModel::rgb) target.profile = *job.profile;
  return target;
}

} // namespace platen::flow
