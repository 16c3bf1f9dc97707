#include "flow/job_plan.h"

#include "flow/extra_sides.h"
#include "flow/job_sheet.h"
#include "flow/picture_size.h"
#include "flow/repeats.h"
#include "flow/side_maker.h"
#include "model/black_and_white.h"
#include "model/words.h"

#include <algorithm>

namespace platen::flow {

namespace {

// The pages that are laid out, and which one of its document each of them is.
struct SourcePages {
  std::vector<layout::SourcePage> pages;
  std::vector<std::int32_t> in_document;
};

SourcePages source_pages(OwnDocuments documents, Repeats repeats, std::int32_t copies,
                         const std::set<PageOf>& left_out) {
  SourcePages source;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const render::DocumentInfo& info = documents[i]->info();
    const auto stored = static_cast<std::int32_t>(info.pages.size());
    const std::int32_t step = repeats == Repeats::pages ? copies : 1;
    const std::int32_t end = repeats == Repeats::sets ? stored / copies : stored;
    for (std::int32_t number = 0; number < end; number += step) {
      const render::PageInfo& page = info.pages[static_cast<std::size_t>(number)];
      const auto document = static_cast<std::int32_t>(i);
      source.pages.push_back(
          {page.width, page.height, !info.vector, page.sized, drawn_for_paper(info), document,
           left_out.contains({document, number}), page.dots_width, page.dots_height});
      source.in_document.push_back(number);
    }
  }
  return source;
}

// What all documents of the job have in common; a single one that is different rules it out.
Repeats common_repeats(OwnDocuments documents, std::int32_t copies) {
  if (documents.empty()) return Repeats::none;
  const Repeats first = repeats_of(documents.front()->info().pages, copies);
  const bool common = std::ranges::all_of(documents, [&](const auto& document) {
    return repeats_of(document->info().pages, copies) == first;
  });
  return common ? first : Repeats::none;
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
    side.spec.one_sided = plan.one_sided;
    side.plan = std::move(plan);
    sides.push_back(std::move(side));
  }
  return sides;
}

// From here on a page counts within its own document.
void count_within_documents(std::vector<Side>& sides, const SourcePages& source) {
  const auto count = [&](std::int32_t& page) {
    page = source.in_document[static_cast<std::size_t>(page)];
  };
  for (Side& side : sides) {
    if (side.plan.page >= 0) count(side.plan.page);
    if (!side.plan.composition) continue;
    auto counted = std::make_shared<layout::Composition>(*side.plan.composition);
    for (layout::Cell& cell : counted->cells)
      count(cell.page);
    side.plan.composition = std::move(counted);
  }
}

// Of a page of its document; both are counted from 0.
std::string name_of(bool several_documents, std::int32_t document, std::int32_t page) {
  const std::string name = "page " + std::to_string(page + 1);
  return several_documents ? "document " + std::to_string(document + 1) + ": " + name : name;
}

bool same_composition(const layout::SidePlan& a, const layout::SidePlan& b) {
  if (!a.composition || !b.composition) return a.composition == b.composition;
  return *a.composition == *b.composition;
}

Result<void> check_picture(const Documents& documents, const layout::SidePlan& plan,
                           Dpi resolution) {
  const auto& document = *documents[static_cast<std::size_t>(plan.document)];
  auto enough = check_pixels(document.info(), plan, resolution);
  if (enough) return {};
  return fail_within(name_of(documents.size() > 1, plan.document, plan.page),
                     std::move(enough).error());
}

// Of a composition each picture at the size that it has on the sheet.
Result<void> check_pictures(const Documents& documents, const std::vector<Side>& sides,
                            Dpi resolution) {
  for (const Side& side : sides) {
    if (!side.plan.composition) {
      TRY_VOID(check_picture(documents, side.plan, resolution));
      continue;
    }
    layout::SidePlan cell_plan = side.plan;
    for (const layout::Cell& cell : side.plan.composition->cells) {
      cell_plan.document = cell.document;
      cell_plan.page = cell.page;
      cell_plan.placement = cell.placement;
      TRY_VOID(check_picture(documents, cell_plan, resolution));
    }
  }
  return {};
}

