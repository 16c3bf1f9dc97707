#pragma once

#include "scan/device/device.h"
#include "scan/stream/row_maker.h"

namespace platen::scan {

// A side as the device gives it, as the rows that a client wants: exactly those of `to`, whatever
// the device makes of what it was asked for.
class DeviceRows {
public:
  // Errc::malformed: what the device says of its page cannot be. brightness, contrast and threshold
  // as RowMaker has them.
  static Result<DeviceRows> open(PageShape from, PageShape to, std::int32_t brightness,
                                 std::int32_t contrast, std::int32_t threshold);

  // The next rows, `first` being how many came before; how many have come, 0 at the side's end.
  Result<std::int32_t> read(Feed& feed, std::int32_t first);
  // Of those, the ones that are wanted: what is beyond the client's page is dropped.
  std::int32_t wanted() const { return wanted_; }
  ConstBand rows(std::int32_t first) const; // wanted() of them, at least 1

private:
  DeviceRows(PageShape from, PageShape to, RowMaker maker);
  PageShape page_;
  RowBuffer in_, out_;
  RowMaker maker_;
  std::int32_t wanted_ = 0;
};

} // namespace platen::scan
