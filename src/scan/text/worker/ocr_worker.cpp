#include "scan/text/worker/ocr_worker.h"

#include "base/file.h"
#include "render/protocol.h"
#include "render/sandbox/sandbox.h"
#include "render/worker_exit.h"
#include "scan/text/answer.h"
#include "scan/text/question.h"
#include "scan/text/worker/enlarged.h"
#include "scan/text/worker/words.h"

#include <cerrno>
#include <cmath>
#include <memory>
#include <new>

#include <sys/mman.h>
#include <tesseract/baseapi.h>
#include <unistd.h>

namespace platen::scan {
namespace {

constexpr std::uint64_t most_question_bytes = 64 << 10;

Result<TextQuestion> read_question() {
  UniqueFd fd(render::request_fd);
  TRY(const std::uint64_t size, file_size(fd.get()));
  if (size > most_question_bytes) return fail(Errc::limit, "the question is too long");
  Buffer bytes(static_cast<std::size_t>(size));
  if (::pread(fd.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return fail(Errc::io, "cannot read the question: " + errno_text(errno));
  return parse_question(bytes);
}

Result<void> lock_in(const TextQuestion& question) {
  render::sandbox::Rules rules;
  rules.memory_bytes = question.memory_bytes;
  rules.cpu = question.cpu;
  rules.readable = {question.folder};
  rules.accept_less = question.accept_less;
  return render::sandbox::enter(rules);
}

// The page's rows as they lie in the parent's file of memory.
struct Unmap {
  std::size_t size = 0;
  void operator()(const std::byte* rows) const { ::munmap(const_cast<std::byte*>(rows), size); }
};
using Rows = std::unique_ptr<const std::byte, Unmap>;

Result<Rows> map_rows(PageShape shape) {
  TRY(const std::size_t wanted,
      checked_multiply(shape.format.row_bytes(shape.width), static_cast<std::size_t>(shape.height),
                       "the page"));
  TRY(const std::uint64_t size, file_size(render::document_fd));
  if (size != wanted) return fail(Errc::malformed, "the page is not as large as its shape says");
  void* const rows = ::mmap(nullptr, wanted, PROT_READ, MAP_PRIVATE, render::document_fd, 0);
  if (rows == MAP_FAILED) return fail(Errc::io, "cannot read the page: " + errno_text(errno));
  return Rows(static_cast<const std::byte*>(rows), Unmap{wanted});
}

// Tesseract copies what it is given.
void set_page(tesseract::TessBaseAPI& engine, const Rows& rows, const TextQuestion& question) {
  const PageShape shape = question.shape;
  const std::size_t row_bytes = shape.format.row_bytes(shape.width);
  const auto line = static_cast<int>(row_bytes);
  if (shape.format == mask1) {
    // A 1 is white there, and ink here.
    std::vector<unsigned char> turned(row_bytes * static_cast<std::size_t>(shape.height));
    for (std::size_t i = 0; i < turned.size(); ++i)
      turned[i] = static_cast<unsigned char>(~std::to_integer<unsigned>(rows.get()[i]));
    engine.SetImage(turned.data(), shape.width, shape.height, 0, line);
  } else {
    engine.SetImage(reinterpret_cast<const unsigned char*>(rows.get()), shape.width, shape.height,
                    shape.format.channels(), line);
  }
  engine.SetSourceResolution(question.resolution.v);
}

Result<void> start(tesseract::TessBaseAPI& engine, const TextQuestion& question,
                   tesseract::OcrEngineMode mode) {
  if (engine.Init(question.folder.c_str(), question.language.c_str(), mode) == 0) return {};
  return fail(Errc::unsupported, "Tesseract cannot use its data for \"" + question.language +
                                     "\" in " + question.folder + ": install its packages again");
}

Result<PageText> read_words(const TextQuestion& question, const Rows& rows) {
  tesseract::TessBaseAPI engine;
  TRY_VOID(start(engine, question, tesseract::OEM_DEFAULT));
  engine.SetPageSegMode(tesseract::PSM_AUTO);
  set_page(engine, rows, question);
  if (engine.Recognize(nullptr) != 0) return fail(Errc::malformed, "Tesseract gave the page up");
  const std::unique_ptr<tesseract::ResultIterator> found(engine.GetIterator());
  return found ? collect_words(*found, question.shape) : PageText{};
}

// How far the picture has to be turned on, clockwise; 0 and not sure where it has too few letters.
Orientation orientation_of(tesseract::TessBaseAPI& engine) {
  int turned = 0;
  float sure = 0, script_sure = 0;
  const char* script = nullptr;
  if (!engine.DetectOrientationScript(&turned, &sure, &script, &script_sure)) return {0, 0.0};
  return {(360 - turned) % 360, sure > 0 ? double(sure) : 0.0};
}

Orientation enlarged_orientation(tesseract::TessBaseAPI& engine, const Rows& rows,
                                 const TextQuestion& question) {
  const PageShape shape = question.shape;
  const Buffer large = twice_as_large(rows.get(), shape);
  engine.SetImage(reinterpret_cast<const unsigned char*>(large.data()), 2 * shape.width,
                  2 * shape.height, 1, 2 * shape.width);
  engine.SetSourceResolution(2 * question.resolution.v);
  return orientation_of(engine);
}

// Letters of small print are some ten pixels high below 200 dpi: Tesseract tells them better twice
// as large. Where that leaves doubts, what it says of the page as it is counts as well: what both
// say is surer, and what they contradict each other in is less sure.
Result<Orientation> read_orientation(const TextQuestion& question, const Rows& rows) {
  constexpr std::int64_t most_pixels = 40'000'000;
  constexpr int coarse = 200;
  constexpr double doubtful = 6;
  tesseract::TessBaseAPI engine;
  TRY_VOID(start(engine, question, tesseract::OEM_TESSERACT_ONLY)); // its data has no other
  engine.SetPageSegMode(tesseract::PSM_OSD_ONLY);
  const std::int64_t enlarged = std::int64_t{4} * question.shape.width * question.shape.height;
  const bool small = question.resolution.v < coarse && enlarged <= most_pixels;
  Orientation best{0, 0.0};
  if (small) best = enlarged_orientation(engine, rows, question);
  if (best.second >= doubtful) return best;
  set_page(engine, rows, question);
  const Orientation plain = orientation_of(engine);
  if (!small || plain.second == 0) return small ? best : plain;
  if (plain.first == best.first) return Orientation{best.first, best.second + plain.second};
  const Orientation& surer = plain.second > best.second ? plain : best;
  return Orientation{surer.first, std::abs(plain.second - best.second)};
}

Result<Buffer> answer(const TextQuestion& question) {
  TRY(const Rows rows, map_rows(question.shape));
  if (question.task == TextTask::orientation) {
    TRY(const Orientation orientation, read_orientation(question, rows));
    return encode_answer(orientation);
  }
  TRY(const PageText text, read_words(question, rows));
  return encode_answer(text);
}

int refuse(const Error& error) {
  const std::string line = std::string(render::refusal_prefix) + error.message() + "\n";
  static_cast<void>(write_all(render::diagnostics_fd, as_bytes(line)));
  return render::exit_refused;
}

} // namespace

int run_ocr() {
  std::set_new_handler([] { ::_exit(render::exit_out_of_memory); });
  const auto question = read_question();
  if (!question) return refuse(question.error());
  if (const auto locked = lock_in(*question); !locked) return refuse(locked.error());
  const auto found = answer(*question);
  const Buffer said = found ? *found : encode_answer(found.error());
  if (const auto told = write_all(render::output_fd, said); !told) return refuse(told.error());
  return 0;
}

} // namespace platen::scan
