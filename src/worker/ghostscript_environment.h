#pragma once

namespace platen::worker {

// Sets in this process's environment what makes the Ghostscript that it becomes write and allocate
// in larger pieces. It changes no byte of what is drawn; where the system lacks the means, it is
// slower.
void set_ghostscript_environment();

} // namespace platen::worker
