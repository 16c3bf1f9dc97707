#include "sandbox_probe.h"

#include <cstring>

namespace platen::render {

std::string attack_sandbox(int victim, int document, Which which) {
  std::string report;
  for (const auto* attempts : {&file_attempts(), &process_attempts(), &kernel_attempts()})
    for (const Attempt& attempt : *attempts) {
      if (which == Which::harmless && !attempt.harmless) continue;
      const int error = attempt.run(victim, document);
      report += attempt.name;
      report += std::string("=") + (error == 0 ? "done" : ::strerrorname_np(error)) + "\n";
    }
  return report;
}

} // namespace platen::render
