// The program that stands for Ghostscript in the sandbox test: it attacks the sandbox that it runs
// in.
#include "sandbox_probe.h"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string report = platen::render::attack_sandbox(std::atoi(argv[1]), std::atoi(argv[2]));
  return std::fputs(report.c_str(), stdout) >= 0 && std::fflush(stdout) == 0 ? 0 : 1;
}
