#include "sample/letter/outlet.h"
#include "sample/letter/parts.h"
#include "sample/sample.h"

#include <cairo-pdf.h>

namespace platen::sample {
namespace {

void describe(cairo_surface_t* pdf) {
  cairo_pdf_surface_restrict_to_version(pdf, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, "The copier prints again");
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, "platen");
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_SUBJECT, "platen test document");
  // The letter's own date, not today's: its bytes are the same whenever it is made.
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "2026-03-09T09:00:00Z");
}

Result<void> draw_pages(const CairoContext& context) {
  const Sheet sheet(context.get());
  TRY_VOID(draw_page_one(sheet));
  cairo_show_page(context.get());
  TRY_VOID(draw_page_two(sheet));
  cairo_show_page(context.get());
  return {};
}

} // namespace

Result<void> write_document(ByteSink& sink) {
  const FontsInUse fonts;
  Outlet outlet{sink, std::nullopt};
  const CairoSurface pdf(
      cairo_pdf_surface_create_for_stream(Outlet::write, &outlet, sheet_width, sheet_height));
  describe(pdf.get());
  const CairoContext context(cairo_create(pdf.get()));
  const auto drawn = draw_pages(context);
  cairo_surface_finish(pdf.get());
  if (outlet.failed) return Failure(std::move(*outlet.failed));
  TRY_VOID(drawn);
  return check(context, "drawing the test letter");
}

} // namespace platen::sample
