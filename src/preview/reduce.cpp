#include "preview/reduce.h"

#include <algorithm>
#include <vector>

namespace platen::preview {

namespace {

template<class Sample>
void reduce_samples(const ConstBand& rows, std::int32_t factor, const Band& into, std::int32_t y) {
  const auto channels = static_cast<std::size_t>(rows.format().channels());
  const auto width = static_cast<std::size_t>(rows.width());
  const auto step = static_cast<std::size_t>(factor);
  const auto out = into.samples<Sample>(y);
  std::vector<std::uint64_t> sums(out.size(), 0);
  for (std::int32_t row = rows.rows().first; row < rows.rows().end(); ++row) {
    const auto in = rows.samples<Sample>(row);
    for (std::size_t x = 0; x < width; ++x)
      for (std::size_t c = 0; c < channels; ++c)
        sums[x / step * channels + c] += in[x * channels + c];
  }
  const auto height = static_cast<std::uint64_t>(rows.rows().count);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t first = i / channels * step;
    const std::uint64_t count = height * std::min(step, width - first);
    out[i] = static_cast<Sample>((sums[i] + count / 2) / count);
  }
}

} // namespace

void reduce(const ConstBand& rows, std::int32_t factor, const Band& into, std::int32_t y) {
  if (rows.format().depth == Depth::bits16)
    reduce_samples<std::uint16_t>(rows, factor, into, y);
  else
    reduce_samples<std::uint8_t>(rows, factor, into, y);
}

} // namespace platen::preview
