#include "standard_input.h"

#include <algorithm>

namespace platen::app {

Result<void> check_standard_input(const std::vector<std::string>& operands) {
  if (std::ranges::count(operands, "-") <= 1) return {};
  return fail(Errc::invalid, "\"-\" is given more than once, but standard input can be read only "
                             "once: name the other documents by their files");
}

} // namespace platen::app
