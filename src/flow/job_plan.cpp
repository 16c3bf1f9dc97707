#include "flow/job_plan.h"

#include <algorithm>

namespace platen::flow {

namespace {

std::vector<layout::SourcePage> source_pages(const Documents& documents) {
  std::vector<layout::SourcePage> pages;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const render::DocumentInfo& info = documents[i]->info();
    for (const auto& page : info.pages)
      pages.push_back(
          {page.width, page.height, !info.vector, page.sized, static_cast<std::int32_t>(i)});
  }
  return pages;
}

// How often the whole set and each sheet in it are printed, so that the paper falls as the ticket
// asks.
struct Copies {
  std::int32_t of_set = 1;
  std::int32_t of_sheet = 1;
};

Copies share_copies(const model::Ticket& ticket, std::size_t sheets, bool by_device) {
  const bool by_set = !by_device && sheets > 1 && ticket.collate != model::Collate::uncollated;
  return by_set ? Copies{.of_set = ticket.copies} : Copies{.of_sheet = ticket.copies};
}

std::size_t sheets_of(std::span<const layout::SidePlan> plans) {
  return static_cast<std::size_t>(std::count_if(
      plans.begin(), plans.end(), [](const layout::SidePlan& plan) { return !plan.back; }));
}

// The model with the margins that the device itself gave: its answer beats our table.
model::Model as_the_device_says(model::Model model, const model::Ticket& ticket,
                                const encode::Language& language) {
  for (model::MediaEntry& entry : model.media) {
    if (const auto area = language.device_area(entry.size, false, ticket.resolution);
        area && area->margins)
      entry.margins = *area->margins;
    if (!entry.borderless) continue;
    if (const auto area = language.device_area(entry.size, true, ticket.resolution);
        area && area->margins)
      entry.borderless = *area->margins;
  }
  return model;
}

std::vector<Side> make_sides(std::vector<layout::SidePlan> plans, const model::Ticket& ticket,
                             PixelFormat format, std::int32_t sheet_copies) {
  std::vector<Side> sides;
  sides.reserve(plans.size());
  for (auto& plan : plans) {
    plan.raster.format = format;
    Side side;
    side.spec.index = static_cast<std::int32_t>(sides.size());
    side.spec.side = plan.back ? encode::SheetSide::back : encode::SheetSide::front;
    side.spec.media = plan.media;
    side.spec.margins = plan.margins;
    side.spec.copies = sheet_copies;
    side.spec.resolution = ticket.resolution;
    side.spec.raster = plan.raster;
    side.spec.media_type = plan.media_type;
    side.spec.media_source = plan.media_source;
    side.plan = std::move(plan);
    sides.push_back(std::move(side));
  }
  return sides;
}

// From here on a page counts within its own document.
void count_within_documents(std::vector<Side>& sides, const Documents& documents) {
  std::vector<std::int32_t> first{0};
  for (const auto& document : documents)
    first.push_back(first.back() + static_cast<std::int32_t>(document->info().pages.size()));
  for (Side& side : sides)
    if (side.plan.page >= 0) side.plan.page -= first[static_cast<std::size_t>(side.plan.document)];
}

bool same_payload(const Side& a, const Side& b) {
  const layout::Placement &at = a.plan.placement, &on = b.plan.placement;
  return a.plan.page == b.plan.page && a.plan.document == b.plan.document &&
         a.plan.back == b.plan.back && a.spec.media == b.spec.media &&
         a.spec.margins == b.spec.margins && a.spec.raster == b.spec.raster &&
         at.quarter_turns == on.quarter_turns && at.x == on.x && at.y == on.y &&
         at.width == on.width && at.height == on.height;
}

} // namespace

Progress JobPlan::nothing_sent() const {
  Progress none;
  for (const Side& side : sides) {
    none.sides += side.spec.copies * sets;
    if (side.spec.side == encode::SheetSide::front) none.sheets += side.spec.copies * sets;
  }
  return none;
}

Result<JobPlan> plan_job(const Documents& documents, const model::Model& model,
                         const model::Ticket& asked, const encode::Language& language) {
  model::Ticket ticket = asked;
  ticket.resolution = language.resolution(asked.resolution);
  JobPlan plan{as_the_device_says(model, ticket, language), ticket, {}, 1};
  TRY(auto plans, layout::plan(source_pages(documents), plan.model, ticket));
  const Copies copies = share_copies(ticket, sheets_of(plans), language.device_makes_copies());
  plan.sides = make_sides(std::move(plans), ticket, language.raster_format(), copies.of_sheet);
  plan.sets = copies.of_set;
  count_within_documents(plan.sides, documents);
  return plan;
}

bool same_payloads(const JobPlan& a, const JobPlan& b) {
  return std::ranges::equal(a.sides, b.sides, same_payload);
}

} // namespace platen::flow
