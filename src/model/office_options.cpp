#include "model/caption_fields.h"
#include "model/option_row_parts.h"

#include <algorithm>
#include <cstdlib>

// The options that say how pages share sheets and what is written on them; docs/howto/office.md
// tells of them.
namespace platen::model {

namespace {

using namespace option_row;

constexpr std::array<std::int32_t, 8> numbers_up{1, 2, 4, 6, 8, 9, 12, 16};
constexpr std::int32_t most_poster_sheets = 100;

constexpr std::string_view length_form = "a length such as 10mm, 1cm or 0.4in";
// Two inches: so much the copiers' drivers allow, in their American PPD; 50 mm in the European one.
constexpr Hmm most_binding_margin{5'080};
constexpr std::string_view binding_form = "a length of at most 50.8mm, such as 10mm, 1cm or 0.4in";
// A sheet further inside stands out by about its thickness more. No paper that is folded has a
// millimetre.
constexpr Hmm most_creep{500};
constexpr std::string_view creep_form = "a length of at most 5mm, such as 0.1mm or 0.005in";
constexpr std::string_view shift_form = "hundredths of a millimetre, or a length such as 5mm or "
                                        "-0.25in, of at most 150mm to either side";
constexpr std::string_view poster_form = "ROWSxCOLUMNS, at most 100 sheets";
constexpr std::size_t most_line_parts = 3;
constexpr std::string_view line_form =
    "LEFT|CENTRE|RIGHT, which are three parts at most, or a text for the middle, of at most 255 "
    "bytes, in which {page}, {pages}, "
    "{date}, {time}, {user} and {title} stand for those of the job";
constexpr std::string_view text_form =
    "a text of at most 255 bytes, in which {page}, {pages}, {date}, {time}, {user} and {title} "
    "stand for those of the job";

constexpr std::string_view layer_form =
    "the name of a letterhead of the server (platen letterheads), or for platen convert and platen "
    "preview a PDF file; its page n goes with page n, its last one with all further pages";

template<auto side, auto axis>
Result<void> take_shift(const OptionRow& row, const Model& model, std::string_view value,
                        Ticket& ticket) {
  const auto length = parse_length(value, {.sign = true, .bare = true});
  if (!length || std::abs(length->v) > longest_side_shift.v) return wrong_value(row, model, value);
  ticket.office.*side.*axis = *length;
  return {};
}

template<auto member>
Result<void> take_text(const OptionRow& row, const Model& model, std::string_view value,
                       Ticket& ticket) {
  const auto filled =
      fill_fields(value, page_text_fields, [](std::string_view) { return std::string(); });
  if (!is_short_text(value) || !filled) return wrong_value(row, model, value);
  ticket.office.*member = value;
  return {};
}

// Of at most three parts.
template<auto member>
Result<void> take_line(const OptionRow& row, const Model& model, std::string_view value,
                       Ticket& ticket) {
  if (split_at(value, '|').size() > most_line_parts) return wrong_value(row, model, value);
  return take_text<member>(row, model, value, ticket);
}

template<auto member>
Result<void> take_layer(const OptionRow& row, const Model& model, std::string_view value,
                        Ticket& ticket) {
  const auto named = std::ranges::find_if(model.letterheads, [&](const ProfileName& id) {
    return id.name == value || id.sha256 == value;
  });
  constexpr std::size_t digest = 64; // what a job keeps of a name
  if (!value.empty() && named == model.letterheads.end() && value.size() == digest)
    return fail(Errc::invalid, std::string(row.name) +
                                   ": the letterhead is not there any more (\"platen letterheads "
                                   "add\" brings it back)");
  if (!value.empty() && named == model.letterheads.end()) return wrong_value(row, model, value);
  ticket.office.*member = value.empty() ? std::string() : named->sha256;
  return {};
}

Texts letterhead_names(const Model& model) {
  Texts names;
  for (const ProfileName& letterhead : model.letterheads)
    names.push_back(letterhead.name);
  return names;
}

template<auto member> OptionRow layer(std::string_view name, std::string_view label) {
  return {name, label, always, letterhead_names, layer_form, {}, take_layer<member>, nothing};
}

Result<void> take_number_up(const OptionRow& row, const Model& model, std::string_view value,
                            Ticket& ticket) {
  const auto number = parse_number(value, numbers_up.back());
  if (!number || std::ranges::find(numbers_up, *number) == numbers_up.end())
    return wrong_value(row, model, value);
  ticket.office.number_up = *number;
  return {};
}

Result<void> take_poster(const OptionRow& row, const Model& model, std::string_view value,
                         Ticket& ticket) {
  const auto sheets = parse_rows_and_columns(value, most_poster_sheets);
  if (!sheets) return wrong_value(row, model, value);
  const bool one = sheets->rows * sheets->columns == 1; // no poster
  ticket.office.poster_rows = one ? 0 : sheets->rows;
  ticket.office.poster_columns = one ? 0 : sheets->columns;
  return {};
}

template<auto member, Hmm most>
Result<void> take_bounded(const OptionRow& row, const Model& model, std::string_view value,
                          Ticket& ticket) {
  const auto length = parse_length(value, {.sign = false, .bare = false});
  if (!length || *length > most) return wrong_value(row, model, value);
  ticket.office.*member = *length;
  return {};
}

Texts number_texts(const Model&) {
  Texts result;
  for (const std::int32_t number : numbers_up)
    result.push_back(std::to_string(number));
  return result;
}

const std::array<OptionRow, 24>& table() {
  using O = OfficeLayout;
  using S = ImageShift;
  static const std::array<OptionRow, 24> rows{{
      {"number-up",
       "Pages on a side",
       always,
       number_texts,
       {},
       {},
       take_number_up,
       [](const Ticket& t) { return std::to_string(t.office.number_up); }},
      keyword<page_order_words, &Ticket::office, &O::order>("presentation-direction-number-up",
                                                            "Order of the pages on a side"),
      keyword<page_border_words, &Ticket::office, &O::border>("page-border",
                                                              "Lines around the pages"),
      keyword<imposition_words, &Ticket::office, &O::imposition>("imposition-template",
                                                                 "Booklet (signature)"),
      free_form("booklet-creep", "Inward shift of a booklet's inner sheets", creep_form,
                take_bounded<&O::creep, most_creep>),
      free_form("poster", "Sheets that a page covers", poster_form, take_poster),
      free_form("poster-overlap", "Overlap of a poster's sheets", length_form,
                take_length<&Ticket::office, &O::poster_overlap>),
      free_form("binding-margin", "Free edge for the binding", binding_form,
                take_bounded<&O::binding_margin, most_binding_margin>),
      keyword<binding_edge_words, &Ticket::office, &O::binding_edge>("binding-edge",
                                                                     "Edge of the binding"),
      free_form("x-side1-image-shift", "Shift of fronts to the right", shift_form,
                take_shift<&O::front, &S::x>),
      free_form("y-side1-image-shift", "Shift of fronts upwards", shift_form,
                take_shift<&O::front, &S::y>),
      free_form("x-side2-image-shift", "Shift of backs to the right", shift_form,
                take_shift<&O::back, &S::x>),
      free_form("y-side2-image-shift", "Shift of backs upwards", shift_form,
                take_shift<&O::back, &S::y>),
      keyword<off_on_words, &Ticket::office, &O::skip_blank_pages>("skip-blank-pages",
                                                                   "Leave out blank pages"),
      keyword<page_delivery_words, &Ticket::office, &O::delivery>("page-delivery",
                                                                  "Order of the sheets"),
      free_form("page-header", "Text above each page", line_form, take_line<&O::header>),
      free_form("page-footer", "Text below each page", line_form, take_line<&O::footer>),
      free_form("watermark", "Large text across each page", text_form, take_text<&O::watermark>),
      keyword<watermark_layer_words, &Ticket::office, &O::watermark_layer>(
          "watermark-layer", "Where the watermark lies"),
      free_form("stamp", "Text in a corner of each page", text_form, take_text<&O::stamp>),
      keyword<corner_words, &Ticket::office, &O::stamp_corner>("stamp-corner",
                                                               "Corner of the stamp"),
      layer<&O::underlay>("page-underlay", "PDF below each page"),
      layer<&O::overlay>("page-overlay", "PDF above each page"),
      keyword<layer_scaling_words, &Ticket::office, &O::layer_scaling>(
          "page-layer-scaling", "Size of the PDFs below and above"),
  }};
  return rows;
}

Failure together(std::string_view one, std::string_view other) {
  return fail(Errc::invalid, std::string(one) + " and " + std::string(other) +
                                 " do not go together; leave one of them out");
}

// One sheet is both covers of a booklet.
Result<void> check_covers(const Ticket& ticket) {
  const auto [front, back] = std::pair(ticket.extra_sheets.front, ticket.extra_sheets.back);
  if (!ticket.office.booklet() || front == Cover::none || back == Cover::none || front == back)
    return {};
  const auto named = [](std::string_view option, Cover cover) {
    return std::string(option) + "=" +
           std::string(word_for(std::span<const Word<Cover>>(cover_words), cover));
  };
  return fail(Errc::invalid, named("front-cover", front) + " and " + named("back-cover", back) +
                                 " do not go together in a booklet, whose covers are one sheet; "
                                 "leave one of them out");
}

// The shorter edge of what a sheet can show.
Hmm shorter_edge(const Model& model, const MediaSize& size, bool borderless) {
  const Margins none;
  const Margins margins = margins_of(model, size, borderless).value_or(none);
  return {std::min(size.width.v - margins.left.v - margins.right.v,
                   size.height.v - margins.top.v - margins.bottom.v)};
}

// Of the job's sheet, or, where each page chooses its own, of the largest one. Layout says the same
// of every sheet; here it is said before anything is printed.
Result<void> check_overlap(const Model& model, const Ticket& ticket) {
  Hmm edge{0};
  if (ticket.media) edge = shorter_edge(model, *ticket.media, ticket.borderless);
  for (const MediaEntry& entry : model.media)
    if (!ticket.media) edge = std::max(edge, shorter_edge(model, entry.size, false));
  if (ticket.office.poster_overlap.v * 2 <= edge.v) return {};
  return fail(Errc::invalid, "poster-overlap=" + to_string(ticket.office.poster_overlap) +
                                 " is more than half of a sheet: at most " +
                                 to_string(Hmm{edge.v / 2}) + " here");
}

} // namespace

std::span<const OptionRow> office_option_rows() {
  return table();
}

bool is_office_option(std::string_view name) {
  return std::ranges::any_of(table(), [&](const OptionRow& row) { return row.name == name; });
}

Result<void> settle_office_layout(const Model& model, Ticket& ticket) {
  const OfficeLayout& office = ticket.office;
  if (office.booklet() && office.number_up > 2)
    return together("imposition-template=signature",
                    "number-up=" + std::to_string(office.number_up));
  if (office.poster() && office.booklet())
    return together("poster", "imposition-template=signature");
  if (office.booklet() && office.binding_margin.v > 0)
    return together("binding-margin", "imposition-template=signature");
  TRY_VOID(check_covers(ticket));
  if (office.poster() && office.composed())
    return together("poster", "number-up, page-border or texts on the pages");
  if (office.poster()) TRY_VOID(check_overlap(model, ticket));
  if (office.arranged() && ticket.layout.special())
    return together(office.poster() ? "poster" : "an arrangement of pages",
                    "the layout of a picture");
  if (office.arranged() && ticket.borderless)
    return together("borderless", "an arrangement of pages");
  // A booklet is folded at the middle of its sheets, across their long edges.
  if (office.booklet() &&
      std::ranges::find(model.sides, Sides::two_sided_short_edge) != model.sides.end())
    ticket.sides = Sides::two_sided_short_edge;
  return {};
}

} // namespace platen::model
