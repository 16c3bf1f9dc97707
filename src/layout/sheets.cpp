#include "base/limits.h"
#include "layout/compose.h"
#include "layout/grid.h"
#include "layout/paper.h"
#include "model/length.h"

#include <algorithm>

namespace platen::layout {

namespace {

using model::PictureLayout;
using model::PrintScaling;

// The size of a picture that is printed in another one says nothing about the paper.
SourcePage paperless(SourcePage page) {
  page.sized = false;
  return page;
}

bool has_own_size(const PictureLayout& layout) {
  return layout.several() || layout.width || layout.height;
}

void set_content(SidePlan& side, Composer& composer) {
  const bool plain = composer.plain();
  auto composition = std::make_shared<Composition>(composer.take());
  const Cell& first = composition->cells.front();
  side.page = first.page;
  side.document = first.document;
  side.placement = first.placement;
  if (!plain) side.composition = std::move(composition);
}

bool is_wide(const SourcePage& page, const PictureLayout& layout) {
  if (layout.width && layout.height) return *layout.width > *layout.height;
  const bool wide = page.width.v * layout.crop.width > page.height.v * layout.crop.height;
  const bool turned = layout.rotation == model::ImageRotation::quarter ||
                      layout.rotation == model::ImageRotation::three_quarters;
  return wide != turned;
}

// A picture that exists once, so to say: its paper is where it lies.
Result<void> check_sizes(const PictureLayout& layout, const model::Model& model,
                         const SidePlan& side, const Sheet& sheet) {
  const auto longest = [&](Hmm length, std::string_view option, double room) -> Result<void> {
    const Hmm most{static_cast<std::int32_t>(room * hmm_per_inch / sheet.dpi + 1e-6)};
    if (length <= most) return {};
    std::string text = std::string(option) + "=" + model::to_string(length) + ": " +
                       side.media.name + " takes at most " + model::to_string(most);
    const model::MediaEntry* larger = nullptr;
    for (const model::MediaEntry& entry : model.media) {
      const Hmm edge = std::max(entry.size.width - entry.margins.left - entry.margins.right,
                                entry.size.height - entry.margins.top - entry.margins.bottom);
      if (edge >= length && (larger == nullptr || entry.size.width < larger->size.width))
        larger = &entry;
    }
    text += larger != nullptr ? "; choose media=" + larger->size.name
                              : "; nothing that " + model.id + " prints on is so large";
    return fail(Errc::invalid, text);
  };
  const double across = std::max(sheet.area.width, sheet.area.height);
  if (layout.width) TRY_VOID(longest(*layout.width, "image-width", across));
  if (layout.height) TRY_VOID(longest(*layout.height, "image-height", across));
  return {};
}

Box paper_of(const Sheet& sheet) {
  return {sheet.paper_x, sheet.paper_y, sheet.paper_width, sheet.paper_height};
}

} // namespace

std::string page_name(std::span<const SourcePage> pages, const NumberedPage& which) {
  const auto index = static_cast<std::size_t>(which.index);
  const std::int32_t document = pages[index].document;
  if (pages.front().document == pages.back().document)
    return "page " + std::to_string(which.number);
  const auto of_document = [&](const SourcePage& page) { return page.document == document; };
  const auto number = std::ranges::count_if(pages.first(index + 1), of_document);
  return "document " + std::to_string(document + 1) + ": page " + std::to_string(number);
}

Result<void> check_page(const SourcePage& page) {
  const auto is_length = [](Points length) { return std::isfinite(length.v) && length.v > 0; };
  if (is_length(page.width) && is_length(page.height)) return {};
  return fail(Errc::malformed, "it has no width or no height");
}

Result<void> check_safe(const Box& ink, const Sheet& sheet, const SidePlan& side,
                        const model::Model& model) {
  if (!sheet.safe) return {};
  constexpr double half_pixel = 0.5;
  const Box shown =
      common(ink, Box{0, 0, static_cast<double>(sheet.width), static_cast<double>(sheet.height)});
  const Box& area = sheet.area;
  if (shown.x >= area.x - half_pixel && shown.y >= area.y - half_pixel &&
      shown.right() <= area.right() + half_pixel && shown.bottom() <= area.bottom() + half_pixel)
    return {};
  const auto mm = [&](double pixels) {
    return model::to_string(
        Hmm{static_cast<std::int32_t>(pixels * hmm_per_inch / sheet.dpi + 1e-6)});
  };
  const model::MediaType* const type = model.find_type(side.media_type);
  return fail(Errc::invalid, "the page reaches into the safe margins of " +
                                 (type != nullptr ? type->label : side.media_type) + " on " +
                                 side.media.name + ", which leave " + mm(area.width) + " x " +
                                 mm(area.height) +
                                 "; choose print-scaling=fit, a larger media, or safe-margins=off");
}

namespace {

// Whether the side may be printed as asked. What cannot be turned over, of pages of several sizes,
// is printed on one side among the others.
Result<void> check_paper(SidePlan& side, const model::Model& model, const model::Ticket& ticket) {
  auto as_asked = model::check_side(model, ticket, side.media);
  if (as_asked || ticket.sides == model::Sides::one_sided) return as_asked;
  model::Ticket single = ticket;
  single.sides = model::Sides::one_sided;
  side.one_sided = model::check_side(model, single, side.media).has_value();
  return side.one_sided ? Result<void>() : as_asked;
}

} // namespace

Result<SidePlan> begin_side(const SourcePage& page, const model::Model& model,
                            const model::Ticket& ticket, Sheet& sheet) {
  SidePlan side;
  side.document = page.document;
  side.media_type = ticket.media_type;
  side.media_source = ticket.media_source;
  TRY(side.media,
      choose_paper(has_own_size(ticket.layout) ? paperless(page) : page, model, ticket));
  TRY_VOID(check_paper(side, model, ticket));
  TRY(side.margins, model::margins_of(model, side.media, ticket.borderless));
  sheet = make_sheet(side.media, side.margins, ticket.resolution);
  if (sheet.width < 1 || sheet.height < 1)
    return fail(Errc::invalid,
                "nothing of " + side.media.name + " can be printed at this resolution");
  if (std::int64_t{sheet.width} * sheet.height > limits::sheet_pixels)
    return fail(Errc::limit, side.media.name + " at " + std::to_string(ticket.resolution.v) +
                                 " dpi has more than " + std::to_string(limits::sheet_pixels) +
                                 " dots; choose a lower printer-resolution");
  side.raster = {sheet.width, sheet.height, {}};
  const model::MediaType* const type = model.find_type(ticket.media_type);
  if (type == nullptr || !type->safe_margins || !ticket.layout.safe_margins) return side;
  keep_free(sheet, *type->safe_margins);
  if (sheet.area.width < 1 || sheet.area.height < 1)
    return fail(Errc::invalid, "the safe margins of " + type->label + " leave nothing of " +
                                   side.media.name +
                                   "; choose a larger media, or safe-margins=off");
  return side;
}

Result<SidePlan> plan_single(const SourcePage& page, const NumberedPage& which,
                             const model::Model& model, const model::Ticket& ticket) {
  const PictureLayout& layout = ticket.layout;
  Sheet sheet;
  TRY(SidePlan side, begin_side(page, model, ticket, sheet));
  TRY_VOID(check_sizes(layout, model, side, sheet));
  Composer composer(sheet, quarter_turns(is_wide(page, layout), sheet, ticket.orientation), layout);
  const Sheet& upright = composer.sheet();
  const bool cover = ticket.borderless && ticket.scaling == PrintScaling::automatic;
  Spot spot;
  spot.dpi = sheet.dpi;
  spot.fill_room = ticket.scaling == PrintScaling::fill || cover ||
                   (layout.width && layout.height && ticket.scaling != PrintScaling::fit);
  spot.natural = ticket.scaling == PrintScaling::none;
  spot.keep_small = ticket.scaling != PrintScaling::fit;
  const bool to_the_edge = spot.fill_room && ticket.borderless && !layout.width && !layout.height;
  spot.bleeds = to_the_edge;
  spot.room = to_the_edge ? whole(upright, layout) : upright.area;
  spot.centre_in = paper_of(upright);
  if (to_the_edge) TRY_VOID(check_safe(whole(sheet, layout), sheet, side, model));
  TRY_VOID(composer.add(page, which.index, which.number, spot));
  set_content(side, composer);
  return side;
}

namespace {

Result<std::vector<SidePlan>> contact_sheets(std::span<const SourcePage> pages,
                                             std::span<const NumberedPage> chosen,
                                             const model::Model& model, const model::Ticket& job) {
  std::vector<SidePlan> sides;
  const auto cells_per_sheet = static_cast<std::size_t>(job.layout.rows * job.layout.columns);
  for (std::size_t begin = 0; begin < chosen.size(); begin += cells_per_sheet) {
    const auto on_sheet = chosen.subspan(begin, std::min(cells_per_sheet, chosen.size() - begin));
    const model::Ticket ticket = model::ticket_for_page(job, on_sheet.front().number);
    Sheet sheet;
    TRY(SidePlan side,
        begin_side(pages[static_cast<std::size_t>(on_sheet.front().index)], model, ticket, sheet));
    Composer composer(sheet, quarter_turns(false, sheet, ticket.orientation), ticket.layout);
    TRY(const auto cells, contact_cells(composer.sheet().area, ticket.layout, sheet.dpi));
    for (std::size_t i = 0; i < on_sheet.size(); ++i) {
      const PixelBox& cell = cells[i];
      Spot spot;
      spot.dpi = sheet.dpi;
      spot.room = {static_cast<double>(cell.x), static_cast<double>(cell.y),
                   static_cast<double>(cell.width), static_cast<double>(cell.height)};
      spot.centre_in = spot.room;
      spot.fill_room = ticket.scaling == PrintScaling::fill;
      spot.natural = ticket.scaling == PrintScaling::none;
      spot.keep_small = false;
      const NumberedPage& which = on_sheet[i];
      if (auto added = composer.add(pages[static_cast<std::size_t>(which.index)], which.index,
                                    which.number, spot);
          !added)
        return fail_within(page_name(pages, which), std::move(added).error());
    }
    set_content(side, composer);
    sides.push_back(std::move(side));
  }
  return sides;
}

Result<void> add_package(std::span<const SourcePage> pages, const NumberedPage& which,
                         const model::Model& model, const model::Ticket& ticket,
                         std::vector<SidePlan>& sides) {
  const SourcePage& page = pages[static_cast<std::size_t>(which.index)];
  const PictureLayout& layout = ticket.layout;
  Sheet sheet;
  TRY(const SidePlan empty, begin_side(page, model, ticket, sheet));
  const std::int32_t turns = quarter_turns(false, sheet, ticket.orientation);
  const FrameWidths w = frame_widths(layout, sheet.dpi);
  const Beyond beyond{w.left + w.right + 2 * (w.border + w.marks),
                      w.top + w.bottom + 2 * (w.border + w.marks) + w.caption};
  const auto gap = static_cast<std::int32_t>(layout.gap.v * sheet.dpi / hmm_per_inch + 0.5);
  TRY(const auto prints, pack(upright(sheet, turns).area, layout.package, beyond, gap, sheet.dpi));
  const std::int32_t sheets =
      std::max_element(prints.begin(), prints.end(),
                       [](const Print& a, const Print& b) { return a.sheet < b.sheet; })
          ->sheet +
      1;
  for (std::int32_t number = 0; number < sheets; ++number) {
    SidePlan side = empty;
    Composer composer(sheet, turns, layout);
    for (const Print& print : prints) {
      if (print.sheet != number) continue;
      const model::PrintSize& size = layout.package[print.size];
      Spot spot;
      spot.dpi = sheet.dpi;
      spot.room = {static_cast<double>(print.box.x), static_cast<double>(print.box.y),
                   static_cast<double>(print.box.width), static_cast<double>(print.box.height)};
      spot.centre_in = spot.room;
      spot.fill_room = ticket.scaling != PrintScaling::fit;
      spot.turn_to_fit = true;
      spot.exact = print.turned ? model::PrintSize{size.height, size.width} : size;
      TRY_VOID(composer.add(page, which.index, which.number, spot));
    }
    set_content(side, composer);
    sides.push_back(std::move(side));
  }
  return {};
}

} // namespace

Result<std::vector<SidePlan>> plan_sheets(std::span<const SourcePage> pages,
                                          std::span<const NumberedPage> chosen,
                                          const model::Model& model, const model::Ticket& ticket) {
  for (const NumberedPage& which : chosen)
    if (auto checked = check_page(pages[static_cast<std::size_t>(which.index)]); !checked)
      return fail_within(page_name(pages, which), std::move(checked).error());
  if (ticket.layout.contact_sheet()) return contact_sheets(pages, chosen, model, ticket);
  std::vector<SidePlan> sides;
  for (const NumberedPage& which : chosen)
    if (auto added =
            add_package(pages, which, model, model::ticket_for_page(ticket, which.number), sides);
        !added)
      return fail_within(page_name(pages, which), std::move(added).error());
  return sides;
}

} // namespace platen::layout
