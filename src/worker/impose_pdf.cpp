#include "worker/impose_pdf.h"

#include "render/utf8.h"
#include "worker/document_file.h"
#include "worker/messages.h"
#include "worker/pdf_imposition.h"
#include "worker/rules.h"

namespace platen::worker {
namespace {

constexpr std::size_t longest_fault = 200;
constexpr std::size_t piece_bytes = 256 << 10; // qpdf writes a few bytes at a time

} // namespace

Result<void> arrange_pages(const render::Request& request) {
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  TRY(const DocumentFile file, open_document_file());
  Buffer piece;
  Result<void> sent;
  const auto flush = [&] {
    if (!piece.empty()) sent = send(render::MessageKind::pdf, piece);
    piece.clear();
    return sent.has_value();
  };
  const std::string fault = impose_pdf(
      file.get(), request.sheets,
      {std::string(as_text(request.texts_pdf)), std::string(as_text(request.underlay_pdf)),
       std::string(as_text(request.overlay_pdf))},
      [&](const unsigned char* bytes, std::size_t count) {
        const auto* const from = reinterpret_cast<const std::byte*>(bytes);
        piece.insert(piece.end(), from, from + count);
        return piece.size() < piece_bytes || flush();
      });
  if (!sent) return sent;
  if (!fault.empty())
    return fail(Errc::malformed, "the pages of the PDF cannot be arranged on sheets: " +
                                     render::harmless(fault, longest_fault));
  if (!flush()) return sent;
  return send(render::MessageKind::end, {});
}

} // namespace platen::worker
