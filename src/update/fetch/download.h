#pragma once

#include "base/bytes.h"
#include "update/fetch/message.h"

namespace platen::update {

// Inside platen-fetch: the file, over TLS that was verified, within the request's bounds of size
// and time. No redirection is followed, no proxy and nothing of a user's is used; the request
// carries "User-Agent: platen" and nothing else about who asks.
Result<Buffer> download(const FetchRequest& request);

} // namespace platen::update
