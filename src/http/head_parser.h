#pragma once

#include "http/exchange.h"
#include "http/framing.h"
#include "http/refusal.h"

#include <optional>
#include <string_view>

namespace platen::http {

// The grammar of a whole header, by Boost.Beast's parser: fills the head's method and fields (names
// in lower case) and the framing's target, version and keep_alive. Nothing is judged yet.
std::optional<Refusal> parse_head(std::string_view header, std::uint64_t most_body, Head& head,
                                  Framing& framing);

} // namespace platen::http
