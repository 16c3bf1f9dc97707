#pragma once

#include "base/bytes.h"
#include "codec/picture.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace platen::codec {

// A seekable file that somebody else keeps open. Reads by offset, so readers of the same descriptor
// don't disturb each other and its own offset never moves.
class FileInput {
public:
  static Result<FileInput> open(int fd);
  std::uint64_t size() const { return size_; }
  // Fills `into` from `offset`; gives fewer bytes only at the end of the file.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const;
  // `count` bytes, or Errc::malformed with "the `what` ends early".
  Result<Buffer> take_at(std::uint64_t offset, std::size_t count, std::string_view what) const;

private:
  FileInput(int fd, std::uint64_t size) : fd_(fd), size_(size) {}
  int fd_;
  std::uint64_t size_;
};

// Refuses a page of no pixels (malformed) and one beyond the limits (limit), before anything is
// allocated for it. `what` is "the JPEG" and the like.
Result<void> check_size(std::uint64_t width, std::uint64_t height, const PictureLimits& limits,
                        std::string_view what);
// Refuses to hold more than limits.working_bytes; `why` says what would have to be held.
Result<void> check_memory(std::uint64_t bytes, const PictureLimits& limits, std::string_view what,
                          std::string_view why);

// "at row 812 of 4000", counted from 1: the first row that could not be had.
std::string row_of(std::int64_t rows_done, std::int64_t rows);

// A resolution that a file states, if it is one that a picture can have.
std::optional<double> sane_ppi(double ppi);

} // namespace platen::codec