// What the printer's engine is given in AdobeRGB, where it says that it takes that: pages with
// colours that sRGB has not. Black and white is toned in sRGB.
void choose_colours(std::vector<Side>& sides, const Documents& documents,
                    const model::Ticket& ticket, const encode::Language& language) {
  if (ticket.managed_by != model::ColorManagement::printer || !language.takes_adobe_rgb() ||
      ticket.color_mode == model::ColorMode::monochrome ||
      model::black_and_white(ticket.black_and_white))
    return;
  const auto is_wide = [&](std::int32_t document, std::int32_t page) {
    const auto& info = documents[static_cast<std::size_t>(document)]->info();
    return page >= 0 && info.pages[static_cast<std::size_t>(page)].wide_gamut;
  };
  for (Side& side : sides) {
    side.spec.adobe_rgb = is_wide(side.plan.document, side.plan.page);
    if (!side.plan.composition) continue;
    for (const layout::Cell& cell : side.plan.composition->cells)
      side.spec.adobe_rgb = side.spec.adobe_rgb || is_wide(cell.document, cell.page);
  }
}

// The next lower resolution of the model that the device takes: one of the medium's, if it has any.
std::optional<Dpi> next_lower(const model::Model& model, const model::Ticket& ticket,
                              const encode::Language& language) {
  const model::MediaType* const type = model.find_type(ticket.media_type);
  std::optional<Dpi> best;
  for (const bool of_medium : {true, false}) {
    for (const Dpi dpi : model.resolutions) {
      const bool listed = type == nullptr || type->resolutions.empty() ||
                          std::ranges::find(type->resolutions, dpi) != type->resolutions.end();
      if (dpi < ticket.resolution && language.resolution(dpi) == dpi && (listed || !of_medium) &&
          (!best || *best < dpi))
        best = dpi;
    }
    if (best) return best;
  }
  return std::nullopt;
}

std::string size_text(std::int32_t width, std::int32_t height) {
  return std::to_string(width) + " x " + std::to_string(height);
}

// The first side that the device would not take.
const layout::SidePlan* too_large(const std::vector<layout::SidePlan>& plans,
                                  const encode::Language& language) {
  const auto most = language.most_pixels();
  const auto found = std::ranges::find_if(
      plans, [&](const layout::SidePlan& plan) { return most && !most->holds(plan.raster); });
  return found == plans.end() ? nullptr : &*found;
}

// "document 2: " of a side that is of one among several.
std::string where(const SourcePages& source, const layout::SidePlan& plan) {
  if (source.pages.empty() || source.pages.front().document == source.pages.back().document)
    return {};
  return "document " + std::to_string(plan.document + 1) + ": ";
}

// Lowers the ticket's resolution until the device takes all sides.
Result<std::vector<layout::SidePlan>> plan_sides(const SourcePages& source, JobPlan& plan,
                                                 const model::Model& model,
                                                 const encode::Language& language) {
  const Dpi asked = plan.ticket.resolution;
  for (;;) {
    plan.model = as_the_device_says(model, plan.ticket, language);
    TRY(auto plans, layout::plan(source.pages, plan.model, plan.ticket));
    const layout::SidePlan* const large = too_large(plans, language);
    if (large == nullptr) return plans;
    const auto lower = next_lower(model, plan.ticket, language);
    const std::string pixels = size_text(large->raster.width, large->raster.height);
    const std::string most =
        size_text(language.most_pixels()->width, language.most_pixels()->height);
    if (!lower)
      return fail(Errc::unsupported,
                  where(source, *large) + "a page on " + large->media.name + " has " + pixels +
                      " pixels, the printer takes at most " + most +
                      ", and there is no lower resolution; choose smaller paper");
    plan.notes = {"the printer takes pages of at most " + most + " pixels: printed at " +
                  model::to_string(*lower) + " in place of " + model::to_string(asked)};
    plan.ticket.resolution = *lower;
  }
}

