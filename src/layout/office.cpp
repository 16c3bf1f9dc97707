#include "layout/office.h"

#include "layout/side_builder.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace platen::layout {

namespace {

using model::OfficeLayout;
using model::PrintScaling;

constexpr Hmm gap_between_pages{300};

struct Grid {
  std::int32_t rows = 1, columns = 1, turns = 0;
};

std::vector<Box> cells_of(const Sheet& sheet, const Grid& grid) {
  const double gap = pixels_of(gap_between_pages, sheet.dpi);
  const Box& area = sheet.area;
  const double width = (area.width - gap * (grid.columns - 1)) / grid.columns;
  const double height = (area.height - gap * (grid.rows - 1)) / grid.rows;
  std::vector<Box> cells;
  for (std::int32_t row = 0; row < grid.rows; ++row)
    for (std::int32_t column = 0; column < grid.columns; ++column)
      cells.push_back(
          {area.x + column * (width + gap), area.y + row * (height + gap), width, height});
  return cells;
}

// The grid and the turn of the sheet with which pages of this shape are largest.
Grid best_grid(std::int32_t number, const SourcePage& page, const Sheet& sheet,
               model::Orientation orientation) {
  Grid best;
  double best_scale = 0;
  const Extent own = extent_of(page, sheet.dpi);
  const bool wide_page = own.width > own.height;
  for (const bool wide : {wide_page, !wide_page}) {
    const std::int32_t turns = turns_of(wide, sheet, orientation);
    for (std::int32_t rows = 1; rows <= number; ++rows) {
      if (number % rows != 0) continue;
      const Grid grid{rows, number / rows, turns};
      const Box cell = cells_of(upright(sheet, turns), grid).front();
      const double scale = std::min(cell.width / own.width, cell.height / own.height);
      if (scale > best_scale * (1 + 1e-9)) {
        best_scale = scale;
        best = grid;
      }
    }
  }
  return best;
}

// Which cell, counted row by row, the page of this place takes.
std::size_t cell_of(std::size_t place, const Grid& grid, model::PageOrder order) {
  const auto rows = static_cast<std::size_t>(grid.rows);
  const auto columns = static_cast<std::size_t>(grid.columns);
  std::size_t row = place / columns, column = place % columns;
  if (model::goes_by_columns(order)) {
    column = place / rows;
    row = place % rows;
  }
  if (model::begins_at_right(order)) column = columns - 1 - column;
  if (model::begins_at_bottom(order)) row = rows - 1 - row;
  return row * columns + column;
}

using Group = std::span<const NumberedPage>;

struct Pages {
  std::span<const SourcePage> all;
  const model::Model& model;
  const model::Ticket& job;

