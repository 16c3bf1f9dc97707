// An IPP printer's attributes, as libcups parses them.
#include "device/from_ipp.h"
#include "status_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  if (const auto answer = ipp::Message::parse(std::as_bytes(std::span(data, size))))
    fuzz::check(device::from_ipp(*answer));
  return 0;
}
