#pragma once

#include "doctor/checks.h"

#include <functional>
#include <string>
#include <vector>

// Facts with one thing wrong in each, and the finding that must come of it.
namespace platen::doctor {

struct Case {
  std::string code, subject;
  std::vector<std::string> says; // in its title, cause and advice together
  std::string changes;           // of the repair; empty: there is none
  std::function<Findings()> look;
};
const std::vector<Case>& cases();

// A printer at whose device nothing is wrong.
PrinterFacts healthy();
const std::vector<model::Model>& models();
MachineFacts well_machine();

} // namespace platen::doctor
