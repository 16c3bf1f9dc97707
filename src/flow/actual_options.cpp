#include "flow/job_plan.h"
#include "model/words.h"

#include <algorithm>

namespace platen::flow {

namespace {

using Options = std::vector<std::pair<std::string, std::string>>;

void add(Options& options, std::string_view name, std::string_view value) {
  std::pair<std::string, std::string> one{name, value};
  if (!value.empty() && std::find(options.begin(), options.end(), one) == options.end())
    options.push_back(std::move(one));
}

// Each kind of sheet once, in the order in which they come.
std::vector<Options> media_of(const JobPlan& plan) {
  std::vector<Options> media;
  for (const Side& side : plan.sides) {
    Options one;
    add(one, "media", side.spec.media.name);
    add(one, "media-type", side.spec.media_type);
    add(one, "media-source", side.spec.media_source);
    if (std::find(media.begin(), media.end(), one) == media.end()) media.push_back(std::move(one));
  }
  return media;
}

model::Orientation orientation_of(std::int32_t quarter_turns) {
  switch (quarter_turns & 3) {
  case 1:
    return model::Orientation::reverse_landscape;
  case 2:
    return model::Orientation::reverse_portrait;
  case 3:
    return model::Orientation::landscape;
  default:
    return model::Orientation::portrait;
  }
}

// Those of the job, unless none of its sheets is printed so.
model::Sides sides_of(const JobPlan& plan) {
  const bool one_sided =
      std::ranges::all_of(plan.sides, [](const Side& side) { return side.spec.one_sided; });
  return one_sided ? model::Sides::one_sided : plan.ticket.sides;
}

} // namespace

Options actual_options(const JobPlan& plan) {
  const model::Ticket& ticket = plan.ticket;
  Options used;
  add(used, "copies", std::to_string(ticket.copies));
  for (const Options& medium : media_of(plan))
    used.insert(used.end(), medium.begin(), medium.end());
  add(used, "multiple-document-handling", to_string(ticket.collate));
  for (const Side& side : plan.sides)
    if (side.plan.page >= 0)
      add(used, "orientation-requested",
          to_string(orientation_of(side.plan.placement.quarter_turns)));
  add(used, "page-ranges", to_string(ticket.page_ranges));
  const bool colour = plan.model.color && ticket.color_mode != model::ColorMode::monochrome;
  add(used, "print-color-mode", colour ? "color" : "monochrome");
  add(used, "print-quality", to_string(ticket.quality));
  add(used, "print-rendering-intent", to_string(ticket.intent));
  add(used, "print-scaling", to_string(ticket.scaling));
  add(used, "printer-resolution", model::to_string(ticket.resolution));
  add(used, "sides", to_string(sides_of(plan)));
  return used;
}

} // namespace platen::flow
