#pragma once

#include "doctor/facts.h"

#include <filesystem>
#include <vector>

// What /proc tells of other processes. Of those that this user may not look into, nothing is told.
namespace platen::doctor {

// Who listens at a TCP port of this machine.
std::optional<Process> holder_of_port(int port, const std::filesystem::path& proc = "/proc");

// Who has a file open; without `except`.
std::vector<Process> holders_of_file(const std::filesystem::path& file, int except = 0,
                                     const std::filesystem::path& proc = "/proc");

// The process of a number; nothing where there is none.
std::optional<Process> process_of(int pid, const std::filesystem::path& proc = "/proc");

} // namespace platen::doctor
