#pragma once

#include "model/ticket.h"

#include <string>
#include <string_view>

namespace platen::encode::pclxl {

// The PJL around a job (docs/protocols/pcl-xl.md §1).
// `tell`: the device shall say by itself what it does. `language`: PJL's name of it.
std::string pjl_begin(const model::Ticket& ticket, bool tell = false,
                      std::string_view language = "PCLXL");
std::string pjl_end(const model::Ticket& ticket);
// Questions that every PJL device answers: who it is, and what it can do.
std::string pjl_identify();
// A question whose answer comes only after all before it has been read.
std::string pjl_echo(std::string_view words);

// The end of what pjl_begin() asked it to tell.
std::string pjl_be_quiet();

// A string between PJL's double quotes: at most 80 characters, none that PJL does not allow.
std::string pjl_text(std::string_view text);

} // namespace platen::encode::pclxl
