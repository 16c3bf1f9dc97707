#include "render/questions.h"

#include "base/limits.h"
#include "render/distil.h"
#include "render/page_lines.h"
#include "render/streams.h"
#include "render/utf8.h"

#include <optional>
#include <utility>

namespace platen::render {
namespace {

struct Answer {
  DocumentInfo info;
  bool of_copy = false;
};

// Who reads on and on has a file of gigabytes, or one in which hardly anything is where it says.
Error not_read(Error cause, std::uint64_t bytes) {
  if (cause.code == Errc::timeout)
    cause.what += " while it looked for the document's pages: its " +
                  std::to_string(bytes / 1'000'000) +
                  " MB are too many to be read here, or they are damaged; open the document in the "
                  "program that made it, and save it anew or in parts";
  return cause;
}

Result<Answer> ask_for_pages(const Source& source, Task task, Format format) {
  TRY(WorkerProcess worker, source.start(source.request(task, format)));
  Buffer payload;
  auto heard = read_message(worker, payload);
  if (!heard) return Failure(not_read(std::move(heard).error(), source.file.size));
  const MessageHead head = *heard;
  if (head.kind != MessageKind::info && head.kind != MessageKind::info_of_copy)
    return fail(Errc::malformed, "the renderer gave no list of pages");
  TRY(DocumentInfo info, parse_info(payload, format, source.limits));
  return Answer{std::move(info), head.kind == MessageKind::info_of_copy};
}

Result<DocumentInfo> ask_info(const Source& source, Task task, Format format) {
  TRY(Answer answer, ask_for_pages(source, task, format));
  return std::move(answer.info);
}

Result<DocumentInfo> ask_postscript(const Source& source) {
  TRY(WorkerProcess worker, source.start(page_report_job()));
  PageLines lines(source.limits.pages);
  Buffer block(65536);
  for (;;) {
    const iovec span{block.data(), block.size()};
    TRY(const std::size_t got, worker.read({&span, 1}));
    if (got == 0) break;
    TRY_VOID(lines.take(as_text(Bytes(block).first(got))));
  }
  DocumentInfo info{
      .format = Format::postscript, .vector = true, .pages = lines.pages(), .warnings = {}};
  info.bars = lines.bars();
  // As a whole: of the PDF that is made of it, each page is looked at.
  for (PageInfo& page : info.pages)
    page.overprints = lines.overprints();
  worker.add_diagnostics(lines.other_text());
  if (auto ended = worker.finish(); !ended) {
    // Pages before the fault can be printed, unless it was a limit that stopped the program.
    if (ended.error().code != Errc::malformed || info.pages.empty())
      return Failure(std::move(ended).error());
    info.warnings.push_back("the document ends with a fault after page " +
                            std::to_string(info.pages.size()) + ": " + ended.error().what);
  }
  if (info.pages.empty()) return fail(Errc::malformed, "the document has no pages");
  return info;
}

// Sets the text as a PDF, which takes the document's place. Says what was odd, for people.
Result<std::vector<std::string>> typeset(Source& source, TextPaper paper) {
  if (source.file.size > limits::text_bytes)
    return fail(Errc::limit,
                "the text is longer than " + std::to_string(limits::text_bytes >> 20) + " MB");
  Request request = source.request(Task::text_to_pdf, Format::text);
  request.letter_paper = paper == TextPaper::letter;
  TRY(WorkerProcess worker, source.start(request));
  Spool pdf;
  std::vector<std::string> words;
  for (Buffer payload;;) {
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind == MessageKind::end) {
      if (!payload.empty()) words.push_back(harmless(as_text(payload)));
      break;
    }
    if (head.kind != MessageKind::pdf || pdf.size() + payload.size() > source.limits.document_bytes)
      return fail(Errc::malformed, "the renderer gave no typeset text");
    TRY_VOID(pdf.write(payload));
  }
  source.file.size = pdf.size();
  TRY(source.file.fd, pdf.release_to_file());
  return words;
}

Result<DocumentInfo> ask_text(Source& source, TextPaper paper) {
  TRY(std::vector<std::string> words, typeset(source, paper));
  TRY(DocumentInfo info,
      ask_info(source, Task::pdf_info, Format::text)); // one of ours: pages of text
  info.warnings.insert(info.warnings.end(), words.begin(), words.end());
  return info;
}

// The file that a worker makes of the document; nothing where it cannot, or it grows too large.
std::optional<HeldFile> made_of(const Source& source, Task task) {
  auto worker = source.start(source.request(task, Format::pdf));
  if (!worker) return std::nullopt;
  Spool spool;
  for (Buffer payload;;) {
    const auto head = read_message(*worker, payload);
    if (!head) return std::nullopt;
    if (head->kind == MessageKind::end) break;
    if (head->kind != MessageKind::pdf ||
        spool.size() + payload.size() > source.limits.document_bytes || !spool.write(payload))
      return std::nullopt;
  }
  HeldFile made;
  made.size = spool.size();
  auto fd = spool.release_to_file();
  if (!fd) return std::nullopt;
  made.fd = *std::move(fd);
  return made;
}

// The pictures that the PDF consists of, so that their depth and profile survive; they take the
// document's place. Nothing where it is more than pictures, or any of them cannot be had.
std::optional<DocumentInfo> unwrap(Source& source, std::size_t pages) {
  auto pictures = made_of(source, Task::unwrap_pdf);
  if (!pictures) return std::nullopt;
  std::swap(source.file, *pictures);
  auto info = ask_info(source, Task::picture_info, Format::tiff);
  if (info && info->pages.size() == pages) return *std::move(info);
  std::swap(source.file, *pictures);
  return std::nullopt;
}

// What read the pages repairs more than what draws them, and knows which layers are printed: it
// writes the PDF anew, which takes the document's place. Where it cannot, that is drawn as it is.
void draw_copy(Source& source) {
  if (auto whole = made_of(source, Task::impose_pdf)) source.file = *std::move(whole);
}

Result<DocumentInfo> ask_pdf(Source& source, bool unwraps) {
  TRY(Answer answer, ask_for_pages(source, Task::pdf_info, Format::pdf));
  DocumentInfo& info = answer.info;
  if (answer.of_copy) draw_copy(source);
  if (!std::exchange(info.unwrapped, false) || !unwraps) return std::move(info);
  auto pictures = unwrap(source, info.pages.size());
  if (!pictures) return std::move(info);
  pictures->unwrapped = true;
  pictures->warnings.insert(pictures->warnings.begin(), info.warnings.begin(), info.warnings.end());
  return *std::move(pictures);
}

} // namespace

Result<DocumentInfo> ask(Source& source, Format format, const Opening& how) {
  switch (format) {
  case Format::pdf:
    return ask_pdf(source, how.unwraps);
  case Format::postscript: {
    TRY(DocumentInfo info, ask_postscript(source));
    if (!how.distils) return info;
    return distil(source, info);
  }
  case Format::text:
    return ask_text(source, how.text_paper);
  default:
    return ask_info(source, Task::picture_info, format);
  }
}

Result<DocumentInfo> ask_imposed(const Source& source) {
  TRY(DocumentInfo info, ask_info(source, Task::pdf_info, Format::pdf));
  info.unwrapped = false; // sheets, whatever is on them
  return info;
}

} // namespace platen::render
