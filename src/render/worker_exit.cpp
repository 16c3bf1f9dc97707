#include "render/worker_exit.h"

#include "base/thread.h"
#include "render/utf8.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/wait.h>

namespace platen::render {
namespace {

constexpr std::string_view spaces = " \t*\r";

std::string_view trim(std::string_view line) {
  const std::size_t first = line.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

// Calls `use(line)` for each trimmed line until it gives true.
template<class Use> void each_line(std::string_view text, Use use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (use(trim(text.substr(0, end)))) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string_view first_line_with(std::string_view text, std::string_view part) {
  std::string_view found;
  each_line(text, [&](std::string_view line) {
    if (line.find(part) == std::string_view::npos) return false;
    found = line;
    return true;
  });
  return found;
}

std::string number_of_megabytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20) + " MB";
}

// How GLib ends a process for which there is no thread (Pango wants one).
bool ran_out_of_threads(int signal_number, std::string_view diagnostics) {
  return (signal_number == SIGTRAP || signal_number == SIGABRT) &&
         diagnostics.find("rror creating thread") != std::string_view::npos;
}

} // namespace

std::string ghostscript_complaint(std::string_view diagnostics, Lines lines) {
  if (const auto line = first_line_with(diagnostics, "Error: /"); !line.empty())
    return harmless("PostScript error " + std::string(line.substr(line.find("/") + 1)));
  std::string best;
  each_line(diagnostics, [&](std::string_view line) {
    // Headings, and what Ghostscript says of itself, say nothing about the document.
    const bool heading = line.empty() || line.starts_with("INFO:") ||
                         line.starts_with("The following") || line.starts_with("Output may be") ||
                         line.starts_with("GPL Ghostscript");
    const bool marked = line.find("Error:") != std::string_view::npos ||
                        line.starts_with("WARNING:") || line.starts_with("Warning:");
    if (heading || (lines == Lines::marked && !marked)) return false;
    best = harmless(line, 200);
    return true;
  });
  for (const std::string_view prefix : {"Error:", "Warning:", "WARNING:"})
    if (best.starts_with(prefix)) best.erase(0, prefix.size());
  if (best.empty() && lines == Lines::all)
    best = harmless(first_line_with(diagnostics, "GPL Ghostscript"), 200);
  return best.substr(std::min(best.find_first_not_of(' '), best.size()));
}

bool ran_out_of_memory(std::string_view diagnostics) {
  for (const std::string_view sign :
       {"VMerror", "bad_alloc", "ut of memory", "nsufficient memory", "annot allocate"})
    if (diagnostics.find(sign) != std::string_view::npos) return true;
  return false;
}

Error explain_exit(int status, std::string_view diagnostics, const WorkerLimits& limits) {
  const bool signalled = WIFSIGNALED(status);
  const int signal_number = signalled ? WTERMSIG(status) : 0;
  if (signal_number == SIGXCPU)
    return fail(Errc::limit, "it needs more than " + std::to_string(limits.cpu_seconds) +
                                 " s of processor time: the document is too complex or never ends")
        .value();
  if ((!signalled && WEXITSTATUS(status) == exit_out_of_memory) || ran_out_of_memory(diagnostics))
    return fail(Errc::limit,
                "it needs more than " + number_of_megabytes(limits.memory_bytes) + " of memory")
        .value();
  if (ran_out_of_threads(signal_number, diagnostics))
    return not_started(limits.who + " cannot start a thread", EAGAIN).value();
  if (signalled)
    return fail(Errc::malformed,
                limits.who + " was ended by signal " + std::to_string(signal_number) + " (" +
                    ::strsignal(signal_number) + ")" +
                    (signal_number == SIGKILL ? ": is the machine out of memory?" : ""))
        .value();
  if (WEXITSTATUS(status) == exit_refused) {
    std::string_view why = first_line_with(diagnostics, refusal_prefix);
    why.remove_prefix(std::min(why.size(), refusal_prefix.size()));
    return fail(Errc::unsupported, why.empty() ? limits.who + " refused to start" : harmless(why))
        .value();
  }
  const std::string complaint = ghostscript_complaint(diagnostics, Lines::all);
  return fail(Errc::malformed, complaint.empty() ? limits.who + " failed with exit code " +
                                                       std::to_string(WEXITSTATUS(status))
                                                 : complaint)
      .value();
}

} // namespace platen::render
