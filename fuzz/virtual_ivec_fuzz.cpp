// An IVEC stream.
#include "virtual_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  platen::fuzz::decode_both_ways(platen::twin::Language::ivec, bytes, size);
  return 0;
}
