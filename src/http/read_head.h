#pragma once

#include "http/exchange.h"
#include "http/framing.h"
#include "http/host.h"
#include "http/refusal.h"

#include <optional>
#include <string_view>

namespace platen::http {

// Understands one header that HeaderScan has let through, or says why it is refused. Fills all of
// `head` but the peer.
std::optional<Refusal> read_head(std::string_view header, const HostPolicy& hosts,
                                 std::uint64_t most_body, Head& head, Framing& framing);

} // namespace platen::http
