#pragma once

#include "render/protocol.h"
#include "render/sandbox/sandbox.h"
#include "worker/ghostscript.h"

namespace platen::worker {

// What each kind of worker keeps behind the lock; docs/security.md tells it to people.

// For a library that reads the document within this process: no file at all but those that are
// open, and only the typesetter has fonts, and threads, one of which fontconfig starts.
render::sandbox::Rules library_rules(const render::Request& request);

// For Ghostscript: its own files, the document and what else the call names, and its program.
render::sandbox::Rules ghostscript_rules(const render::Request& request,
                                         const GhostscriptCall& call);

} // namespace platen::worker
