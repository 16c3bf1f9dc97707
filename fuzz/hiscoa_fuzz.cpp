// Parameters, a shape and a Hi-SCoA stream: it is unpacked or refused with words and a place; what
// was unpacked comes back from both ways of packing it.
#include "wire/ufr2/hiscoa.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  using namespace platen::ufr2;
  constexpr std::size_t head = hiscoa_parameter_bytes + 3;
  if (size < head) return 0;
  const Bytes bytes = std::as_bytes(std::span(data, size));
  const HiScoaParameters parameters = read_hiscoa_parameters(bytes.first<hiscoa_parameter_bytes>());
  const HiScoaShape shape{1 + std::size_t{data[8]} + 256 * std::size_t{data[9] % 8U},
                          1 + std::size_t{data[10]}};
  const Bytes stream = bytes.subspan(head);
  const auto band = decode_hiscoa(stream, parameters, shape);
  if (!band) {
    EXPECTS(!band.error().what.empty() && band.error().offset <= stream.size());
    return 0;
  }
  EXPECTS(band->rows.size() == shape.row_bytes * shape.rows && band->stream_bytes <= stream.size());
  for (const HiScoaMethod method : {HiScoaMethod::literal, HiScoaMethod::full}) {
    const Buffer packed = encode_hiscoa(band->rows, shape.row_bytes, parameters, method, band->end);
    const auto again = decode_hiscoa(packed, parameters, shape);
    EXPECTS(again && again->rows == band->rows && again->row_crossings == 0);
  }
  return 0;
}
