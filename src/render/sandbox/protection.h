#pragma once

#include "base/result.h"

#include <string>

namespace platen::render::sandbox {

// What the running kernel has to confine a worker with. Asking changes nothing.
struct Protection {
  // Landlock's interface version (kernel/landlock.rst, "Kernel support"); 0: none. Version 1
  // suffices: what the later ones add (cutting files, TCP, devices, signals, abstract sockets)
  // seccomp refuses as well.
  int landlock = 0;
  bool seccomp = false; // filters of system calls

  bool whole() const { return landlock > 0 && seccomp; }
  // In words for people, what lacks and what would bring it; empty when it is whole.
  std::string lacking() const;
};
Protection kernel_protection();

// Whether documents may be opened on this kernel. Errc::unsupported, with what lacks, unless it has
// everything or somebody has said that documents are opened all the same (`accept_less`). The text
// is then the warning that goes with everything that is opened; empty where nothing lacks.
Result<std::string> check_protection(bool accept_less);

} // namespace platen::render::sandbox
