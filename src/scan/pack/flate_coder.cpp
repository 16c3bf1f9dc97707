#include "scan/pack/coder.h"
#include "scan/pack/flate.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace platen::scan {
namespace {

// ISO 15948, 9.2. Of a mask, rows are best as they are (9.6).
enum Filter : std::uint8_t { none, sub, up, average, paeth };
constexpr std::size_t filters = 5;

int paeth_of(int left, int above, int corner) {
  const int guess = left + above - corner;
  const int to_left = std::abs(guess - left), to_above = std::abs(guess - above),
            to_corner = std::abs(guess - corner);
  if (to_left <= to_above && to_left <= to_corner) return left;
  return to_above <= to_corner ? above : corner;
}

class FlateCoder final : public PageCoder {
public:
  FlateCoder(PageShape shape, ByteSink& out)
      : shape_(shape),
        deflater_(out, shape.format == mask1 ? Content::words : Content::differences),
        above_(shape.format.row_bytes(shape.width)) {
    for (auto& line : tries_)
      line.resize(above_.size() + 1);
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == shape_.format && rows.width() == shape_.width);
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      const Bytes raw = rows.row(y);
      const std::span row(reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
      TRY_VOID(deflater_.write(std::as_bytes(std::span(filtered(row)))));
      std::ranges::copy(row, above_.begin());
    }
    return {};
  }
  Result<void> finish() override { return deflater_.finish(); }

private:
  using Row = std::span<const std::uint8_t>;

  // The row with the filter that suits it, which comes first.
  const std::vector<std::uint8_t>& filtered(Row row) {
    if (shape_.format == mask1) {
      // A 1 bit is ink here and white there.
      std::ranges::transform(row, tries_[none].begin() + 1,
                             [](std::uint8_t b) { return static_cast<std::uint8_t>(~b); });
      return tries_[none];
    }
    const auto pixel = static_cast<std::size_t>(shape_.format.channels());
    const auto attempt = [&](Filter filter, auto predict) -> std::uint64_t {
      std::vector<std::uint8_t>& line = tries_[filter];
      line[0] = filter;
      std::uint64_t sum = 0; // of distances from zero: the least deflates best, as a rule (12.8)
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::uint8_t left = i < pixel ? 0 : row[i - pixel];
        const std::uint8_t corner = i < pixel ? 0 : above_[i - pixel];
        const auto rest = static_cast<std::uint8_t>(row[i] - predict(left, above_[i], corner));
        line[i + 1] = rest;
        sum += rest < 128 ? rest : 256U - rest;
      }
      return sum;
    };
    const std::array<std::uint64_t, filters> sums{
        attempt(none, [](int, int, int) { return 0; }),
        attempt(sub, [](int left, int, int) { return left; }),
        attempt(up, [](int, int above, int) { return above; }),
        attempt(average, [](int left, int above, int) { return (left + above) / 2; }),
        attempt(paeth, paeth_of)};
    return tries_[static_cast<std::size_t>(std::ranges::min_element(sums) - sums.begin())];
  }

  PageShape shape_;
  Deflater deflater_;
  std::vector<std::uint8_t> above_;
  std::array<std::vector<std::uint8_t>, filters> tries_ = {};
};

} // namespace

Result<std::unique_ptr<PageCoder>> make_flate_coder(PageShape shape, ByteSink& out) {
  return std::make_unique<FlateCoder>(shape, out);
}

} // namespace platen::scan
