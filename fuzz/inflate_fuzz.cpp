// A compressed document in pieces of any size: broken, too large, cut short, or the same bytes as
// in one piece.
#include "intake/ipp/inflate.h"

#include <cstdint>
#include <cstdlib>
#include <optional>

namespace {

using namespace platen;
using intake::ipp::Compression;

void expect(bool holds) {
  if (!holds) std::abort();
}

class Bounded final : public ByteSink {
public:
  Result<void> write(Bytes bytes) override {
    if (kept.size() + bytes.size() > (1U << 20)) return fail(Errc::limit, "enough");
    kept.insert(kept.end(), bytes.begin(), bytes.end());
    return {};
  }
  Buffer kept;
};

std::optional<Buffer> inflated(Compression compression, Bytes bytes, std::size_t step) {
  intake::ipp::Inflater inflater(compression);
  Bounded sink;
  while (!bytes.empty()) {
    const Bytes piece = bytes.first(std::min(step, bytes.size()));
    bytes = bytes.subspan(piece.size());
    if (const auto done = inflater.write(piece, sink); !done) {
      expect(!done.error().what.empty());
      return std::nullopt;
    }
  }
  if (!inflater.finish()) return std::nullopt;
  return sink.kept;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Compression compression = data[0] % 2 == 0 ? Compression::gzip : Compression::deflate;
  const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(1);
  const auto whole = inflated(compression, bytes, bytes.size());
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{64}})
    expect(inflated(compression, bytes, step) == whole);
  return 0;
}
