#pragma once

#include "files/kinds.h"
#include "remote/api.h"

namespace platen::app {

// The same of a server: what people set there. Secrets are not in it, since no server tells them.
Result<State> read_server(Session& session, Api& api);

} // namespace platen::app
