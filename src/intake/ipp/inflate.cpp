#include "intake/ipp/inflate.h"

#include "base/limits.h"

#include <algorithm>
#include <array>

#include <zlib.h>

namespace platen::intake::ipp {

std::optional<Compression> compression_of(std::string_view keyword) {
  if (keyword == "none") return Compression::none;
  if (keyword == "gzip") return Compression::gzip;
  if (keyword == "deflate") return Compression::deflate;
  return std::nullopt;
}

namespace {

constexpr int gzip_wrapping = 16 + MAX_WBITS, zlib_wrapping = MAX_WBITS, no_wrapping = -MAX_WBITS;
constexpr std::size_t telling_bytes = 2; // that tell a zlib header from bare deflate

// RFC 1950 section 2.2. Bare deflate would have to begin with a stored block whose padding is set.
bool has_zlib_header(Bytes first) {
  const auto b0 = std::to_integer<unsigned>(first[0]), b1 = std::to_integer<unsigned>(first[1]);
  return (b0 & 0x0fU) == 8 && (b0 * 256 + b1) % 31 == 0;
}

} // namespace

struct Inflater::Stream {
  explicit Stream(int window) { ready = inflateInit2(&z, window) == Z_OK; }
  ~Stream() {
    if (ready) inflateEnd(&z);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  z_stream z{};
  bool ready = false;
};

Inflater::Inflater(Compression compression) : compression_(compression) {}
Inflater::~Inflater() = default;

Result<void> Inflater::write(Bytes piece, ByteSink& sink) {
  if (compression_ == Compression::none) return sink.write(piece);
  in_ += piece.size();
  if (stream_) return run(piece, sink);
  first_.insert(first_.end(), piece.begin(), piece.end());
  if (first_.size() < telling_bytes) return {};
  const int bare_or_zlib = has_zlib_header(first_) ? zlib_wrapping : no_wrapping;
  stream_ =
      std::make_unique<Stream>(compression_ == Compression::gzip ? gzip_wrapping : bare_or_zlib);
  if (!stream_->ready) return fail(Errc::io, "no memory to decompress the document");
  const Buffer first = std::move(first_);
  return run(first, sink);
}

Result<void> Inflater::run(Bytes piece, ByteSink& sink) {
  std::array<std::byte, 64 << 10> out;
  z_stream& z = stream_->z;
  // zlib does not write to its input; its interface is older than const.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(piece.data()));
  z.avail_in = static_cast<uInt>(piece.size());
  do {
    if (ended_) {
      if (z.avail_in == 0) return {};
      // RFC 1952 section 2.2: members follow one another.
      if (compression_ != Compression::gzip || inflateReset(&z) != Z_OK)
        return fail(Errc::malformed, "something follows the end of the compressed document");
      ended_ = false;
    }
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const int state = inflate(&z, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
      return fail(Errc::malformed, "the compressed document is broken");
    const std::size_t count = out.size() - z.avail_out;
    out_ += count;
    if (out_ >
        std::min(limits::document_bytes, limits::inflate_bytes + in_ * limits::inflate_ratio))
      return fail(Errc::limit, "the document grows too much when it is decompressed");
    TRY_VOID(sink.write(Bytes(out).first(count)));
    ended_ = state == Z_STREAM_END;
  } while (z.avail_in > 0 || z.avail_out == 0);
  return {};
}

Result<void> Inflater::finish() const {
  if (compression_ == Compression::none || ended_ || in_ == 0) return {};
  return fail(Errc::malformed, "the compressed document is cut short");
}

} // namespace platen::intake::ipp