  const SourcePage& of(const NumberedPage& which) const {
    return all[static_cast<std::size_t>(which.index)];
  }
  // The ticket of the side that begins with this page, and the side.
  Result<SidePlan> begin(const NumberedPage& first, model::Ticket& ticket, Sheet& sheet) const {
    ticket = model::ticket_for_page(job, first.number);
    auto side = begin_side(of(first), model, ticket, sheet);
    if (!side) return fail_within("page " + std::to_string(first.number), std::move(side).error());
    return side;
  }
};

// One page on a side, where print-scaling has it, with what is drawn beside it.
Result<void> add_single(const Pages& pages, Group group, std::vector<SidePlan>& sides) {
  for (const NumberedPage& which : group) {
    model::Ticket ticket;
    Sheet sheet;
    TRY(SidePlan side, pages.begin(which, ticket, sheet));
    const SourcePage& page = pages.of(which);
    const Placement at = place(page, sheet, ticket);
    // The builder turns what it is given: this is turned already.
    const Sheet reader = upright(sheet, at.quarter_turns);
    const Turning back{(4 - at.quarter_turns) & 3, sheet.width, sheet.height};
    const Placement seen = turned(at, back);
    SideBuilder builder(sheet, at.quarter_turns, ticket.office);
    builder.add(page, which, {seen.x, seen.y, seen.width, seen.height}, reader.area);
    builder.put_on(side);
    sides.push_back(std::move(side));
  }
  return {};
}

Result<void> add_number_up(const Pages& pages, Group group, std::vector<SidePlan>& sides) {
  const auto number = static_cast<std::size_t>(pages.job.office.number_up);
  for (std::size_t begin = 0; begin < group.size(); begin += number) {
    const Group on_side = group.subspan(begin, std::min(number, group.size() - begin));
    model::Ticket ticket;
    Sheet sheet;
    TRY(SidePlan side, pages.begin(on_side.front(), ticket, sheet));
    // The shape of the first page of all decides: sheets do not turn to and fro.
    const Grid grid =
        best_grid(ticket.office.number_up, pages.of(group.front()), sheet, ticket.orientation);
    SideBuilder builder(sheet, grid.turns, ticket.office);
    const auto cells = cells_of(builder.sheet(), grid);
    for (std::size_t i = 0; i < on_side.size(); ++i) {
      const Box& room = cells[cell_of(i, grid, ticket.office.order)];
      const SourcePage& page = pages.of(on_side[i]);
      builder.add(page, on_side[i], place_in(page, room, sheet.dpi, ticket.scaling), room);
    }
    builder.put_on(side);
    sides.push_back(std::move(side));
  }
  return {};
}

// The two halves of an upright sheet, equally wide as far as they can be printed.
std::array<Box, 2> halves_of(const Sheet& sheet, PrintScaling scaling) {
  const Box& area = sheet.area;
  const double paper_right = sheet.paper_x + sheet.paper_width;
  const double edge = scaling == PrintScaling::fill
                          ? 0
                          : std::max(area.x - sheet.paper_x, paper_right - area.right());
  const double middle = sheet.paper_x + sheet.paper_width / 2;
  const double left = sheet.paper_x + edge, right = paper_right - edge;
  return {Box{left, area.y, middle - left, area.height},
          Box{middle, area.y, right - middle, area.height}};
}

// A signature: folded in the middle, the sheets lie in each other. Of n sheets, sheet s from
// outside has on its front the pages 4n - 2s and 2s + 1, on its back 2s + 2 and 4n - 2s - 1.
Result<void> add_booklet(const Pages& pages, Group group, std::vector<SidePlan>& sides) {
  const std::size_t sheets = (group.size() + 3) / 4;
  const bool from_right = model::begins_at_right(pages.job.office.order);
  for (std::size_t s = 0; s < sheets; ++s) {
    for (const bool back : {false, true}) {
      std::array<std::size_t, 2> numbers{4 * sheets - 2 * s, 2 * s + 1};
      if (back) numbers = {2 * s + 2, 4 * sheets - 2 * s - 1};
      if (from_right) std::swap(numbers[0], numbers[1]);
      // The paper is that of the page which opens the booklet.
      model::Ticket ticket;
      Sheet sheet;
      TRY(SidePlan side, pages.begin(group.front(), ticket, sheet));
      side.document = pages.of(group.front()).document;
      SideBuilder builder(sheet, turns_of(true, sheet, ticket.orientation), ticket.office);
      const auto halves = halves_of(builder.sheet(), ticket.scaling);
      const double shift = static_cast<double>(s) * pixels_of(ticket.office.creep, sheet.dpi);
      for (std::size_t half = 0; half < 2; ++half) {
        if (numbers[half] > group.size()) continue;
        const NumberedPage& which = group[numbers[half] - 1];
        const SourcePage& page = pages.of(which);
        Box box = place_in(page, halves[half], sheet.dpi, ticket.scaling);
        box.x += half == 0 ? shift : -shift; // to the fold
        if (shift > 0 && common(box, halves[half]).width < 1)
          return moved_off(pages.all, which, "booklet-creep");
        builder.add(page, which, box, halves[half]);
      }
      builder.put_on(side);
      sides.push_back(std::move(side));
    }
  }
  return {};
}

// Its sheets lie beside each other: the backs would not be seen.
Result<void> add_poster(const Pages& pages, Group group, std::vector<SidePlan>& sides) {
  for (const NumberedPage& which : group) {
    model::Ticket ticket;
    Sheet sheet;
    TRY(SidePlan empty, pages.begin(which, ticket, sheet));
    empty.one_sided = ticket.sides != model::Sides::one_sided;
    const OfficeLayout& office = ticket.office;
    const SourcePage& page = pages.of(which);
    const double overlap = pixels_of(office.poster_overlap, sheet.dpi);
    const auto whole_of = [&](std::int32_t turns) {
      const Box area = upright(sheet, turns).area;
      return Box{0, 0, area.width * office.poster_columns - overlap * (office.poster_columns - 1),
                 area.height * office.poster_rows - overlap * (office.poster_rows - 1)};
    };
    const Extent own = extent_of(page, sheet.dpi);
    const auto scale_of = [&](std::int32_t turns) {
      const Box all = whole_of(turns);
      return std::min(all.width / own.width, all.height / own.height);
    };
    const std::int32_t upright_turns = turns_of(false, sheet, ticket.orientation);
    const std::int32_t wide_turns = turns_of(true, sheet, ticket.orientation);
    const bool wide = scale_of(wide_turns) > scale_of(upright_turns) * (1 + 1e-9);
    const std::int32_t turns = wide ? wide_turns : upright_turns;
    const Sheet reader = upright(sheet, turns);
    if (overlap * 2 > std::min(reader.area.width, reader.area.height))
      return fail(Errc::invalid, "poster-overlap is more than half of a sheet; choose less");
    const Turning turning{turns, reader.width, reader.height};
    const Box box = place_in(page, whole_of(turns), sheet.dpi, PrintScaling::fit);
    for (std::int32_t row = 0; row < office.poster_rows; ++row)
      for (std::int32_t column = 0; column < office.poster_columns; ++column) {
        Placement at{0, reader.area.x + box.x - column * (reader.area.width - overlap),
                     reader.area.y + box.y - row * (reader.area.height - overlap), box.width,
                     box.height};
        if (page.picture) at.x = std::round(at.x), at.y = std::round(at.y);
        SidePlan side = empty;
        side.page = which.index;
        side.placement = turned(at, turning);
        sides.push_back(std::move(side));
      }
  }
  return {};
}

Result<void> add_group(const Pages& pages, Group group, std::vector<SidePlan>& sides) {
  const OfficeLayout& office = pages.job.office;
  if (office.poster()) return add_poster(pages, group, sides);
  if (office.booklet()) return add_booklet(pages, group, sides);
  if (office.number_up > 1) return add_number_up(pages, group, sides);
  return add_single(pages, group, sides);
}

} // namespace

Failure moved_off(std::span<const SourcePage> pages, const NumberedPage& which,
                  std::string_view option) {
  return fail(Errc::invalid, page_name(pages, which) + ": " + std::string(option) +
                                 " would move it off its sheet; choose less");
}

Result<std::vector<SidePlan>> plan_office(std::span<const SourcePage> all,
                                          std::span<const NumberedPage> chosen,
                                          const model::Model& model, const model::Ticket& ticket) {
  const Pages pages{all, model, ticket};
  for (const NumberedPage& which : chosen)
    if (auto checked = check_page(pages.of(which)); !checked)
      return fail_within("page " + std::to_string(which.number), std::move(checked).error());
  const bool single = ticket.collate == model::Collate::single_document;
  std::vector<SidePlan> sides;
  for (std::size_t begin = 0; begin < chosen.size();) {
    std::size_t end = begin + 1;
    while (end < chosen.size() &&
           (single || pages.of(chosen[end]).document == pages.of(chosen[begin]).document))
      ++end;
    TRY_VOID(add_group(pages, chosen.subspan(begin, end - begin), sides));
    begin = end;
  }
  return sides;
}

} // namespace platen::layout
