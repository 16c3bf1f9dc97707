#pragma once

#include <string>

namespace platen::render {

// What a process tries against its own sandbox, and what came of it, one "name=result" a line:
// "done", or the name of the error. `parent` is the process that must stay out of reach, `document`
// an open file.
std::string attack_sandbox(int parent, int document);

} // namespace platen::render
