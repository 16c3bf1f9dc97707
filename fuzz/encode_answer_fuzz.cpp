// What a device says is read by parse_answer and Capability: a lying device must not harm the
// driver.
#include "encode/ivec/capability.h"
#include "encode/ivec/conversation.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  using namespace platen::encode::ivec;
  const Bytes bytes = std::as_bytes(std::span(data, size));
  if (const auto end = document_end(bytes); end && (*end > size || *end < 6)) std::abort();
  const auto answer = parse_answer(bytes);
  if (!answer) return 0;
  static_cast<void>(check_refusal(*answer));
  const auto capability = Capability::from(*answer);
  if (!capability) return 0;
  for (const Element& element : answer->elements) {
    const auto values = capability->values(element.name, {{"papertype", "gloss"}});
    static_cast<void>(values.size());
    if (const auto area = capability->area(element.text, false);
        area && ((*area)[0] < 1 || (*area)[1] < 1))
      std::abort();
    static_cast<void>(capability->margins(element.text, true));
  }
  static_cast<void>(capability->max_pixels());
  if (capability->resolution_base().v <= 0) std::abort();
  return 0;
}
