// A PCL 5 stream, with PJL around it or without.
#include "virtual_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  platen::fuzz::decode_both_ways(platen::twin::Language::pcl_xl, bytes, size);
  return 0;
}
