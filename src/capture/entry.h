#pragma once

#include "base/bytes.h"

#include <string>
#include <string_view>

// A captured print job taken apart: one entry for each thing in it, in the order of the file.
namespace platen::capture {

enum class Comparing : std::uint8_t {
  always,
  varies, // times, names, hosts: they differ between any two jobs
  never,  // how the same bytes were cut and packed
};

struct Entry {
  std::uint64_t offset = 0; // in the file
  std::uint64_t bytes = 0;
  int depth = 0;       // 0: a packet; 1: what is in it; 2: what belongs to that
  std::string key{};   // "attribute 07D7", "tag C3": the same in two captures for the same thing
  std::string name{};  // what the sources say it is; empty: nobody knows
  std::string value{}; // in words where they are known, else hexadecimal
  bool fault = false;  // it breaks the rules of the form
  Comparing comparing = Comparing::always;
};

// One page as its bands fill it. Rows without a band are white.
struct Page {
  std::int32_t number = 0; // from 1
  std::int32_t width = 0;  // pixels
  std::int32_t height = 0; // rows, of the bands
  std::int32_t bits = 1;   // of a pixel: 1 (1 is ink) or 2 (0 white to 3 black)
  std::size_t row_bytes = 0;
  Buffer rows; // row_bytes x height; pixels from the highest bits on
};

// Who looks at a capture.
class Listener {
public:
  virtual ~Listener() = default;
  virtual Result<void> entry(Entry entry) = 0;
  virtual bool wants_pages() const { return false; }
  virtual Result<void> page(const Page&) { return {}; }
};

// "C1 85 10": at most `most` bytes, then how many there are and a digest of all.
std::string hex(Bytes bytes, std::size_t most = 64);
std::string hex16(std::uint16_t value);
std::string hex8(std::uint8_t value);
// FNV-1a of 64 bits, as 16 hexadecimal digits.
std::string digest(Bytes bytes);
// Printable ASCII between quotes; anything else becomes \xNN.
std::string quoted(Bytes bytes, std::size_t most = 255);

} // namespace platen::capture
