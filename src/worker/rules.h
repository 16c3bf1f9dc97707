#pragma once

#include "render/protocol.h"
#include "render/sandbox/sandbox.h"

namespace platen::worker {

// What each kind of worker keeps behind the lock; docs/security.md tells it to people.

// For a library that reads the document within this process: no file at all but those that are
// open, and only the typesetter has fonts, and threads, one of which fontconfig starts.
render::sandbox::Rules library_rules(const render::Request& request);

// For Ghostscript: its own files, the open `document`, and its program. The memory files of its job
// are no files that Landlock knows: they can be opened because they are open.
render::sandbox::Rules ghostscript_rules(const render::Request& request,
                                         std::filesystem::path program, int document);

// For a filter of the administrator's: the system's programs and libraries, the files that the
// request names, and its scratch folder.
render::sandbox::Rules filter_rules(const render::Request& request);

} // namespace platen::worker
