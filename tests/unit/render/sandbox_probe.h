#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platen::render {

// One thing that a process tries against its own sandbox: 0 when it worked, else the errno.
struct Attempt {
  std::string_view name;
  int (*run)(int victim, int document); // the process that must stay out of reach; an open file
  bool harmless = false;                // may be tried outside a sandbox, where it works
};

const std::vector<Attempt>& file_attempts();    // names and contents that are not its own
const std::vector<Attempt>& process_attempts(); // programs, other processes, itself
const std::vector<Attempt>& kernel_attempts();  // network, and what else a kernel offers

enum class Which { all, harmless };
// Tries them all; one "name=result" a line: "done", or the name of the error.
std::string attack_sandbox(int victim, int document, Which which = Which::all);

} // namespace platen::render
