// The program that stands for Ghostscript in the sandbox test: it attacks the sandbox that it runs
// in.
#include "base/sanitized.h"
#include "sandbox_probe.h"

#include <cstdio>
#include <cstdlib>

#if PLATEN_SANITIZED
// The leak check at the end would trace this process, which the sandbox forbids.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}
#endif

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string report = platen::render::attack_sandbox(std::atoi(argv[1]), std::atoi(argv[2]));
  return std::fputs(report.c_str(), stdout) >= 0 && std::fflush(stdout) == 0 ? 0 : 1;
}
