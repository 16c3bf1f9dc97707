#include "render/document.h"

#include "base/limits.h"
#include "render/held_file.h"
#include "render/page_lines.h"
#include "render/sandbox/protection.h"
#include "render/sniff.h"
#include "render/spares.h"
#include "render/streams.h"

#include <array>
#include <cerrno>

#include <unistd.h>

namespace platen::render {
namespace {

// The document as workers see it: its file, and what each of them is given.
struct Source {
  HeldFile file;
  Limits limits;
  const Cancel* cancel;
  std::shared_ptr<Spares> spares;

  WorkerTerms terms() const { return {limits.stall, limits.page, limits.cpu, limits.memory_bytes}; }
  Request request(Task task, Format format) const {
    Request made;
    made.task = task;
    made.format = format;
    made.memory_bytes = limits.memory_bytes;
    made.cpu_seconds = whole_seconds(limits.cpu);
    made.picture_pixels = limits.picture_pixels;
    made.most_pages = limits.pages;
    made.accept_less = limits.without_sandbox;
    return made;
  }
  Result<WorkerProcess> start(const Request& request) const {
    return WorkerProcess::start(file.fd.get(), encode(request), terms(), *cancel);
  }
  Result<WorkerProcess> start(const GhostscriptJob& job) const {
    if (spares)
      if (auto spare = spares->take(file.fd.get(), file.size, job, limits, terms(), *cancel))
        return *std::move(spare);
    return start_ghostscript(file.fd.get(), job, limits, terms(), *cancel);
  }
};

class WorkerDocument final : public Document {
public:
  WorkerDocument(Source source, DocumentInfo info)
      : source_(std::move(source)), info_(std::move(info)) {}

  const DocumentInfo& info() const override { return info_; }

  Result<std::unique_ptr<PageStream>> draw(const VectorRun& run,
                                           const model::ColourTarget& target) const override {
    if (!info_.vector) return fail(Errc::bug, "pictures are decoded, not drawn");
    TRY_VOID(check(run));
    TRY(WorkerProcess worker, source_.start(drawing_job(info_.format, run, target)));
    return make_page_stream(std::move(worker), run, info_);
  }

  Result<Picture> decode(std::int32_t page, const model::ColourTarget& target) const override {
    if (info_.vector) return fail(Errc::bug, "vector pages are drawn, not decoded");
    EXPECTS(page >= 0 && static_cast<std::size_t>(page) < info_.pages.size());
    const std::string name = info_.pages.size() == 1 ? std::string{}
                                                     : "page " + std::to_string(page + 1) + " of " +
                                                           std::to_string(info_.pages.size());
    auto picture = decode_page(page, name, target);
    if (picture || name.empty()) return picture;
    return fail_within(name, std::move(picture).error());
  }

private:
  Result<Picture> decode_page(std::int32_t page, const std::string& name,
                              const model::ColourTarget& target) const {
    Request request = source_.request(Task::decode, info_.format);
    request.page = page;
    request.target = target;
    TRY(WorkerProcess worker, source_.start(request));
    Buffer payload;
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind != MessageKind::picture)
      return fail(Errc::malformed, "the renderer gave no picture");
    TRY(PictureHeader header, parse_picture(payload, info_.pages[static_cast<std::size_t>(page)]));
    return Picture{make_picture_rows(std::move(worker), header.shape, name),
                   std::move(header.colour), std::move(header.warnings)};
  }

  Result<void> check(const VectorRun& run) const {
    std::int32_t last = -1;
    for (const std::int32_t page : run.pages) {
      if (page <= last || static_cast<std::size_t>(page) >= info_.pages.size())
        return fail(Errc::bug, "the pages to draw are not ascending pages of the document");
      last = page;
    }
    const bool raster = run.format == gray8 || run.format == rgb8 || run.format == mask1;
    const std::size_t cells = run.screen ? run.screen->size() : 0;
    const bool screen = run.screen_width > 0 && run.screen_height > 0 &&
                        cells == static_cast<std::size_t>(run.screen_width) *
                                     static_cast<std::size_t>(run.screen_height);
    if (run.pages.empty() || !raster || (run.format == mask1) != screen || run.width <= 0 ||
        run.height <= 0 || run.resolution.v <= 0)
      return fail(Errc::bug, "the raster to draw on is not possible");
    if (std::int64_t{run.width} * run.height > limits::sheet_pixels)
      return fail(Errc::limit, "a sheet of " + std::to_string(run.width) + " x " +
                                   std::to_string(run.height) +
                                   " pixels is larger than the limit of " +
                                   std::to_string(limits::sheet_pixels));
    return {};
  }

