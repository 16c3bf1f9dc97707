#include "render/distil.h"

#include "base/scratch_folder.h"
#include "render/questions.h"

namespace platen::render {
namespace {

Failure too_large(std::uint64_t most) {
  return fail(Errc::limit, "the PostScript document becomes a PDF of more than " +
                               std::to_string(most >> 20) + " MB");
}

} // namespace

std::vector<std::string> distiller_arguments() {
  const std::string document = fd_path(document_fd);
  std::vector<std::string> arguments{
      "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dNOPROMPT", "-dEPSCrop", "-sPAPERSIZE=a4",
      "-sDEVICE=pdfwrite", "-sstdout=%stderr", "-sOutputFile=%stdout",
      // Pages as they are: not turned after their text, pictures neither smaller nor as JPEG,
      // colours in their own spaces.
      "-dAutoRotatePages=/None", "-dColorConversionStrategy=/LeaveColorUnchanged",
      "-dEmbedAllFonts=true", "-dDetectDuplicateImages=true"};
  for (const std::string kind : {"Color", "Gray", "Mono"})
    arguments.push_back("-dDownsample" + kind + "Images=false");
  for (const std::string kind : {"Color", "Gray"}) {
    arguments.push_back("-dAutoFilter" + kind + "Images=false");
    arguments.push_back("-d" + kind + "ImageFilter=/FlateEncode");
  }
  arguments.insert(arguments.end(), {"--permit-file-read=" + document, "-f", document});
  return arguments;
}

Result<DocumentInfo> distil(Source& source, const DocumentInfo& counted) {
  TRY(const ScratchFolder scratch, ScratchFolder::make());
  const std::uint64_t most = source.limits.document_bytes;
  Request request = source.request(Task::distil, Format::postscript);
  request.scratch = scratch.path().string();
  request.scratch_file_bytes = most;
  WorkerTerms terms = source.terms();
  terms.watch = [&]() -> Result<void> {
    if (scratch.bytes() > most) return too_large(most);
    return {};
  };
  TRY(WorkerProcess worker,
      WorkerProcess::start(source.file.fd.get(), encode(request), terms, *source.cancel));
  Spool pdf;
  Buffer block(65536);
  for (;;) {
    const iovec span{block.data(), block.size()};
    TRY(const std::size_t got, worker.read({&span, 1}));
    if (got == 0) break;
    if (pdf.size() + got > most) return too_large(most);
    TRY_VOID(pdf.write(Bytes(block).first(got)));
  }
  // What is wrong with the program was found when its pages were counted: those before a fault are
  // there. A limit that stopped it ends the document.
  const auto ended = worker.finish();
  if (!ended && (ended.error().code != Errc::malformed || pdf.size() == 0))
    return Failure(ended.error());
  source.file.size = pdf.size();
  TRY(source.file.fd, pdf.release_to_file());
  TRY(DocumentInfo info, ask_imposed(source));
  if (info.pages.size() < counted.pages.size())
    return fail(Errc::malformed, "the document became a PDF of " +
                                     std::to_string(info.pages.size()) + " pages in place of " +
                                     std::to_string(counted.pages.size()));
  info.pages.resize(counted.pages.size()); // a page that was begun before a fault comes out as well
  info.warnings = counted.warnings;
  return info;
}

} // namespace platen::render
