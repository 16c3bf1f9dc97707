#include "render/glyphs/run_lengths.h"

#include <algorithm>

namespace platen::render::glyphs {

Result<Buffer> unpack_run_lengths(Bytes packed, std::size_t most) {
  constexpr std::size_t nothing = 128, repeats = 257;
  Buffer made;
  made.reserve(most);
  while (!packed.empty() && made.size() < most) {
    const auto code = static_cast<std::size_t>(packed[0]);
    packed = packed.subspan(1);
    if (code == nothing) continue;
    const bool literal = code < nothing;
    const std::size_t length = literal ? code + 1 : repeats - code;
    const std::size_t wanted = std::min(length, most - made.size());
    const std::size_t used = literal ? length : 1;
    if (packed.size() < used) return fail(Errc::malformed, "a run has no end");
    if (literal)
      made.insert(made.end(), packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(wanted));
    else
      made.insert(made.end(), wanted, packed[0]);
    packed = packed.subspan(used);
  }
  return made;
}

} // namespace platen::render::glyphs
