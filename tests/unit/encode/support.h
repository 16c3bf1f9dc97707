#pragma once

#include "base/device_link.h"
#include "base/limits.h"
#include "encode/language.h"
#include "image/image.h"
#include "model/model.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::test {

// One page in memory.
class Page {
public:
  explicit Page(const PageShape& shape)
      : shape_(shape), rows_(shape.width, shape.height, shape.format) {
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (std::byte& b : row(y))
        b = std::byte{0};
  }
  const PageShape& shape() const { return shape_; }
  std::span<std::byte> row(std::int32_t y) { return rows_.band({0, shape_.height}).row(y); }
  Bytes row(std::int32_t y) const { return rows_.band({0, shape_.height}).row(y); }
  ConstBand band(RowRange range) const {
    return ConstBand(rows_.band({0, shape_.height})).sub(range);
  }

private:
  PageShape shape_;
  RowBuffer rows_;
};

// Pixels drawn from few values in long and short runs, and rows that often repeat: what encoders
// look for. `texture` 0 is all one value, 100 is noise.
inline Page make_page(const PageShape& shape, unsigned texture, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
  Page page(shape);
  const std::size_t step =
      std::max<std::size_t>(1, static_cast<std::size_t>(shape.format.bits_per_pixel()) / 8);
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto row = page.row(y);
    if (y > 0 && !chance(texture + 10)) {
      const Bytes above = std::as_const(page).row(y - 1);
      std::memcpy(row.data(), above.data(), row.size());
      continue;
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool fresh =
          i < step || (i % step == 0 ? chance(texture) : row[i - 1] != row[i - 1 - step]);
      row[i] = fresh ? static_cast<std::byte>(chance(texture) ? random() : 0) : row[i - step];
    }
  }
  return page;
}

// Writes the page in bands of at most `band_rows` rows.
inline Result<void> write_page(const Page& page, encode::SideEncoder& encoder,
                               std::int32_t band_rows) {
  for (std::int32_t y = 0; y < page.shape().height; y += band_rows)
    TRY_VOID(encoder.write(page.band({y, std::min(band_rows, page.shape().height - y)})));
  return encoder.finish();
}

template<class T> T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  return std::move(*result);
}
inline void check_ok(const Result<void>& result) {
  ASSERT_TRUE(result.has_value()) << result.error().message();
}

// Parts of a model, built by hand.
inline model::MediaEntry media_entry(const std::string& name, Hmm width, Hmm height,
                                     const std::string& code) {
  model::MediaEntry entry;
  entry.size = {name, width, height};
  entry.code = code;
  return entry;
}
template<class Entry> Entry coded(const std::string& name, const std::string& code) {
  Entry entry;
  entry.name = name;
  entry.code = code;
  return entry;
}

// A device that keeps what it gets and may answer: `reply` sees each write and returns what to say.
class FakeDevice : public DeviceLink {
public:
  using Reply = std::function<std::string(std::string_view written)>;
  FakeDevice() = default; // cannot answer, like a file
  explicit FakeDevice(Reply reply) : reply_(std::move(reply)) {}

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    received.append(as_text(bytes));
    if (reply_) pending_ += reply_(as_text(bytes));
    return {};
  }
  Result<std::size_t> read(std::span<std::byte> into, std::chrono::milliseconds patience) override {
    if (!reply_) return fail(Errc::unsupported, "nothing comes back");
    if (into.empty()) return std::size_t{0};
    if (given_ == pending_.size()) {
      waited += patience;
      return fail(Errc::timeout, "silent");
    }
    // Little by little, as a network may.
    const std::size_t count = std::min({into.size(), pending_.size() - given_, std::size_t{7}});
    std::memcpy(into.data(), pending_.data() + given_, count);
    given_ += count;
    return count;
  }

  std::string received;
  std::chrono::milliseconds waited{0}; // patience that ended without a word

private:
  Reply reply_;
  std::string pending_; // all that was ever said
  std::size_t given_ = 0;
};

// A stable fingerprint for golden bytes (FNV-1a, 64 bits).
inline std::string fingerprint(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes)
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
  char text[24];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

} // namespace platen::test
