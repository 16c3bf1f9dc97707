#pragma once

#include "base/bytes.h"
#include "image/image.h"
#include "scan/text/text.h"

#include <utility>

// What a platen-ocr says: one byte for the kind of its answer, then that, and then nothing more. It
// may have been taken over by its page: the parent believes nothing that these parsers have not
// checked.
namespace platen::scan {

inline constexpr std::size_t most_answer_bytes = std::size_t{32} << 20;
// An A3 page of 5-point type has some 25,000 words; speckles may look like more.
inline constexpr std::size_t most_words = 100'000;
inline constexpr std::size_t most_word_bytes = 1'000;

using Orientation = std::pair<std::int32_t, double>; // clockwise degrees to upright; how sure

Buffer encode_answer(const PageText& text);
Buffer encode_answer(Orientation orientation);
Buffer encode_answer(const Error& error);

// Words that lie on a page of this shape, of well-formed UTF-8 without control characters; the
// worker's error; or Errc::malformed.
Result<PageText> parse_text(Bytes answer, PageShape page);
Result<Orientation> parse_orientation(Bytes answer);

} // namespace platen::scan
