#pragma once

#include "files/kinds.h"
#include "remote/api.h"

namespace platen::app {

// The same of a server: what people set there. Secrets are not in it, since no server tells them,
// but for `hashes`: those of users' passwords.
Result<State> read_server(Session& session, Api& api, bool hashes = false);

} // namespace platen::app
