#pragma once

#include "command_line.h"
#include "doctor/checks.h"

#include <string>

// What "platen doctor" sees from where it is called.
namespace platen::app {

struct DoctorView {
  doctor::Findings findings; // of the way to the server, or of why there is none
  doctor::Findings told;     // by the server
  std::string dns_records;   // of the server
  bool answers = false;
};
Result<DoctorView> look_from_here(const Arguments& arguments);

} // namespace platen::app
