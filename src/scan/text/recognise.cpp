#include "base/limits.h"
#include "base/own_program.h"
#include "render/process.h"
#include "render/protocol.h"
#include "scan/text/answer.h"
#include "scan/text/languages.h"
#include "scan/text/question.h"
#include "scan/text/text.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>

namespace platen::scan {
namespace {

constexpr std::string_view who = "the text recognition";

Result<std::filesystem::path> recogniser() {
  auto found = own_program("platen-ocr");
  if (found) return found;
  if (const char* configured = std::getenv("PLATEN_OCR"); configured != nullptr && *configured != 0)
    return std::filesystem::path(configured);
  return found;
}

// The page's rows in a file of memory that nobody can change any more.
Result<UniqueFd> sealed_rows(const PageImage& page) {
  UniqueFd fd(::memfd_create("page", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) return fail(Errc::io, "cannot make a memory file: " + errno_text(errno));
  const ConstBand rows = page.band();
  for (std::int32_t y = 0; y < page.height; ++y)
    TRY_VOID(write_all(fd.get(), rows.row(y)));
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return fail(Errc::io, "cannot seal a memory file: " + errno_text(errno));
  return fd;
}

Result<Buffer> whole_answer(render::WorkerProcess& process) {
  Buffer answer;
  Buffer block(std::size_t{64} << 10);
  for (;;) {
    const iovec span{block.data(), block.size()};
    TRY(const std::size_t got, process.read({&span, 1}));
    if (got == 0) break;
    if (answer.size() + got > most_answer_bytes)
      return fail(Errc::limit, "it gave more than any page can hold");
    answer.insert(answer.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
  }
  if (answer.empty()) return Failure(process.ended_early());
  TRY_VOID(process.finish());
  return answer;
}

// A process for each page: a start costs a thirtieth of what a page does
// (docs/protocols/scan-files.md), and one that a page has taken over never sees another.
Result<Buffer> ask(const PageImage& page, TextTask task, std::string language,
                   const TextTerms& terms, const Cancel& cancel) {
  TRY(const std::filesystem::path program, recogniser());
  TextQuestion question;
  question.task = task;
  question.shape = page.shape();
  question.resolution = page.resolution;
  question.memory_bytes = terms.memory_bytes;
  question.cpu = terms.cpu;
  question.accept_less = terms.without_sandbox;
  question.folder = trained_data_folder().string();
  question.language = std::move(language);

  std::vector<UniqueFd> input(1);
  TRY(input[render::document_fd], sealed_rows(page));
  // It says nothing before it is done: its processor time is what ends it.
  const render::WorkerTerms worker{.stall = limits::page_wait,
                                   .page = limits::page_wait,
                                   .cpu = terms.cpu,
                                   .memory_bytes = terms.memory_bytes,
                                   .who = std::string(who)};
  TRY(render::WorkerProcess process,
      render::WorkerProcess::start(program, std::move(input), encode(question), worker, cancel));
  return whole_answer(process);
}

// "the text of the page was not read: ..."; a cancelled one needs no more words.
Error told(Error error) {
  if (error.code == Errc::cancelled) return error;
  return fail_within("the text of the page was not read", std::move(error)).value();
}

} // namespace

Result<PageText> recognise(const PageImage& page, const TextTerms& terms, const Cancel& cancel) {
  TRY(std::string language, joined_languages(terms.languages));
  auto answer = ask(page, TextTask::words, std::move(language), terms, cancel);
  if (!answer) return Failure(told(std::move(answer).error()));
  return parse_text(*answer, page.shape()).map_error(told);
}

Result<Orientation> find_orientation(const PageImage& page, const TextTerms& terms,
                                     const Cancel& cancel) {
  std::error_code ignored;
  if (!std::filesystem::exists(trained_data_folder() / "osd.traineddata", ignored))
    return fail(Errc::unsupported, "which way a page is up cannot be found: install the package "
                                   "tesseract-ocr-osd");
  auto answer = ask(page, TextTask::orientation, "osd", terms, cancel);
  if (!answer) return Failure(told(std::move(answer).error()));
  return parse_orientation(*answer).map_error(told);
}

} // namespace platen::scan
