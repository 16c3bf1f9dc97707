#pragma once

#include "image/image.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <span>
#include <vector>

// Pages in memory, as sources and sinks for tests.
namespace platen::test {

inline std::vector<std::byte> random_page(const PageShape& shape, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::byte> page(shape.format.row_bytes(shape.width) *
                              static_cast<std::size_t>(shape.height));
  for (auto& byte : page)
    byte = static_cast<std::byte>(random());
  return page;
}

// The page as 16-bit samples, and back.
inline std::vector<std::uint16_t> samples16(const std::vector<std::byte>& page) {
  std::vector<std::uint16_t> samples;
  for (std::size_t i = 0; i + 1 < page.size(); i += 2) {
    std::uint16_t sample = 0;
    std::memcpy(&sample, page.data() + i, 2);
    samples.push_back(sample);
  }
  return samples;
}
inline std::vector<std::byte> bytes_of(const std::vector<std::uint16_t>& samples) {
  const auto bytes = std::as_bytes(std::span(samples));
  return {bytes.begin(), bytes.end()};
}

class MemorySource final : public RowSource {
public:
  MemorySource(const PageShape& shape, std::vector<std::byte> page)
      : shape_(shape), page_(std::move(page)) {}

  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    const auto row_bytes = static_cast<std::ptrdiff_t>(shape_.format.row_bytes(shape_.width));
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y, ++next_) {
      if (next_ == fail_at) return fail(Errc::malformed, "the source broke");
      EXPECTS(next_ < shape_.height && y == next_);
      std::copy_n(page_.begin() + next_ * row_bytes, row_bytes, into.row(y).begin());
    }
    return {};
  }
  std::int32_t rows_read() const { return next_; }

  std::int32_t fail_at = -1;

private:
  PageShape shape_;
  std::vector<std::byte> page_;
  std::int32_t next_ = 0;
};

class MemorySink final : public RowSink {
public:
  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.rows().first == next_);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y, ++next_) {
      if (next_ == fail_at) return fail(Errc::io, "the sink broke");
      page.insert(page.end(), rows.row(y).begin(), rows.row(y).end());
    }
    return {};
  }

  std::vector<std::byte> page;
  std::int32_t fail_at = -1;

private:
  std::int32_t next_ = 0;
};

} // namespace platen::test
