#include "server/memory.h"

#include <malloc.h>

namespace platen::server {

void return_freed_memory() {
  // mallopt(3): a threshold that is set stays; else it follows the largest block, up to 32 MB.
  constexpr int bytes = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, bytes);
  ::mallopt(M_TRIM_THRESHOLD, bytes);
}

} // namespace platen::server
