#pragma once

#include "image/image.h"

#include <cstring>
#include <random>
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
  std::vector<std::uint16_t> samples(page.size() / 2);
  std::memcpy(samples.data(), page.data(), page.size());
  return samples;
}
inline std::vector<std::byte> bytes_of(const std::vector<std::uint16_t>& samples) {
  std::vector<std::byte> page(samples.size() * 2);
  std::memcpy(page.data(), samples.data(), page.size());
  return page;
}

class MemorySource final : public RowSource {
public:
  MemorySource(const PageShape& shape, std::vector<std::byte> page)
      : shape_(shape), page_(std::move(page)) {}

  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    const std::size_t row_bytes = shape_.format.row_bytes(shape_.width);
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y, ++next_) {
      if (next_ == fail_at) return fail(Errc::malformed, "the source broke");
      EXPECTS(next_ < shape_.height && y == next_);
      std::memcpy(into.row(y).data(), page_.data() + static_cast<std::size_t>(next_) * row_bytes,
                  row_bytes);
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
