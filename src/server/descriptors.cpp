#include "server/descriptors.h"

#include <algorithm>

#include <sys/resource.h>

namespace platen::server {

namespace {

constexpr std::uint64_t others = 512; // eight readers of the store, some for each printer and job

} // namespace

std::uint64_t descriptors_for(std::size_t connections) {
  return 2 * std::uint64_t{connections} + others;
}

Descriptors share_descriptors(std::uint64_t limit, std::size_t wanted) {
  const std::uint64_t kept = std::min(others, limit / 2);
  Descriptors share;
  share.connections = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, (limit - kept) / 2));
  // Half of what is kept may be in use when the first connection comes.
  share.reserved = static_cast<std::size_t>(kept / 2);
  return share;
}

std::uint64_t raise_descriptor_limit(std::uint64_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur >= wanted) return limit.rlim_cur;
  rlimit higher = limit;
  higher.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &higher) == 0 ? higher.rlim_cur : limit.rlim_cur;
}

} // namespace platen::server
