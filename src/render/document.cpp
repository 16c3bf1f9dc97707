#include "render/document.h"

#include "base/limits.h"
#include "render/distil.h"
#include "render/impose.h"
#include "render/letter_pages.h"
#include "render/one_ink.h"
#include "render/parted_pages.h"
#include "render/questions.h"
#include "render/sandbox/protection.h"
#include "render/sniff.h"
#include "render/streams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

namespace platen::render {
namespace {

bool is_device_link(Bytes profile) { // ICC.1, 7.2.5
  constexpr std::size_t class_at = 12, signature = 4;
  return profile.size() > class_at + signature &&
         as_text(profile.subspan(class_at, signature)) == "link";
}

class WorkerDocument final : public Document {
public:
  WorkerDocument(Source source, DocumentInfo info)
      : source_(std::move(source)), info_(std::move(info)) {}

  const DocumentInfo& info() const override { return info_; }

  Result<std::unique_ptr<PageStream>> draw(const VectorRun& run,
                                           const model::ColourTarget& target) const override {
    if (!info_.vector) return fail(Errc::bug, "pictures are decoded, not drawn");
    TRY_VOID(check(run));
    TRY_VOID(check(target));
    const auto way = [&](std::int32_t page) {
      return way_of(info_.pages[static_cast<std::size_t>(page)], run, target);
    };
    if (info_.format == Format::postscript &&
        std::any_of(run.pages.begin(), run.pages.end(),
                    [&](std::int32_t page) { return way(page) == Way::four_inks; })) {
      TRY(const WorkerDocument* const made, as_pdf());
      return made->draw(run, target);
    }
    return draw_in_parts(run, way, [this, target](const VectorRun& part, Way how) {
      return draw_alike(part, how, target);
    });
  }

  using Document::decode;
  Result<Picture> decode(std::int32_t page, const model::ColourTarget& target,
                         const Decoding& how) const override {
    if (info_.vector) return fail(Errc::bug, "vector pages are drawn, not decoded");
    EXPECTS(page >= 0 && static_cast<std::size_t>(page) < info_.pages.size());
    const std::string name = info_.pages.size() == 1 ? std::string{}
                                                     : "page " + std::to_string(page + 1) + " of " +
                                                           std::to_string(info_.pages.size());
    auto picture = decode_page(page, name, target, how);
    if (picture || name.empty()) return picture;
    return fail_within(name, std::move(picture).error());
  }

  Result<std::unique_ptr<Document>> impose(const Imposition& sheets) const override {
    if (!can_be_imposed()) return fail(Errc::bug, "only pages of a PDF can be arranged");
    TRY(Imposed made, render::impose(source_, sheets));
    return std::make_unique<WorkerDocument>(std::move(made.source), std::move(made.info));
  }

private:
  // The program as a PDF, made once: Ghostscript mixes the inks of PDF alone.
  Result<const WorkerDocument*> as_pdf() const {
    const std::lock_guard lock(making_);
    if (!pdf_) {
      Source source{{}, source_.limits, source_.cancel, source_.spares};
      source.file.fd = UniqueFd(::fcntl(source_.file.fd.get(), F_DUPFD_CLOEXEC, 0));
      if (!source.file.fd)
        return fail(Errc::io, "cannot open the document again: " + errno_text(errno));
      source.file.size = source_.file.size;
      TRY(DocumentInfo info, distil(source, info_));
      pdf_ = std::make_unique<WorkerDocument>(std::move(source), std::move(info));
    }
    return pdf_.get();
  }

  Result<std::unique_ptr<PageStream>> draw_alike(const VectorRun& run, Way way,
                                                 const model::ColourTarget& target) const {
    TRY(WorkerProcess worker, source_.start(drawing_job(info_, run, way, target)));
    if (way == Way::letters)
      return make_letter_pages(
          std::move(worker), run, info_,
          [this, target](const VectorRun& rest) { return draw_alike(rest, Way::plain, target); });
    const PixelFormat drawn = drawn_format(run, way);
    auto pages = make_page_stream(std::move(worker), run, drawn, info_);
    if (drawn != run.format) return make_one_ink(std::move(pages), run);
    return pages;
  }

  Result<Picture> decode_page(std::int32_t page, const std::string& name,
                              const model::ColourTarget& target, const Decoding& how) const {
    Request request = source_.request(Task::decode, info_.format);
    request.page = page;
    request.target = target;
    request.shrink = how.shrink;
    request.gamut = how.gamut;
    TRY(WorkerProcess worker, source_.start(request));
    Buffer payload;
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind != MessageKind::picture)
      return fail(Errc::malformed, "the renderer gave no picture");
    TRY(PictureHeader header,
        parse_picture(payload, info_.pages[static_cast<std::size_t>(page)], how.shrink));
    return Picture{make_picture_rows(std::move(worker), header.shape, name),
                   std::move(header.colour), std::move(header.warnings)};
  }

  static Result<void> check(const model::ColourTarget& target) {
    if (!is_device_link(target.profile)) return {};
    return fail(Errc::unsupported,
                "a DeviceLink converts the samples of pictures, and this document has pages: print "
                "it with a profile of the paper, or as a picture");
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
                        cells <= most_screen_cells &&
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
  mutable std::mutex making_;
  mutable std::unique_ptr<WorkerDocument> pdf_; // of PostScript that overprints
};

Result<Format> sniff_file(const HeldFile& file) {
  Buffer head(sniff_bytes);
  const ssize_t got = ::pread(file.fd.get(), head.data(), head.size(), 0);
  if (got < 0) return fail(Errc::io, "cannot read the document: " + errno_text(errno));
  return sniff(Bytes(head).first(static_cast<std::size_t>(got)));
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

Result<std::unique_ptr<Document>> set_pages(const std::vector<TextPage>& pages,
                                            const Limits& limits, const Cancel& cancel,
                                            std::shared_ptr<Spares> spares) {
  TRY_VOID(sandbox::check_protection(limits.without_sandbox));
  TRY(Imposed made, set_texts(Source{{}, limits, &cancel, std::move(spares)}, pages));
  return std::make_unique<WorkerDocument>(std::move(made.source), std::move(made.info));
}

Result<std::unique_ptr<Document>> set_sheets(const Imposition& sheets, const Limits& limits,
                                             const Cancel& cancel, std::shared_ptr<Spares> spares) {
  TRY_VOID(sandbox::check_protection(limits.without_sandbox));
  Source nothing{{}, limits, &cancel, std::move(spares)};
  TRY(nothing.file.fd, open_nothing());
  TRY(Imposed made, render::impose(nothing, sheets));
  return std::make_unique<WorkerDocument>(std::move(made.source), std::move(made.info));
}

Result<std::unique_ptr<Document>> open_document(UniqueFd file, const Limits& limits,
                                                const Cancel& cancel, const Opening& how,
                                                std::shared_ptr<Spares> spares) {
  // A worker without its sandbox refuses by itself; this says it before anything is read.
  TRY(std::string unprotected, sandbox::check_protection(limits.without_sandbox));
  TRY(HeldFile held, hold_file(std::move(file), limits.document_bytes, cancel));
  Source source{std::move(held), limits, &cancel, std::move(spares)};
  TRY(const Format format, sniff_file(source.file));
  if (source.spares && is_vector(format)) source.spares->expect();
  TRY(DocumentInfo info, ask(source, format, how));
  info.bytes = source.file.size;
  if (!unprotected.empty()) info.warnings.push_back(std::move(unprotected));
  return std::make_unique<WorkerDocument>(std::move(source), std::move(info));
}

} // namespace platen::render
