#include "render/impose.h"

#include "base/limits.h"
#include "render/questions.h"
#include "render/streams.h"
#include "render/utf8.h"

namespace platen::render {
namespace {

constexpr std::size_t most_line = 1024;

struct Received {
  std::uint64_t size = 0;
  std::string words; // what was odd, for people
};

// What a worker writes, in pieces.
template<class Take>
Result<Received> receive(WorkerProcess& worker, std::uint64_t most, std::string_view what,
                         Take take) {
  Received all;
  for (Buffer payload;;) {
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind == MessageKind::end) {
      if (!payload.empty()) all.words = harmless(as_text(payload));
      return all;
    }
    if (head.kind != MessageKind::pdf)
      return fail(Errc::malformed, "the renderer gave no " + std::string(what));
    all.size += payload.size();
    if (all.size > most)
      return fail(Errc::limit, "the " + std::string(what) + " are longer than " +
                                   std::to_string(most >> 20) + " MB");
    TRY_VOID(take(Bytes(payload)));
  }
}

// The PDF of what is written on the pages; its words are added to `warnings`.
Result<Buffer> text_pages(const Source& source, const std::vector<TextPage>& pages,
                          std::vector<std::string>& warnings) {
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
  TRY(const Received received,
      receive(worker, limits::text_bytes, "texts on the pages", [&](Bytes bytes) {
        pdf.insert(pdf.end(), bytes.begin(), bytes.end());
        return Result<void>{};
      }));
  if (!received.words.empty()) warnings.push_back("page texts: " + received.words);
  return pdf;
}

} // namespace

Result<Imposed> set_texts(const Source& source, const std::vector<TextPage>& pages) {
  std::vector<std::string> warnings;
  TRY(const Buffer bytes, text_pages(source, pages, warnings));
  Spool pdf;
  TRY_VOID(pdf.write(bytes));
  Imposed made{{{}, source.limits, source.cancel, source.spares}, {}};
  made.source.file.size = bytes.size();
  TRY(made.source.file.fd, pdf.release_to_file());
  TRY(made.info, ask_imposed(made.source));
  made.info.bytes = bytes.size();
  made.info.warnings.insert(made.info.warnings.end(), warnings.begin(), warnings.end());
  return made;
}

Result<Imposed> impose(const Source& source, const Imposition& imposition) {
  std::vector<std::string> warnings;
  Request request = source.request(Task::impose_pdf, Format::pdf);
  request.sheets = imposition.sheets;
  if (imposition.underlay) request.underlay_pdf = *imposition.underlay;
  if (imposition.overlay) request.overlay_pdf = *imposition.overlay;
  TRY(request.texts_pdf, text_pages(source, imposition.texts, warnings));
  TRY(WorkerProcess worker, source.start(request));
  Spool pdf;
  Imposed made{{{}, source.limits, source.cancel, source.spares}, {}};
  TRY(const Received received, receive(worker, source.limits.document_bytes, "sheets",
                                       [&](Bytes bytes) { return pdf.write(bytes); }));
  made.source.file.size = received.size;
  TRY(made.source.file.fd, pdf.release_to_file());
  TRY(made.info, ask_imposed(made.source));
  if (made.info.pages.size() != imposition.sheets.size())
    return fail(Errc::malformed, "the renderer arranged " + std::to_string(made.info.pages.size()) +
                                     " sheets in place of " +
                                     std::to_string(imposition.sheets.size()));
  made.info.bytes = received.size;
  made.info.warnings.insert(made.info.warnings.end(), warnings.begin(), warnings.end());
  return made;
}

} // namespace platen::render
