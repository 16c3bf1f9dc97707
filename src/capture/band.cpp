#include "capture/band.h"

#include <algorithm>

namespace platen::capture {

void PageRows::begin(std::int32_t number) {
  page_ = Page{};
  page_.number = number;
  open_ = true;
}

Result<void> PageRows::add(Bytes rows, std::size_t row_bytes, std::int32_t width, std::int32_t bits,
                           std::int64_t first_row) {
  if (!wanted_) return {};
  if (!open_) begin(page_.number + 1);
  if (page_.rows.empty()) {
    page_.width = width;
    page_.bits = bits;
    page_.row_bytes = row_bytes;
  }
  if (page_.row_bytes != row_bytes || page_.bits != bits)
    return fail(Errc::malformed, "the band is not as wide as those before it on its page");
  const std::size_t first = static_cast<std::size_t>(std::max<std::int64_t>(first_row, 0));
  if (first > largest / row_bytes || first * row_bytes + rows.size() > largest)
    return fail(Errc::limit, "the page is too large to be drawn");
  const std::size_t at = first * row_bytes;
  page_.rows.resize(std::max(page_.rows.size(), at + rows.size()));
  std::ranges::copy(rows, page_.rows.begin() + static_cast<std::ptrdiff_t>(at));
  return {};
}

std::optional<Page> PageRows::end() {
  open_ = false;
  Page page = std::move(page_);
  page_ = Page{};
  page_.number = page.number;
  if (page.rows.empty()) return std::nullopt;
  page.height = static_cast<std::int32_t>(page.rows.size() / page.row_bytes);
  return page;
}

namespace {

// The word that the drivers put behind the last band of a page: an end of the page by itself.
bool is_page_end(Bytes rest) {
  constexpr std::array word{std::byte{0xbd}, std::byte{0x3c}, std::byte{0xbc}, std::byte{0xbc}};
  return std::ranges::equal(rest, word);
}

std::string end_in_words(const ufr2::HiScoaBand& band, Bytes stream) {
  std::string words = band.end == ufr2::HiScoaEnd::page ? "end of the page" : "end of the band";
  Bytes rest = stream.subspan(band.stream_bytes);
  std::size_t padding = 0;
  while (padding < rest.size() && rest[padding] == std::byte{0xbc})
    ++padding;
  rest = rest.subspan(padding);
  if (is_page_end(rest)) return words + ", then an end of the page";
  if (!rest.empty()) words += ", then " + hex(rest);
  return words;
}

} // namespace

Result<bool> list_band(Listener& listener, PageRows& page, const BandPlace& place,
                       const ufr2::SlimHeader& header, Bytes stream, std::uint64_t offset) {
  const auto put = [&](std::string key, std::string name, std::string value, std::uint64_t at,
                       std::size_t bytes, Comparing comparing = Comparing::always,
                       bool fault = false) {
    return listener.entry(
        {at, bytes, 2, std::move(key), std::move(name), std::move(value), fault, comparing});
  };
  const std::uint64_t stream_at = offset + ufr2::slim_header_bytes;
  TRY_VOID(put("band parameters", "Hi-SCoA", to_string(header.parameters), offset,
               ufr2::hiscoa_parameter_bytes));
  TRY_VOID(put("band continuation", header.more == 0 ? "the last of its page" : "more follow",
               hex8(header.more), offset + ufr2::hiscoa_parameter_bytes, 1));
  const std::int64_t beyond =
      std::int64_t{header.stated} - static_cast<std::int64_t>(stream.size());
  TRY_VOID(put("band length", "stated, against the bytes of the stream",
               (beyond < 0 ? "" : "+") + std::to_string(beyond), stream_at - 4, 4));
  TRY_VOID(put("band stream", "", std::to_string(stream.size()) + " bytes", stream_at,
               stream.size(), Comparing::never));
  const auto band =
      decode_hiscoa(stream, header.parameters,
                    {place.row_bytes, static_cast<std::size_t>(std::max(place.rows, 0))});
  if (!band) {
    TRY_VOID(put("band not unpacked", band.error().what, hex(stream), stream_at, stream.size(),
                 Comparing::always, true));
    return false;
  }
  std::string end = end_in_words(*band, stream);
  if (band->row_crossings > 0)
    end += "; " + std::to_string(band->row_crossings) + " copies go beyond their row";
  TRY_VOID(put("band end", "", std::move(end), stream_at + band->stream_bytes,
               stream.size() - band->stream_bytes));
  const auto inked = static_cast<std::size_t>(
      std::ranges::count_if(band->rows, [](std::byte b) { return b != std::byte{0}; }));
  TRY_VOID(
      put("band pixels",
          std::to_string(inked) + " of " + std::to_string(band->rows.size()) + " bytes have ink",
          digest(band->rows), stream_at, stream.size()));
  if (const auto added =
          page.add(band->rows, place.row_bytes, place.width, place.bits, place.first_row);
      !added)
    TRY_VOID(put("page", added.error().what, "", offset, 0, Comparing::always, true));
  return true;
}

} // namespace platen::capture
