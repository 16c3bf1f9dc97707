#include "scan/text/answer.h"

#include "base/utf8.h"
#include "render/field_io.h"
#include "render/protocol.h"

#include <cmath>

namespace platen::scan {
namespace {

enum class Kind : std::uint8_t { failure = 1, text, orientation };

constexpr double steepest = 1.0; // rows per column; steeper lines are not written from the left

Failure nonsense(std::string_view part) {
  return fail(Errc::malformed,
              "the text recognition gave " + std::string(part) + " that none can have");
}

template<class Io, class W> void word_fields(Io& io, W& word) {
  io.field(word.text);
  io.field(word.left);
  io.field(word.top);
  io.field(word.width);
  io.field(word.height);
  io.field(word.baseline);
  io.field(word.slope);
  io.field(word.confidence);
}

Buffer of_kind(Kind kind, const Buffer& body) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(kind));
  out.bytes(body);
  return std::move(out.buffer);
}

// What follows the kind; the worker's own error where it says that.
Result<Bytes> body_of(Bytes answer, Kind wanted) {
  if (answer.empty()) return nonsense("an answer");
  const auto kind = static_cast<Kind>(answer[0]);
  if (kind == Kind::failure) return Failure(render::parse_failure(answer.subspan(1)));
  if (kind != wanted) return nonsense("an answer");
  return answer.subspan(1);
}

bool is_text(std::string_view text) {
  if (text.empty() || text.size() > most_word_bytes) return false;
  while (!text.empty()) {
    const std::size_t length = utf8_character(text);
    if (length == 0 || is_utf8_control(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

// `start` and `length` within 0..`whole`.
bool lies_within(std::int32_t start, std::int32_t length, std::int32_t whole) {
  return start >= 0 && length > 0 && start < whole && length <= whole - start;
}

bool lies_on(const Word& word, PageShape page) {
  return lies_within(word.left, word.width, page.width) &&
         lies_within(word.top, word.height, page.height) && word.baseline >= 0 &&
         word.baseline <= page.height && std::abs(word.slope) <= steepest;
}

} // namespace

Buffer encode_answer(const PageText& text) {
  render::Writer out;
  out.list(text.lines, [](render::Writer& io, const Line& line) {
    io.list(line.words, [](render::Writer& inner, const Word& word) { word_fields(inner, word); });
  });
  return of_kind(Kind::text, out.take());
}

Buffer encode_answer(Orientation orientation) {
  render::Writer out;
  out.field(orientation.first);
  out.field(orientation.second);
  return of_kind(Kind::orientation, out.take());
}

Buffer encode_answer(const Error& error) {
  return of_kind(Kind::failure, render::encode_failure(error));
}

Result<PageText> parse_text(Bytes answer, PageShape page) {
  TRY(const Bytes body, body_of(answer, Kind::text));
  render::Reader in(body);
  PageText text;
  in.list(text.lines, [](render::Reader& io, Line& line) {
    io.list(line.words, [](render::Reader& inner, Word& word) { word_fields(inner, word); });
  });
  if (!in.whole()) return nonsense("an answer");
  std::size_t words = 0;
  for (const Line& line : text.lines) {
    words += line.words.size();
    if (line.words.empty() || words > most_words) return nonsense("lines");
    for (const Word& word : line.words) {
      if (!is_text(word.text)) return nonsense("a word");
      if (!lies_on(word, page)) return nonsense("a place");
      if (word.confidence < 0 || word.confidence > 100) return nonsense("a confidence");
    }
  }
  return text;
}

Result<Orientation> parse_orientation(Bytes answer) {
  TRY(const Bytes body, body_of(answer, Kind::orientation));
  render::Reader in(body);
  Orientation orientation;
  in.field(orientation.first);
  in.field(orientation.second);
  const auto [turn, sure] = orientation;
  const bool quarter = turn == 0 || turn == 90 || turn == 180 || turn == 270;
  if (!in.whole() || !quarter || sure < 0) return nonsense("an orientation");
  return orientation;
}

} // namespace platen::scan
