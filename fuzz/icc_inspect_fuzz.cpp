// Any bytes as the profile that somebody wants to give to a printer: facts whose numbers are
// numbers, or a refusal in one line.
#include "colour/icc/inspect.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto facts = platen::colour::inspect(std::as_bytes(std::span(data, size)));
  if (!facts && (facts.error().what.empty() || facts.error().what.find('\n') != std::string::npos))
    std::abort();
  return 0;
}
