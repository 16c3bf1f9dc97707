#pragma once

#include "base/file.h"
#include "base/result.h"
#include "server/paths.h"

#include <vector>

#include <sys/types.h>

namespace platen::server {

// The sockets that a service manager opened for this process, as sd_listen_fds(3) has it:
// $LISTEN_FDS descriptors from `first` on, meant for the process $LISTEN_PID. None where the
// variables are not there or are another process's. No program that we start gets them.
// Errc::invalid: not that many are there, or the number is none; what was there is closed then.
Result<std::vector<UniqueFd>> given_sockets(const Environment& environment, pid_t self,
                                            int first = 3);
// Takes the variables away, so that no program that we start takes them for its own. Before any
// thread.
void forget_given_sockets();

} // namespace platen::server
