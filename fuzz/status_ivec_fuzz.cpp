// A status document, as CHMP and SNMP bring it.
#include "device/from_ivec.h"
#include "status_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (auto reading = platen::device::from_ivec(std::as_bytes(std::span(data, size))))
    platen::fuzz::check(*std::move(reading));
  return 0;
}
