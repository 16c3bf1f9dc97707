#include "worker/ghostscript_environment.h"

#include "render/sandbox/sandbox.h"

#include <cstdlib>
#include <filesystem>

#include <unistd.h>

namespace platen::worker {
namespace {

// The memory of a page is given back to the kernel after each page otherwise, which clears it anew
// for the next one: a quarter of its processor time for pages of text. It is freed with the
// process, and bounded by its limits. (mallopt(3); 32 MiB is the most that a threshold may be.)
// Large pages save another 6 ms of each process, where the kernel has them for those that ask.
constexpr const char* allocator = "glibc.malloc.mmap_threshold=33554432:"
                                  "glibc.malloc.trim_threshold=67108864:"
                                  "glibc.malloc.top_pad=1048576:"
                                  "glibc.malloc.hugetlb=1";

// A page leaves in rows of some 600 bytes through the C library's buffer, of 4 kB for a pipe: a
// thousand calls and wake-ups a page. It cannot be made larger from outside but as stdbuf(1) does.
constexpr const char* output_buffer = "131072";

} // namespace

void set_ghostscript_environment() {
  ::setenv("GLIBC_TUNABLES", allocator, 1);
  const std::filesystem::path library = render::sandbox::output_buffer_library();
  if (::access(library.c_str(), R_OK) != 0) return; // the linker would complain of it
  ::setenv("LD_PRELOAD", library.c_str(), 1);
  ::setenv("_STDBUF_O", output_buffer, 1);
}

} // namespace platen::worker
