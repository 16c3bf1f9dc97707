#pragma once

namespace platen::scan::sane {

// platen-sane: answers requests (protocol.h) until there are no more; its exit code.
int run_program();

} // namespace platen::scan::sane
