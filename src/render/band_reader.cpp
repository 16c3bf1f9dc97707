#include "render/band_reader.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace platen::render {
namespace {

constexpr std::size_t most_spans = 512; // the kernel takes 1024 (IOV_MAX)

// Hands out what is still missing of a band as spans for readv.
class Missing {
public:
  explicit Missing(Band band)
      : band_(band), row_bytes_(band.row_bytes()),
        left_(row_bytes_ * static_cast<std::size_t>(band.rows().count)) {
    // Rows that touch are one long row.
    if (band.stride() == row_bytes_) row_bytes_ = left_;
  }
  std::size_t left() const { return left_; }
  std::span<const iovec> spans() {
    std::size_t count = 0, row = row_, column = column_;
    for (std::size_t left = left_; left > 0 && count < most_spans; ++count, ++row, column = 0) {
      const std::size_t length = std::min(row_bytes_ - column, left);
      spans_[count] = {band_.base() + row * band_.stride() + column, length};
      left -= length;
    }
    return {spans_.data(), count};
  }
  void filled(std::size_t bytes) {
    left_ -= bytes;
    column_ += bytes;
    row_ += column_ / row_bytes_;
    column_ %= row_bytes_;
  }

private:
  Band band_;
  std::size_t row_bytes_, left_;
  std::size_t row_ = 0, column_ = 0;
  std::array<iovec, most_spans> spans_{};
};

std::size_t fill_from(Bytes& pending, std::span<const iovec> spans) {
  std::size_t used = 0;
  for (const iovec& span : spans) {
    const std::size_t count = std::min(span.iov_len, pending.size());
    std::memcpy(span.iov_base, pending.data(), count);
    pending = pending.subspan(count);
    used += count;
  }
  return used;
}

} // namespace

Result<void> read_band(WorkerProcess& worker, Band into, Bytes& pending) {
  Missing missing(into);
  while (missing.left() > 0) {
    if (!pending.empty()) {
      missing.filled(fill_from(pending, missing.spans()));
      continue;
    }
    TRY(const std::size_t got, worker.read(missing.spans()));
    if (got == 0) return Failure(worker.ended_early());
    missing.filled(got);
  }
  return {};
}

} // namespace platen::render