// Which sheets of a job on both sides are printed on one.
void note_one_sided(std::span<const layout::SidePlan> sides, const model::Ticket& ticket,
                    std::vector<std::string>& notes) {
  if (ticket.office.poster() && ticket.sides != model::Sides::one_sided) {
    notes.emplace_back("printed on one side: the sheets of a poster are put side by side");
    return;
  }
  std::size_t sheets = 0;
  std::set<std::string> papers;
  for (const layout::SidePlan& side : sides) {
    if (!side.one_sided) continue;
    ++sheets;
    papers.insert(side.media.name);
  }
  if (sheets == 0) return;
  std::string names;
  for (const std::string& paper : papers)
    names += (names.empty() ? "" : ", ") + paper;
  notes.push_back("printed on one side: " + std::to_string(sheets) +
                  (sheets == 1 ? " sheet" : " sheets") + " of paper that cannot be turned over (" +
                  names + ")");
}

bool same_payload(const Side& a, const Side& b) {
  const layout::Placement &at = a.plan.placement, &on = b.plan.placement;
  return a.plan.page == b.plan.page && a.plan.document == b.plan.document &&
         a.plan.back == b.plan.back && a.spec.one_sided == b.spec.one_sided &&
         a.spec.media == b.spec.media && a.spec.margins == b.spec.margins &&
         a.spec.adobe_rgb == b.spec.adobe_rgb && a.spec.raster == b.spec.raster &&
         at.quarter_turns == on.quarter_turns && at.x == on.x && at.y == on.y &&
         at.width == on.width && at.height == on.height && same_composition(a.plan, b.plan);
}

} // namespace

Progress JobPlan::nothing_sent() const {
  Progress none;
  for (const Side& side : sides) {
    const std::int32_t times = side.spec.copies * side.times(sets);
    none.sides += times;
    if (side.spec.side == encode::SheetSide::front) none.sheets += times;
  }
  return none;
}

Result<JobPlan> plan_job(const Documents& documents, const model::Model& model,
                         const model::Ticket& asked, const encode::Language& language,
                         const std::set<PageOf>& left_out) {
  model::Ticket ticket = asked;
  ticket.resolution = language.resolution(asked.resolution);
  const OwnDocuments own = own_documents(documents, ticket);
  const Repeats repeats = common_repeats(own, ticket.copies);
  if (repeats == Repeats::pages) ticket.collate = model::Collate::uncollated; // as it was drawn
  const SourcePages source = source_pages(own, repeats, ticket.copies, left_out);
  JobPlan plan{model, ticket, {}, 1, {}};
  if (ticket.resolution < asked.resolution)
    plan.notes = {"the printer takes no pages of " + model::to_string(asked.resolution) +
                  ": printed at " + model::to_string(ticket.resolution)};
  TRY(auto plans, plan_sides(source, plan, model, language));
  note_one_sided(plans, ticket, plan.notes);
  // A device that makes the copies would copy the sheets that a job has once.
  const bool by_device = language.device_makes_copies() && !ticket.extra_sheets.any();
  const Copies copies = share_copies(ticket, sheets_of(plans), by_device);
  plan.sides = make_sides(std::move(plans), plan.ticket, language.raster_format(), copies.of_sheet);
  plan.sets = copies.of_set;
  count_within_documents(plan.sides, source);
  TRY_VOID(add_extra_sides(plan, documents));
  choose_colours(plan.sides, documents, ticket, language);
  TRY_VOID(check_pictures(documents, plan.sides, plan.ticket.resolution));
  return plan;
}

bool same_payloads(const JobPlan& a, const JobPlan& b) {
  return std::ranges::equal(a.sides, b.sides, same_payload);
}

} // namespace platen::flow
