#pragma once

#include <cstddef>
#include <cstdint>

namespace platen::server {

// How many files a server with so many connections may have open at once: for each its socket and
// the document that comes through it, and some for the store, the printers and the workers.
std::uint64_t descriptors_for(std::size_t connections);

// What a limit of open files that is lower than that has room for.
struct Descriptors {
  std::size_t connections = 0; // `wanted` at most; each may have a document besides
  std::size_t reserved = 0;    // so many of the limit are for everything else
};
Descriptors share_descriptors(std::uint64_t limit, std::size_t wanted);

// Raises this process's limit of open files (RLIMIT_NOFILE) to `wanted`, as far as its hard limit
// lets it; never lowers it. The limit that holds now.
std::uint64_t raise_descriptor_limit(std::uint64_t wanted);

} // namespace platen::server
