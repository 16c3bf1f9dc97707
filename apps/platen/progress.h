#pragma once

#include "flow/print_flow.h"

#include <chrono>
#include <string>

namespace platen::app {

// One line on a terminal, rewritten as work goes on; silent when standard error is no terminal and
// for work that ends within half a second.
class ProgressLine {
public:
  explicit ProgressLine(std::string title);
  ~ProgressLine(); // takes the line away
  void show(const flow::Progress& progress);

private:
  std::string title_;
  std::chrono::steady_clock::time_point start_;
  bool terminal_ = false;
  bool shown_ = false;
};

} // namespace platen::app
