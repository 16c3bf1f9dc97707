#include "base/limits.h"
#include "wire/ipp/message.h"

#include <cstdint>
#include <cstdlib>

// Bytes from anywhere as an IPP message: our frame and libcups find the same end, whatever pieces
// they come in, and what is read is written and read again as the same.
namespace {

using namespace platen;
using platen::ipp::Frame;
using platen::ipp::Message;

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_pieces(Bytes bytes, const Result<std::optional<std::size_t>>& whole) {
  Frame frame;
  std::size_t arrived = 0;
  while (true) {
    const auto end = frame.find_end(bytes.first(arrived), limits::ipp_bytes);
    if (!end || *end) {
      expect(end.has_value() == whole.has_value());
      if (end) expect(*end == *whole);
      return;
    }
    if (arrived == bytes.size()) break;
    arrived = std::min(bytes.size(), arrived * 2 + 1);
  }
  expect(whole && !*whole);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  Frame frame;
  const auto end = frame.find_end(bytes, limits::ipp_bytes);
  check_pieces(bytes, end);
  if (!end || !*end) return 0;
  expect(**end <= size);
  const auto message = Message::parse(bytes.first(**end));
  if (!message) return 0; // well framed, and still no message to libcups
  const std::string again = message->encode();
  const auto back = Message::parse(as_bytes(again));
  expect(back.has_value());
  expect(back->encode() == again);
  return 0;
}
