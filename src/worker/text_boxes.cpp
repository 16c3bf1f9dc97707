#include "worker/text_boxes.h"

#include "worker/cairo_handles.h"
#include "worker/messages.h"
#include "worker/rules.h"

#include <cmath>
#include <cstring>

namespace platen::worker {
namespace {

constexpr const char* font_family = "DejaVu Sans";
// Letters are three quarters of their line high, so that descenders stay inside.
constexpr double letters_of_line = 0.75;

Layout set(cairo_t* cairo, const render::TextBox& box) {
  Layout layout(::pango_cairo_create_layout(cairo));
  const Font font(::pango_font_description_from_string(font_family));
  ::pango_font_description_set_absolute_size(font.get(),
                                             box.height * letters_of_line * PANGO_SCALE);
  ::pango_layout_set_font_description(layout.get(), font.get());
  ::pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  ::pango_layout_set_width(layout.get(), box.width * PANGO_SCALE);
  ::pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  ::pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
  ::pango_layout_set_text(layout.get(), box.text.data(), static_cast<int>(box.text.size()));
  return layout;
}

Result<Buffer> draw(const render::TextBox& box) {
  if (box.width < 1 || box.height < 1 ||
      std::uint64_t(box.width) * std::uint64_t(box.height) > render::most_message_bytes)
    return fail(Errc::limit, "a line of text is too large to be drawn");
  const Surface surface(::cairo_image_surface_create(CAIRO_FORMAT_A8, box.width, box.height));
  const Context cairo(::cairo_create(surface.get()));
  const Layout layout = set(cairo.get(), box);
  int width = 0, height = 0;
  ::pango_layout_get_pixel_size(layout.get(), &width, &height);
  ::cairo_move_to(cairo.get(), 0, std::floor((box.height - height) / 2.0));
  ::pango_cairo_show_layout(cairo.get(), layout.get());
  ::cairo_surface_flush(surface.get());
  if (::cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS)
    return fail(Errc::io, std::string("cannot draw a line of text: ") +
                              ::cairo_status_to_string(::cairo_status(cairo.get())));
  const unsigned char* const pixels = ::cairo_image_surface_get_data(surface.get());
  const auto stride = static_cast<std::size_t>(::cairo_image_surface_get_stride(surface.get()));
  const auto row = static_cast<std::size_t>(box.width);
  Buffer mask(row * static_cast<std::size_t>(box.height) + 1); // and whether something is cut
  for (std::size_t y = 0; y < static_cast<std::size_t>(box.height); ++y)
    std::memcpy(mask.data() + y * row, pixels + y * stride, row);
  mask.back() = std::byte{::pango_layout_is_ellipsized(layout.get()) != FALSE};
  return mask;
}

} // namespace

Result<void> draw_text_boxes(const render::Request& request) {
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  for (const render::TextBox& box : request.texts) {
    TRY(const Buffer mask, draw(box));
    TRY_VOID(send(render::MessageKind::mask, mask));
  }
  return {};
}

} // namespace platen::worker
