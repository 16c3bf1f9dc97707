#include "base/limits.h"
#include "model/caption_fields.h"
#include "model/option_row_parts.h"

#include <algorithm>

// The options that say how pictures lie on the sheet; docs/howto/layout.md is their table.
namespace platen::model {

namespace {

using namespace option_row;

constexpr std::string_view length_form = "a length such as 120mm, 12cm or 4.75in";
constexpr std::string_view shift_form =
    "hundredths of a millimetre, or a length such as 5mm or -0.25in";
constexpr std::string_view edges_form =
    "a length such as 20mm, or four, of the top, right, bottom and left edge: 20mm,20mm,30mm,20mm";
constexpr std::string_view color_form = "white, black, gray, ivory or #RRGGBB";
constexpr std::string_view crop_form =
    "LEFT,TOP,WIDTH,HEIGHT in per cent of the picture, inside it and larger than nothing, such as "
    "10,0,80,100";
constexpr std::string_view caption_form =
    "a text of at most 255 bytes, in which {title}, {description}, {creator}, {date}, {camera}, "
    "{exposure}, {copyright} and {number} stand for what the picture says";
constexpr std::string_view overprint_form =
    "a length such as 2mm, or a number of hundredths of a millimetre";
constexpr std::string_view sheet_form = "ROWSxCOLUMNS, at most 1000 pictures on a sheet";
constexpr std::string_view package_form =
    "sizes such as 10x15cm,5x7in*2, at most 100 prints of a picture";

bool has_borderless(const Model& model) {
  return std::ranges::any_of(model.media,
                             [](const auto& size) { return size.borderless.has_value(); });
}
bool has_safe_margins(const Model& model) {
  return std::ranges::any_of(model.media_types,
                             [](const auto& type) { return type.safe_margins.has_value(); });
}
template<class T>
Result<void> take(const OptionRow& row, const Model& model, std::string_view value,
                  std::optional<T> read, T& into) {
  if (!read) return wrong_value(row, model, value);
  into = *std::move(read);
  return {};
}

// A length that must be something.
template<auto member>
Result<void> take_size(const OptionRow& row, const Model& model, std::string_view value,
                       Ticket& ticket) {
  const auto length = parse_length(value);
  if (!length || length->v < 1) return wrong_value(row, model, value);
  ticket.layout.*member = *length;
  return {};
}

template<auto member>
Result<void> take_color(const OptionRow& row, const Model& model, std::string_view value,
                        Ticket& ticket) {
  return take(row, model, value, parse_color(value), ticket.layout.*member);
}

Result<void> take_caption(const OptionRow& row, const Model& model, std::string_view value,
                          Ticket& ticket) {
  const auto filled = fill_caption(value, [](std::string_view) { return std::string(); });
  if (!is_short_text(value) || !filled) return wrong_value(row, model, value);
  ticket.layout.caption = value;
  return {};
}

Result<void> take_contact_sheet(const OptionRow& row, const Model& model, std::string_view value,
                                Ticket& ticket) {
  const auto cells = parse_rows_and_columns(value, limits::sheet_cells);
  if (!cells) return wrong_value(row, model, value);
  ticket.layout.rows = cells->rows;
  ticket.layout.columns = cells->columns;
  ticket.layout.package.clear();
  return {};
}

Result<void> take_package(const OptionRow& row, const Model& model, std::string_view value,
                          Ticket& ticket) {
  std::vector<PrintSize> sizes;
  for (const std::string_view part : split_at(value, ',')) {
    const std::size_t star = part.find('*');
    const auto size = parse_print_size(part.substr(0, star));
    const auto times = star == part.npos
                           ? std::optional<std::int32_t>(1)
                           : parse_number(part.substr(star + 1), limits::package_prints);
    if (!size || !times || *times < 1 ||
        sizes.size() + static_cast<std::size_t>(*times) > limits::package_prints)
      return wrong_value(row, model, value);
    sizes.insert(sizes.end(), static_cast<std::size_t>(*times), *size);
  }
  ticket.layout.package = std::move(sizes);
  ticket.layout.rows = ticket.layout.columns = 0;
  return {};
}

Result<void> take_safe_margins(const OptionRow& row, const Model& model, std::string_view value,
                               Ticket& ticket) {
  if (value != "on" && value != "off") return wrong_value(row, model, value);
  ticket.layout.safe_margins = value == "on";
  return {};
}

// Its value is not known from the ticket: what was said is kept as it was written.
template<const auto& words, auto member>
OptionRow said_keyword(std::string_view name, std::string_view label) {
  return {
      name,   label, always, all_words<words>, {}, {}, take_word<words, &Ticket::layout, member>,
      nothing};
}

const std::array<OptionRow, 22>& table() {
  using L = PictureLayout;
  static const std::array<OptionRow, 22> rows{{
      free_form("image-width", "Width of the picture", length_form, take_size<&L::width>),
      free_form("image-height", "Height of the picture", length_form, take_size<&L::height>),
      said_keyword<x_position_words, &L::x_position>("x-image-position", "Place across the sheet"),
      said_keyword<y_position_words, &L::y_position>("y-image-position", "Place along the sheet"),
      free_form("x-image-shift", "Shift to the right", shift_form,
                take_length<&Ticket::layout, &L::x_shift, true>),
      free_form("y-image-shift", "Shift upwards", shift_form,
                take_length<&Ticket::layout, &L::y_shift, true>),
      free_form("image-crop", "Part of the picture", crop_form,
                [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
                  return take(r, m, v, parse_crop(v), t.layout.crop);
                }),
      said_keyword<crop_anchor_words, &L::anchor>("crop-anchor", "What stays when it is cut"),
      said_keyword<rotation_words, &L::rotation>("image-rotation", "Turn of the picture"),
      free_form("border-width", "Border", length_form, take_length<&Ticket::layout, &L::border>),
      free_form("border-color", "Colour of the border", color_form, take_color<&L::border_color>),
      free_form("mat-width", "Mat", edges_form,
                [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
                  return take(r, m, v, parse_edges(v), t.layout.mat);
                }),
      free_form("mat-color", "Colour of the mat", color_form, take_color<&L::mat_color>),
      said_keyword<marks_words, &L::marks>("image-marks", "Marks"),
      free_form("image-caption", "Caption", caption_form, take_caption),
      free_form(
          "caption-size", "Size of the caption", "a length such as 8pt or 3mm",
          [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
            const auto height = parse_length(v);
            if (!height || *height < least_caption || *height > largest_caption)
              return wrong_value(r, m, v);
            t.layout.caption_height = *height;
            return {};
          }),
      free_form("contact-sheet", "Contact sheet", sheet_form, take_contact_sheet),
      free_form("image-package", "Several sizes on a sheet", package_form, take_package),
      free_form("image-gap", "Between the pictures", length_form,
                take_length<&Ticket::layout, &L::gap>),
      {"overspray",
       "Beyond the edge when borderless",
       has_borderless,
       all_words<overspray_words>,
       {},
       "full",
       take_word<overspray_words, &Ticket::layout, &L::overspray>,
       nothing},
      {"media-overprint",
       "How far beyond the edge when borderless",
       has_borderless,
       no_values,
       overprint_form,
       {},
       [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
         const auto distance = parse_length(v, {.sign = false, .bare = true});
         if (!distance) return wrong_value(r, m, v);
         t.layout.overprint = *distance;
         return {};
       },
       nothing},
      {"safe-margins",
       "Margins of fine-art papers",
       has_safe_margins,
       [](const Model&) {
         return Texts{"on", "off"};
       },
       {},
       {},
       take_safe_margins,
       nothing},
  }};
  return rows;
}

} // namespace

std::span<const OptionRow> layout_option_rows() {
  return table();
}

bool is_layout_option(std::string_view name) {
  return std::ranges::any_of(table(), [&](const OptionRow& row) { return row.name == name; });
}

} // namespace platen::model
