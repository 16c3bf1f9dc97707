#include "encode/pclxl/delta_row.h"
#include "encode/pclxl/packbits.h"
#include "encode/pclxl/packbits_least.h"

// The codes of packbits.h and delta_row.h in their plainest form.
namespace platen::encode::pclxl {

void packbits_reference(Bytes row, Buffer& out) {
  const auto equal_from = [&](std::size_t i) {
    std::size_t n = 1;
    while (i + n < row.size() && row[i + n] == row[i])
      ++n;
    return n;
  };
  std::size_t i = 0;
  while (i < row.size()) {
    std::size_t run = equal_from(i);
    if (run >= 2) {
      while (run > 0) {
        const std::size_t now = run < 128 ? run : 128;
        out.push_back(static_cast<std::byte>(now == 1 ? 0 : 257 - now));
        out.push_back(row[i]);
        i += now;
        run -= now;
      }
      continue;
    }
    std::size_t end = i; // a literal goes on to the next run of three
    while (end < row.size() && equal_from(end) < 3)
      end += equal_from(end);
    while (i < end) {
      const std::size_t now = end - i < 128 ? end - i : 128;
      out.push_back(static_cast<std::byte>(now - 1));
      for (const std::size_t stop = i + now; i < stop; ++i)
        out.push_back(row[i]);
    }
  }
}

std::size_t packbits_least_reference(std::span<const std::uint64_t> equal, std::size_t row_bytes) {
  std::size_t least = 0;
  std::size_t length_before = 0; // of the stretch of equal bytes before
  for (std::size_t i = 0; i < row_bytes;) {
    std::size_t length = 1;
    while (i + length < row_bytes &&
           (equal[(i + length - 1) / 64] >> ((i + length - 1) % 64) & 1) != 0)
      ++length;
    least += length == 1 ? 1 : 2;
    if (length == 1 && length_before >= 3) ++least;
    length_before = length;
    i += length;
  }
  return least;
}

void delta_row_reference(Bytes row, Bytes before, Buffer& out) {
  const auto changed = [&](std::size_t i) { return i < row.size() && row[i] != before[i]; };
  Buffer commands;
  std::size_t done = 0;
  for (std::size_t start = 0; start < row.size();) {
    if (!changed(start)) {
      ++start;
      continue;
    }
    std::size_t length = 1;
    for (;;) {
      if (length + 1 <= 8 && changed(start + length))
        length += 1;
      else if (length + 2 <= 8 && changed(start + length + 1))
        length += 2;
      else
        break;
    }
    std::size_t keep = start - done;
    commands.push_back(static_cast<std::byte>((length - 1) * 32 + (keep < 31 ? keep : 31)));
    if (keep >= 31) {
      keep -= 31;
      for (; keep >= 255; keep -= 255)
        commands.push_back(std::byte{255});
      commands.push_back(static_cast<std::byte>(keep));
    }
    for (std::size_t i = start; i < start + length; ++i)
      commands.push_back(row[i]);
    done = start = start + length;
  }
  out.push_back(static_cast<std::byte>(commands.size() % 256));
  out.push_back(static_cast<std::byte>(commands.size() / 256));
  out.insert(out.end(), commands.begin(), commands.end());
}

} // namespace platen::encode::pclxl
