// Any bytes as the profile of a picture or of a printer: a table that keeps its promises, or a
// refusal.
#include "colour/icc/icc.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  if (size == 0) return 0;
  // The first byte chooses what the profile is for.
  const unsigned choice = data[0];
  const auto* first = reinterpret_cast<const std::byte*>(data) + 1;
  const Buffer profile(first, first + (size - 1));
  colour::IccRequest request;
  request.format = choice % 3 == 0 ? rgb8 : choice % 3 == 1 ? gray8 : cmyk8;
  request.target.model = (choice & 64) != 0 ? ColorModel::gray : ColorModel::rgb;
  request.target.intent = static_cast<model::RenderingIntent>(choice / 8 % 6);
  if ((choice & 128) != 0)
    request.target.profile = profile;
  else if (choice % 3 == 2 && (choice & 4) != 0)
    request.default_cmyk = profile;
  else
    request.profile = profile;
  const auto table = colour::build_table(request);
  if (table ? !check(*table).has_value() : table.error().what.empty()) std::abort();
  return 0;
}
