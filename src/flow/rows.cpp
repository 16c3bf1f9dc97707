#include "flow/rows.h"

#include <algorithm>
#include <cstring>

namespace platen::flow {

Result<void> copy_rows(RowSource& source, RowSink& sink, const Cancel& cancel) {
  constexpr std::int32_t rows_at_once = 128;
  const PageShape shape = source.shape();
  RowBuffer buffer(shape.width, std::min(rows_at_once, shape.height), shape.format);
  for (std::int32_t first = 0; first < shape.height; first += rows_at_once) {
    if (cancel.requested()) return fail(Errc::cancelled, "the job was cancelled");
    const Band band = buffer.band({first, std::min(rows_at_once, shape.height - first)});
    TRY_VOID(source.read(band));
    TRY_VOID(sink.write(band));
  }
  return {};
}

Result<void> BlankPage::read(Band into) {
  // Paper is the lightest value of every model but the mask (1 = ink) and CMYK (0 = no ink).
  const bool zero =
      shape_.format.model == ColorModel::mask || shape_.format.model == ColorModel::cmyk;
  for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y) {
    const auto row = into.row(y);
    std::memset(row.data(), zero ? 0 : 0xff, row.size());
  }
  return {};
}

} // namespace platen::flow
