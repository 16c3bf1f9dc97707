// Plain text of any kind: every line that is handed to the typesetter is UTF-8 without control
// characters.
#include "base/utf8.h"
#include "worker/text_lines.h"

#include <cstdlib>

using namespace platen;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  worker::TextReader reader(std::as_bytes(std::span(data, size)));
  std::size_t lines = 0;
  for (worker::TextLine line;;) {
    const auto more = reader.next(line);
    if (!more || !*more) return 0;
    if (++lines > size + 1) std::abort(); // no progress
    if (valid_utf8_prefix(line.text) != line.text.size()) std::abort();
    for (const char c : line.text)
      if (static_cast<unsigned char>(c) < 0x20 && c != '\t') std::abort();
  }
}
