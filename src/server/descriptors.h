#pragma once

#include <cstddef>
#include <cstdint>

namespace platen::server {

// How many files a server with so many connections may have open at once: for each its socket and
// the document that comes through it, and some for the store, the printers and the workers.
std::uint64_t descriptors_for(std::size_t connections);

// Raises this process's limit of open files (RLIMIT_NOFILE) to `wanted`, as far as its hard limit
// lets it; never lowers it. The limit that holds now.
std::uint64_t raise_descriptor_limit(std::uint64_t wanted);

} // namespace platen::server
