#include "wire/ipp/library_operations.h"

namespace platen::ipp {

Result<std::string> library_text(const Message& answer) {
  ipp_attribute_t* const found = ippFindAttribute(answer.get(), "platen-library", IPP_TAG_STRING);
  if (found == nullptr) return fail(Errc::malformed, "the server gives no papers and recipes");
  std::string text;
  for (int i = 0; i < ippGetCount(found); ++i) {
    int length = 0;
    const void* const piece = ippGetOctetString(found, i, &length);
    text.append(static_cast<const char*>(piece), static_cast<std::size_t>(length));
  }
  return text;
}

} // namespace platen::ipp
