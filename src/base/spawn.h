#pragma once

#include "base/file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace platen {

// Starts a program, without a shell. files[i] is its descriptor i, and it has no others. Its
// signals are the default ones, none is blocked, and it leads a process group of its own: a Ctrl-C
// at the terminal is ours to handle. Errc::busy: no process can be had now; io. The caller must
// wait for the process.
Result<pid_t> spawn(const std::filesystem::path& program, std::vector<std::string> arguments,
                    std::vector<UniqueFd> files,
                    std::optional<std::vector<std::string>> environment = {}); // nothing: ours

// Ends a process of ours, and whatever its group holds, and waits for that. Not for one that has
// been waited for: its number may be another's.
void kill_and_reap(pid_t pid);

} // namespace platen
