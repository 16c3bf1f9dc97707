// What platen-sane may say when its driver has gone mad: what is read is within bounds, and the
// same when it is written and read again.
#include "base/utf8.h"
#include "scan/sane/protocol.h"

#include <cstdint>

namespace {

using namespace platen;
using namespace platen::scan;

void expect_bounds(const SourceOffer& offer) {
  EXPECTS(offer.most_width >= 1 && offer.most_width >= offer.least_width);
  EXPECTS(offer.most_height >= 1 && offer.most_height >= offer.least_height);
  EXPECTS(!offer.resolutions.empty() && offer.resolutions.size() <= sane::most_resolutions);
  EXPECTS(!offer.modes.empty() && offer.modes.size() <= 3);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  if (const auto header =
          sane::read_header(bytes.first(std::min(size, sane::header_bytes)), sane::most_answer))
    EXPECTS(header->length <= sane::most_answer);
  EXPECTS(!sane::read_error(bytes).what.empty());
  if (const auto facts = sane::read_facts(bytes)) {
    EXPECTS(facts->platen || facts->adf);
    if (facts->platen) expect_bounds(*facts->platen);
    if (facts->adf) expect_bounds(*facts->adf);
    EXPECTS(valid_utf8_prefix(facts->make_and_model) == facts->make_and_model.size());
    EXPECTS(sane::read_facts(sane::facts_payload(*facts)).has_value());
  }
  const PageShape most{5'000, 7'000, rgb8};
  if (const auto page = sane::read_page(bytes, most); page && *page)
    EXPECTS((*page)->width >= 1 && (*page)->width <= most.width && (*page)->height >= 1 &&
            (*page)->height <= most.height && (*page)->format == most.format);
  if (const auto request = sane::read_request(bytes))
    EXPECTS(sane::request_payload(*request).size() == bytes.size());
  if (const auto devices = sane::read_devices(bytes))
    EXPECTS(devices->size() <= sane::most_devices);
  static_cast<void>(sane::read_state(bytes));
  static_cast<void>(sane::read_page_end(bytes));
  return 0;
}
