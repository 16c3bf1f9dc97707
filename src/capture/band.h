#pragma once

#include "capture/entry.h"
#include "wire/ufr2/slim_record.h"

#include <optional>

namespace platen::capture {

// Puts bands where they belong on the page that is open.
class PageRows {
public:
  // A page of more bytes is not drawn.
  static constexpr std::size_t largest = std::size_t{64} << 20;

  explicit PageRows(Listener& listener) : wanted_(listener.wants_pages()) {}
  void begin(std::int32_t number);
  // Errc::limit: beyond `largest`; Errc::malformed: not as wide as the bands before it.
  Result<void> add(Bytes rows, std::size_t row_bytes, std::int32_t width, std::int32_t bits,
                   std::int64_t first_row);
  // The page, if anybody wants it and it has a row. Nothing is open then.
  std::optional<Page> end();

private:
  bool wanted_;
  bool open_ = false;
  Page page_;
};

struct BandPlace {
  std::int32_t width = 0; // pixels
  std::int32_t rows = 0;
  std::int32_t bits = 1;
  std::size_t row_bytes = 0;
  std::int64_t first_row = 0;
};

// Lists a band's parameters and what it unpacks to, and puts it on the page. `offset` is that of
// the record's first byte. True: it was unpacked.
Result<bool> list_band(Listener& listener, PageRows& page, const BandPlace& place,
                       const ufr2::SlimHeader& header, Bytes stream, std::uint64_t offset);

} // namespace platen::capture
