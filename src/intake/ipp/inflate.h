#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace platen::intake::ipp {

// The values of "compression" (RFC 8011 section 5.4.32) that we take.
enum class Compression : std::uint8_t { none, gzip, deflate };
std::optional<Compression> compression_of(std::string_view keyword);

// Decompresses a stream piece by piece. "deflate" is RFC 1951; the zlib wrapping that some clients
// put around it is taken as well.
class Inflater {
public:
  explicit Inflater(Compression compression);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Errc::malformed: broken data; Errc::limit: it grows beyond limits::inflate_*, or
  // limits::document_bytes; else the sink's error.
  Result<void> write(Bytes piece, ByteSink& sink);
  Result<void> finish() const; // Errc::malformed: the stream is cut short

private:
  struct Stream;
  Result<void> run(Bytes piece, ByteSink& sink);
  Compression compression_;
  std::unique_ptr<Stream> stream_; // made with the first bytes, which tell its form
  Buffer first_;
  std::uint64_t in_ = 0, out_ = 0;
  bool ended_ = false;
};

} // namespace platen::intake::ipp
