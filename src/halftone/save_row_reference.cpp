#include "halftone/save_row.h"

#include <algorithm>

namespace platen::halftone::reference {

namespace {

template<class Sample>
void save(const RowsAround<Sample>& rows, Sample step, std::span<Sample> out) {
  constexpr std::size_t reach = outline_px;
  for (std::size_t x = 0; x < out.size(); ++x) {
    Sample lightest = 0;
    for (std::size_t at = x < reach ? 0 : x - reach; at < std::min(out.size(), x + reach + 1); ++at)
      for (const auto& row : rows)
        lightest = std::max(lightest, row[at]);
    const Sample v = rows[reach][x];
    out[x] = lightest - v >= step ? v : thinned(v);
  }
}

} // namespace

void save_row(const RowsAround<std::uint8_t>& rows, std::span<std::uint8_t>,
              std::span<std::uint8_t> out) {
  save(rows, outline_step8, out);
}

void save_row(const RowsAround<std::uint16_t>& rows, std::span<std::uint16_t>,
              std::span<std::uint16_t> out) {
  save(rows, outline_step16, out);
}

} // namespace platen::halftone::reference
