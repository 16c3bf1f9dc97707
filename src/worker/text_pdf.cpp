#include "worker/text_pdf.h"

#include "base/file.h"
#include "base/limits.h"
#include "worker/cairo_handles.h"
#include "worker/messages.h"
#include "worker/missing_glyphs.h"
#include "worker/rules.h"
#include "worker/text_lines.h"

#include <cerrno>

#include <cairo-pdf.h>
#include <unistd.h>

namespace platen::worker {
namespace {

constexpr Hmm margin{2000};
constexpr const char* font_name = "DejaVu Sans Mono";
constexpr double font_size = 10; // points: 80 columns on A4

struct Paper {
  Points width, height;
};
constexpr Paper a4{to_points(Hmm{21000}), to_points(Hmm{29700})};
constexpr Paper letter{Points{612}, Points{792}};

// Sets lines from the top of a page to its bottom, then goes on with the next page.
class Typesetter {
public:
  Typesetter(Paper paper, std::int32_t most_pages)
      : paper_(paper), most_pages_(most_pages),
        surface_(::cairo_pdf_surface_create_for_stream(send_pdf, nullptr, paper.width.v,
                                                       paper.height.v)),
        cairo_(::cairo_create(surface_.get())), layout_(::pango_cairo_create_layout(cairo_.get())) {
    const Font font(::pango_font_description_from_string(font_name));
    ::pango_font_description_set_absolute_size(font.get(), font_size * PANGO_SCALE);
    ::pango_layout_set_font_description(layout_.get(), font.get());
    ::pango_layout_set_width(layout_.get(),
                             ::pango_units_from_double(paper.width.v - 2 * to_points(margin).v));
    ::pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
    // A hyphen where a long word is cut would be read as one of the text's.
    const Attributes attributes(::pango_attr_list_new());
    ::pango_attr_list_insert(attributes.get(), ::pango_attr_insert_hyphens_new(FALSE));
    ::pango_layout_set_attributes(layout_.get(), attributes.get());
  }

  Result<void> add(const TextLine& line) {
    if (line.new_page) TRY_VOID(turn_page());
    ::pango_layout_set_text(layout_.get(), line.text.data(), static_cast<int>(line.text.size()));
    const int count = ::pango_layout_get_line_count(layout_.get());
    for (int i = 0; i < count; ++i)
      TRY_VOID(draw(::pango_layout_get_line_readonly(layout_.get(), i)));
    return {};
  }

  Result<void> finish() {
    ::cairo_show_page(cairo_.get());
    ::cairo_surface_finish(surface_.get());
    return check();
  }

  const MissingGlyphs& missing() const { return missing_; }

private:
  Result<void> draw(PangoLayoutLine* line) {
    PangoRectangle extents{};
    ::pango_layout_line_get_extents(line, nullptr, &extents);
    const double height = ::pango_units_to_double(extents.height);
    if (y_ + height > paper_.height.v - to_points(margin).v) TRY_VOID(turn_page());
    // Lines to the right (Arabic, Hebrew) end at the right margin.
    double x = to_points(margin).v;
    if (::pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL)
      x = paper_.width.v - x - ::pango_units_to_double(extents.width);
    ::cairo_move_to(cairo_.get(), x, y_ - ::pango_units_to_double(extents.y));
    ::pango_cairo_show_layout_line(cairo_.get(), line);
    missing_.look(*line, pages_);
    y_ += height;
    return {};
  }

  Result<void> turn_page() {
    if (++pages_ > most_pages_)
      return fail(Errc::limit, "the text has more than " + std::to_string(most_pages_) + " pages");
    ::cairo_show_page(cairo_.get());
    y_ = to_points(margin).v;
    return check();
  }

  Result<void> check() const {
    return worker::check(cairo_.get(), surface_.get(), "typeset the text");
  }

  Paper paper_;
  std::int32_t most_pages_;
  Surface surface_;
  Context cairo_;
  Layout layout_;
  double y_ = to_points(margin).v;
  std::int32_t pages_ = 1;
  MissingGlyphs missing_;
};

Result<Buffer> read_text() {
  TRY(const std::uint64_t size, file_size(render::document_fd));
  if (size > limits::text_bytes) return fail(Errc::limit, "the text is too long");
  Buffer text(static_cast<std::size_t>(size));
  for (std::size_t have = 0; have < text.size();) {
    const ssize_t got = ::pread(render::document_fd, text.data() + have, text.size() - have,
                                static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(Errc::io, "cannot read the text");
    have += static_cast<std::size_t>(got);
  }
  return text;
}

} // namespace

Result<void> typeset_text(const render::Request& request) {
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  TRY(const Buffer text, read_text());
  Typesetter typesetter(request.letter_paper ? letter : a4, request.most_pages);
  TextReader reader(text);
  for (TextLine line;;) {
    TRY(const bool more, reader.next(line));
    if (!more) break;
    TRY_VOID(typesetter.add(line));
  }
  TRY_VOID(typesetter.finish());
  return send(render::MessageKind::end, as_bytes(typesetter.missing().words()));
}

} // namespace platen::worker
