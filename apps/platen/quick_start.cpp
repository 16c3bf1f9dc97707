#include <cstdint>

#include <hwy/nanobenchmark.h>

// Highway's library measures how fine the processor's clock is while it is loaded, for benchmarks
// that nothing here runs: 3 ms of every command, a quarter of its start. The library asks for that
// by a name that the program may have too, and is told the finest.
std::uint64_t hwy::platform::TimerResolution() {
  return 1;
}