  Source source_;
  DocumentInfo info_;
};

Result<Format> sniff_file(const HeldFile& file) {
  Buffer head(sniff_bytes);
  const ssize_t got = ::pread(file.fd.get(), head.data(), head.size(), 0);
  if (got < 0) return fail(Errc::io, "cannot read the document: " + errno_text(errno));
  return sniff(Bytes(head).first(static_cast<std::size_t>(got)));
}

Result<DocumentInfo> ask_info(const Source& source, Task task, Format format) {
  TRY(WorkerProcess worker, source.start(source.request(task, format)));
  Buffer payload;
  TRY(const MessageHead head, read_message(worker, payload));
  if (head.kind != MessageKind::info)
    return fail(Errc::malformed, "the renderer gave no list of pages");
  return parse_info(payload, format, source.limits);
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

// Sets the text as a PDF, which takes the document's place.
Result<void> typeset(Source& source, TextPaper paper) {
  if (source.file.size > limits::text_bytes)
    return fail(Errc::limit,
                "the text is longer than " + std::to_string(limits::text_bytes >> 20) + " MB");
  Request request = source.request(Task::text_to_pdf, Format::text);
  request.letter_paper = paper == TextPaper::letter;
  TRY(WorkerProcess worker, source.start(request));
  Spool pdf;
  for (Buffer payload;;) {
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind == MessageKind::end) break;
    if (head.kind != MessageKind::pdf || pdf.size() + payload.size() > source.limits.document_bytes)
      return fail(Errc::malformed, "the renderer gave no typeset text");
    TRY_VOID(pdf.write(payload));
  }
  source.file.size = pdf.size();
  TRY(source.file.fd, pdf.release_to_file());
  return {};
}

bool will_be_drawn(Format format) {
  return format == Format::pdf || format == Format::postscript || format == Format::text;
}

Result<DocumentInfo> ask(Source& source, Format format, TextPaper text_paper) {
  switch (format) {
  case Format::pdf:
    return ask_info(source, Task::pdf_info, format);
  case Format::postscript:
    return ask_postscript(source);
  case Format::text:
    TRY_VOID(typeset(source, text_paper));
    return ask_info(source, Task::pdf_info, format);
  default:
    return ask_info(source, Task::picture_info, format);
  }
}

} // namespace

std::string_view media_type(Format format) {
  switch (format) {
  case Format::pdf:
    return "application/pdf";
  case Format::postscript:
    return "application/postscript";
  case Format::jpeg:
    return "image/jpeg";
  case Format::png:
    return "image/png";
  case Format::tiff:
    return "image/tiff";
  case Format::pwg_raster:
    return "image/pwg-raster";
  case Format::apple_raster:
    return "image/urf";
  case Format::text:
    return "text/plain";
  }
  return "application/octet-stream";
}

Limits Limits::standard() {
  return {.document_bytes = limits::document_bytes,
          .memory_bytes = limits::worker_memory_bytes,
          .picture_pixels = limits::picture_pixels,
          .pages = limits::document_pages,
          .stall = limits::page_stall,
          .cpu = limits::worker_cpu,
          .page = limits::page_wait};
}

Result<std::unique_ptr<Document>> open_document(UniqueFd file, const Limits& limits,
                                                const Cancel& cancel, TextPaper text_paper,
                                                std::shared_ptr<Spares> spares) {
  // A worker without its sandbox refuses by itself; this says it before anything is read.
  TRY(std::string unprotected, sandbox::check_protection(limits.without_sandbox));
  TRY(HeldFile held, hold_file(std::move(file), limits.document_bytes, cancel));
  Source source{std::move(held), limits, &cancel, std::move(spares)};
  TRY(const Format format, sniff_file(source.file));
  if (source.spares && will_be_drawn(format)) source.spares->expect();
  TRY(DocumentInfo info, ask(source, format, text_paper));
  info.bytes = source.file.size;
  if (!unprotected.empty()) info.warnings.push_back(std::move(unprotected));
  return std::make_unique<WorkerDocument>(std::move(source), std::move(info));
}

} // namespace platen::render
