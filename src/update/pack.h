#pragma once

#include "base/bytes.h"

#include <map>
#include <string>

namespace platen::update {

// A repository as one file, to carry to a machine without a network: "platen-models 1\n", then for
// each file "NAME BYTES\n" and its bytes. It proves nothing: the index in it does, as everywhere.
using Pack = std::map<std::string, Buffer>;
inline constexpr std::string_view pack_word = "platen-models 1\n";

Buffer write_pack(const Pack& files);
// Errc::malformed, limit.
Result<Pack> read_pack(Bytes bytes);

} // namespace platen::update
