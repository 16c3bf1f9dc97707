#include "scan/pack/flate.h"

#include <array>

#include <zlib.h>

namespace platen::scan {

struct Deflater::State {
  ByteSink& out;
  z_stream stream{};
  std::array<std::byte, 65536> block{};
  bool ready = false; // else there was no memory for it
};

Deflater::Deflater(ByteSink& out, Content content) : state_(new State{.out = out}) {
  constexpr int window_bits = 15, memory_level = 8; // zlib's defaults
  const int strategy = content == Content::differences ? Z_FILTERED : Z_DEFAULT_STRATEGY;
  state_->ready = ::deflateInit2(&state_->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits,
                                 memory_level, strategy) == Z_OK;
}

Deflater::~Deflater() {
  if (state_->ready) ::deflateEnd(&state_->stream);
}

Result<void> Deflater::run(Bytes bytes, bool last) {
  if (!state_->ready) return fail(Errc::io, "cannot compress the page: no memory");
  z_stream& stream = state_->stream;
  // zlib does not write to its input.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (bool more = true; more;) {
    stream.next_out = reinterpret_cast<Bytef*>(state_->block.data());
    stream.avail_out = static_cast<uInt>(state_->block.size());
    const int outcome = ::deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    EXPECTS(outcome != Z_STREAM_ERROR);
    const std::size_t made = state_->block.size() - stream.avail_out;
    if (made > 0) TRY_VOID(state_->out.write(Bytes(state_->block).first(made)));
    more = last ? outcome != Z_STREAM_END : stream.avail_out == 0;
  }
  return {};
}

Result<void> Deflater::write(Bytes bytes) {
  return run(bytes, false);
}

Result<void> Deflater::finish() {
  return run({}, true);
}

Result<Buffer> deflated(Bytes bytes) {
  BufferSink out;
  Deflater deflater(out);
  TRY_VOID(deflater.write(bytes));
  TRY_VOID(deflater.finish());
  return std::move(out.buffer);
}

} // namespace platen::scan
