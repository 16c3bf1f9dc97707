#pragma once

#include "base/file.h"
#include "render/protocol.h"
#include "render/sandbox/sandbox.h"

#include <filesystem>

namespace platen::worker {

// A Ghostscript run, ready to be executed: its arguments, and the open files that they name.
struct GhostscriptCall {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  UniqueFd document, screen, profile; // inherited by Ghostscript
};

// For Task::draw and Task::postscript_info; the document is render::document_fd. Opens what is
// needed, so it must run before the sandbox is entered. Errc::unsupported: Ghostscript is not
// installed.
Result<GhostscriptCall> ghostscript_call(const render::Request& request);

// Replaces this process; comes back only with an error.
Result<void> execute(const GhostscriptCall& call, const render::sandbox::Rules& rules);

// Arguments and PostScript, apart from files; pure, for the tests.
std::string page_list(const std::vector<std::int32_t>& pages); // "1,3-5" from 0-based pages
std::string matrix_text(const render::VectorRun& run);         // "[a b c d e f]"

} // namespace platen::worker
