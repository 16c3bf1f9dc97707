#include "render/impose.h"

#include "base/limits.h"
#include "render/questions.h"
#include "render/streams.h"
#include "render/utf8.h"

namespace platen::render {
namespace {

constexpr std::size_t most_line = 1024;

// What a worker writes, in pieces; gives its length.
template<class Take>
Result<std::uint64_t> receive(WorkerProcess& worker, std::uint64_t most, std::string_view what,
                              Take take) {
  std::uint64_t size = 0;
  for (Buffer payload;;) {
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind == MessageKind::end) return size;
    if (head.kind != MessageKind::pdf)
      return fail(Errc::malformed, "the renderer gave no " + std::string(what));
    size += payload.size();
    if (size > most)
      return fail(Errc::limit, "the " + std::string(what) + " are longer than " +
                                   std::to_string(most >> 20) + " MB");
    TRY_VOID(take(Bytes(payload)));
  }
}

Result<Buffer> text_pages(const Source& source, const std::vector<TextPage>& pages) {
  if (pages.empty()) return Buffer{};
  Request request = source.request(Task::page_texts, Format::text);
  request.text_pages = pages;
  for (TextPage& page : request.text_pages)
    for (PageText& text : page.texts)
      text.text = harmless(text.text, most_line);
  TRY(const UniqueFd nothing, open_nothing());
  TRY(WorkerProcess worker,
      WorkerProcess::start(nothing.get(), encode(request), source.terms(), *source.cancel));
  Buffer pdf;
  TRY_VOID(receive(worker, limits::text_bytes, "texts on the pages", [&](Bytes bytes) {
    pdf.insert(pdf.end(), bytes.begin(), bytes.end());
    return Result<void>{};
  }));
  return pdf;
}

} // namespace

Result<Imposed> impose(const Source& source, const Imposition& imposition) {
  Request request = source.request(Task::impose_pdf, Format::pdf);
  request.sheets = imposition.sheets;
  TRY(request.texts_pdf, text_pages(source, imposition.texts));
  TRY(WorkerProcess worker, source.start(request));
  Spool pdf;
  Imposed made{{{}, source.limits, source.cancel, source.spares}, {}};
  TRY(made.source.file.size, receive(worker, source.limits.document_bytes, "sheets",
                                     [&](Bytes bytes) { return pdf.write(bytes); }));
  TRY(made.source.file.fd, pdf.release_to_file());
  TRY(made.info, ask_imposed(made.source));
  if (made.info.pages.size() != imposition.sheets.size())
    return fail(Errc::malformed, "the renderer arranged " + std::to_string(made.info.pages.size()) +
                                     " sheets in place of " +
                                     std::to_string(imposition.sheets.size()));
  made.info.bytes = made.source.file.size;
  return made;
}

} // namespace platen::render
