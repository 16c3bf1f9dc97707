#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace platen::backup {

inline constexpr std::size_t tar_block = 512;
inline constexpr std::size_t tar_longest_name = 1'000;

// The header of a regular file, mode 0600 (POSIX.1-2001 pax, section "ustar Interchange Format"):
// a name of more than 100 bytes, or with other than ASCII, and a size of 8 GiB and more stand in
// a record before it.
std::string tar_header(const std::string& name, std::uint64_t bytes, std::int64_t time);
std::string tar_padding(std::uint64_t bytes); // behind the content
std::string tar_end();

// Takes such an archive apart as its bytes come. It knows regular files and pax records of them,
// and nothing else: no links, folders or devices. It may be anybody's.
class TarReader {
public:
  struct Services {
    // A file begins. An error, of this as of the others, ends the reading.
    std::function<Result<void>(const std::string& name, std::uint64_t bytes)> begin;
    std::function<Result<void>(Bytes piece)> content;
    std::function<Result<void>()> end; // the file is whole
  };
  explicit TarReader(Services services) : services_(std::move(services)) {}

  // Errc::malformed: that is no such archive.
  Result<void> take(Bytes bytes);
  Result<void> finish() const; // Errc::malformed: its end is missing

private:
  enum class Stage : std::uint8_t { header, record, content, padding, over };
  Result<std::size_t> take_some(Bytes bytes);
  Result<void> take_header(Bytes block);
  Result<void> take_record();
  Result<void> begin_file(const std::string& name, std::uint64_t bytes);
  void pad();

  Services services_;
  Stage stage_ = Stage::header;
  Buffer block_;       // begun header
  std::string record_; // pax
  std::uint64_t left_ = 0, padding_ = 0, offset_ = 0;
  bool in_record_ = false;
  int zero_blocks_ = 0;
  std::optional<std::string> next_name_;
  std::optional<std::uint64_t> next_size_;
};

} // namespace platen::backup
