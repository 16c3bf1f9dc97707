#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <chrono>
#include <string>
#include <vector>

// What platen asks of one platen-ocr, by file descriptor 3; the page's rows, without gaps between
// them, come by descriptor 0. Descriptors and exit codes are those of every worker
// (render/protocol.h, render/worker_exit.h).
namespace platen::scan {

enum class TextTask : std::uint8_t { words, orientation };

struct TextQuestion {
  TextTask task = TextTask::words;
  PageShape shape;
  Dpi resolution;
  std::uint64_t memory_bytes = 0; // address space
  std::chrono::seconds cpu{0};
  bool accept_less = false; // work even where the kernel cannot confine it wholly
  std::string folder;       // of the trained data
  std::string language;     // as Tesseract takes them: "deu+eng"
};
Buffer encode(const TextQuestion& question);
// Errc::malformed, also for a shape that is none.
Result<TextQuestion> parse_question(Bytes bytes);

} // namespace platen::scan
