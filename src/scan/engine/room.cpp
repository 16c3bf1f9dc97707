#include "scan/engine/room.h"

#include "base/disk_space.h"

#include <cstdint>
#include <string>

namespace platen::scan {

namespace {

// A sheet of the largest kind, uncompressed, and its clean copy: no page is begun with less.
constexpr std::uint64_t least_free_bytes = 512ULL << 20;

} // namespace

Result<void> check_room(const std::filesystem::path& folder) {
  TRY(const std::uint64_t left, free_bytes(folder));
  if (left >= least_free_bytes) return {};
  return fail(Errc::io, "the disk of " + folder.string() + " has " + std::to_string(left >> 20) +
                            " MB left, and a page may need " +
                            std::to_string(least_free_bytes >> 20) + ": make room, then go on");
}

} // namespace platen::scan
