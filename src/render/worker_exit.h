#pragma once

#include "base/result.h"

#include <cstdint>

namespace platen::render {

// Exit codes of a worker, beyond 0 and those of Ghostscript (1 and 255).
inline constexpr int exit_refused = 70; // standard error says why nothing was done
inline constexpr int exit_out_of_memory = 71;
inline constexpr std::string_view refusal_prefix = "platen-render-worker: ";

// The one line of Ghostscript's standard error that says most, without its decoration; empty when
// there is none. A PostScript program that has not failed may have printed anything: then only
// lines with the marks of a complaint count.
enum class Lines : std::uint8_t { all, marked };
std::string ghostscript_complaint(std::string_view diagnostics, Lines lines);
bool ran_out_of_memory(std::string_view diagnostics);

struct WorkerLimits {
  std::uint64_t memory_bytes = 0;
  std::int64_t cpu_seconds = 0;
  std::string who = "the renderer"; // what messages call it
};
// Why a worker ended, from its wait status and standard error. Must not be called for success.
Error explain_exit(int status, std::string_view diagnostics, const WorkerLimits& limits);

} // namespace platen::render
