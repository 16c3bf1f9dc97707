#include "scan/engine/small_picture.h"

#include "scan/pack/coder.h"
#include "scan/page/page_file.h"

#include <algorithm>
#include <vector>

namespace platen::scan {

namespace {

constexpr std::int32_t quality = 82; // of the JPEG: text stays sharp at twice a thumbnail's size
constexpr PixelFormat gray{gray8}, colour{rgb8};

class Text final : public ByteSink {
public:
  Result<void> write(Bytes bytes) override {
    all.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }
  std::string all;
};

// Where the pixel `at` of `small` begins among `large`.
std::int32_t edge(std::int32_t at, std::int32_t small, std::int32_t large) {
  return static_cast<std::int32_t>(std::int64_t{at} * large / small);
}

std::int32_t scaled(std::int32_t length, std::int32_t longest, std::int32_t most) {
  if (longest <= most) return length;
  return std::max<std::int32_t>(
      1, static_cast<std::int32_t>((std::int64_t{length} * most + longest / 2) / longest));
}

PageShape small_shape(const PageShape& page, std::int32_t most) {
  const std::int32_t longest = std::max(page.width, page.height);
  return {scaled(page.width, longest, most), scaled(page.height, longest, most),
          page.format == rgb8 ? colour : gray};
}

// Sums of the samples that fall into each sample of one small row.
class Row {
public:
  Row(const PageShape& page, const PageShape& small)
      : page_(page), channels_(static_cast<std::size_t>(small.format.channels())),
        sums_(static_cast<std::size_t>(small.width) * channels_) {
    for (std::int32_t x = 0; x <= small.width; ++x)
      edges_.push_back(static_cast<std::size_t>(edge(x, small.width, page.width)));
  }

  void add(std::span<const std::byte> row) {
    if (page_.format == mask1) row = unpacked(row);
    const auto* const samples = reinterpret_cast<const std::uint8_t*>(row.data());
    for (std::size_t x = 0; x + 1 < edges_.size(); ++x)
      for (std::size_t c = 0; c < channels_; ++c) {
        std::uint32_t sum = 0;
        for (std::size_t at = edges_[x] * channels_ + c; at < edges_[x + 1] * channels_;
             at += channels_)
          sum += samples[at];
        sums_[x * channels_ + c] += sum;
      }
    ++rows_;
  }

  // The means of what was added; begins anew.
  void take(std::span<std::byte> out) {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const std::size_t x = i / channels_;
      const auto count = rows_ * static_cast<std::uint32_t>(edges_[x + 1] - edges_[x]);
      out[i] = static_cast<std::byte>((sums_[i] + count / 2) / count);
    }
    std::ranges::fill(sums_, 0U);
    rows_ = 0;
  }

private:
  std::span<const std::byte> unpacked(std::span<const std::byte> row) {
    gray_.resize(static_cast<std::size_t>(page_.width));
    for (std::size_t x = 0; x < gray_.size(); ++x) {
      const unsigned ink = static_cast<unsigned>(row[x / 8]) >> (7 - x % 8) & 1U;
      gray_[x] = static_cast<std::byte>(ink != 0 ? 0 : 255);
    }
    return gray_;
  }

  PageShape page_;
  std::size_t channels_;
  std::vector<std::size_t> edges_; // where each small pixel begins, and the end
  std::vector<std::uint32_t> sums_;
  std::vector<std::byte> gray_; // one row of mask1
  std::uint32_t rows_ = 0;
};

} // namespace

Result<std::string> small_picture(const std::filesystem::path& file, std::int32_t most) {
  EXPECTS(most > 0);
  TRY(const PageFileReader page, open_page_file(file));
  const PageShape shape = page.rows->shape();
  const PageShape small = small_shape(shape, most);
  Text out;
  const PictureFacts facts{page.resolution, {}};
  TRY(const auto coder, make_jpeg_coder(small, quality, &facts, out));
  RowBuffer from(shape.width, 1, shape.format), to(small.width, 1, small.format);
  Row sums(shape, small);
  for (std::int32_t y = 0; y < small.height; ++y) {
    const std::int32_t end = edge(y + 1, small.height, shape.height);
    for (std::int32_t line = edge(y, small.height, shape.height); line < end; ++line) {
      TRY_VOID(page.rows->read(from.band({line, 1})));
      sums.add(from.band({line, 1}).row(line));
    }
    sums.take(to.band({y, 1}).row(y));
    TRY_VOID(coder->write(to.band({y, 1})));
  }
  TRY_VOID(coder->finish());
  return std::move(out.all);
}

} // namespace platen::scan
