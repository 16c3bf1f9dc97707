// What a platen-ocr that was taken over may say: the first byte chooses the parser. What is let
// through lies on the page and can be written.
#include "base/utf8.h"
#include "scan/text/answer.h"
#include "scan/text/question.h"

#include <cmath>
#include <cstdlib>

using namespace platen;
using namespace platen::scan;

namespace {

constexpr PageShape page{2480, 3508, gray8};

void check(const Word& word) {
  const bool whole = !word.text.empty() && valid_utf8_prefix(word.text) == word.text.size();
  const bool inside = word.left >= 0 && word.top >= 0 && word.width > 0 && word.height > 0 &&
                      word.left + word.width <= page.width &&
                      word.top + word.height <= page.height && word.baseline >= 0 &&
                      word.baseline <= page.height;
  const bool sane = std::isfinite(word.slope) && word.confidence >= 0 && word.confidence <= 100;
  if (!whole || !inside || !sane) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes bytes = std::as_bytes(std::span(data + 1, size - 1));
  switch (data[0] % 3) {
  case 0: {
    const auto text = parse_text(bytes, page);
    if (!text && text.error().message().find('\n') != std::string::npos) std::abort();
    if (!text) break;
    for (const Line& line : text->lines)
      for (const Word& word : line.words)
        check(word);
    break;
  }
  case 1: {
    const auto found = parse_orientation(bytes);
    if (found && (found->first % 90 != 0 || found->first > 270 || found->second < 0)) std::abort();
    break;
  }
  default:
    static_cast<void>(parse_question(bytes));
  }
  return 0;
}
