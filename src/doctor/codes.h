#pragma once

#include "doctor/finding.h"

#include <array>
#include <span>
#include <string_view>

namespace platen::doctor {

// Who looks.
enum class Where : std::uint8_t {
  command, // "platen doctor", from the machine where it is called
  server,  // the server, through the REST interface
  both,
};
std::string_view to_string(Where where);

// One thing that can be found, in words. "{name}" stands for a value of the finding. docs/doctor.md
// and the app's texts have the same codes; a test compares.
struct Code {
  std::string_view name; // stable: programs and people's notes refer to it
  Severity severity;
  Where where;
  std::string_view title, cause;
  std::array<std::string_view, 3> advice{};
  std::string_view fix{}, changes{}; // empty: platen cannot mend it itself
};

std::span<const Code> codes();
const Code* find_code(std::string_view name); // null: there is no such code

} // namespace platen::doctor
