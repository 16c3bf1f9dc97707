#pragma once

#include "base/result.h"
#include "base/sanitized.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace platen::render::sandbox {

// What a worker keeps after it has entered the sandbox. Everything else is gone for good: it has no
// network, starts no process, sends no signal, writes to no file and opens only what is named here.
struct Rules {
  std::uint64_t memory_bytes = 0;   // address space
  std::chrono::seconds cpu{0};      // processor time
  std::chrono::seconds more_cpu{0}; // by so much may whoever has started it raise that later
  std::vector<int> readable_fds;    // open files that may be opened again by way of /proc/self/fd
  std::vector<std::filesystem::path>
      readable;                  // files and folders; those that do not exist are skipped
  std::filesystem::path program; // the only file that may be executed; empty: none
  bool threads = false;          // may start threads
  // A folder in which it may make new files, and read and write those; not remove or rename any.
  // Empty: it writes none.
  std::filesystem::path scratch;
  std::uint64_t scratch_file_bytes = 0; // the most that one of them may have
  // For enter_to_talk(): may remove and rename files in `scratch`; may call other machines.
  bool scratch_renames = false;
  bool network = false;
  // A program of the administrator's, of which nothing is known: it starts programs of the system
  // and makes, changes and removes what it likes in `scratch`. Any system call goes but those that
  // reach a network, another process, another user or the kernel itself; of the 32-bit table, too.
  bool foreign = false;
  // Where the kernel lacks Landlock or seccomp, go on with what it has (protection.h).
  bool accept_less = false;
};

// From the soft limit of the processor time, which ends a process by a signal with a name, to the
// hard one, which nobody can put off.
inline constexpr std::chrono::seconds to_hard_cpu_limit{2};

// Puts the calling process, which must have one thread, under `rules`: rlimits, no capabilities, no
// new privileges, Landlock (kernel/landlock.rst), seccomp. For ever, and for every program that it
// executes. Errc::unsupported where the kernel has no Landlock or no seccomp, unless the rules
// accept that: nobody may go on then.
Result<void> enter(const Rules& rules);

// For a program that opens nothing of a stranger's but talks to strangers, by libraries that call
// what they like: any system call goes but those that start a program or a process, or reach
// another process, another user or the kernel; sockets are those of IP and of the machine itself.
// With the network where the rules say so.
Result<void> enter_to_talk(const Rules& rules);

// To be called in the sandbox, just before rules.program is executed: what enter() could not do in
// a process that is built with a sanitizer.
Result<void> prepare_execution(const Rules& rules);

// The files that fontconfig and FreeType read to find and load fonts.
std::vector<std::filesystem::path> font_files();
// The files that Ghostscript, and the dynamic linker for it, read at their start.
std::vector<std::filesystem::path> ghostscript_files();
// One of them: the inside of stdbuf(1) of GNU coreutils, which need not be there.
std::filesystem::path output_buffer_library();

// The sanitizers reserve terabytes of addresses for their shadow, so that only what is executed can
// be limited in memory, and they look at memory by way of pipes.
inline constexpr bool sanitized = PLATEN_SANITIZED == 1;

// The folders that hold the system's programs and libraries, and what of /etc these read.
std::vector<std::filesystem::path> system_files();

// The parts of enter(), in the order in which it takes them.
namespace detail {
Result<void> limit_resources(const Rules& rules);
Result<void> drop_privileges();
Result<void> limit_memory(const Rules& rules);
Result<void> confine_files(const Rules& rules);
Result<void> confine_calls(const Rules& rules);
Result<void> confine_foreign_calls();
Result<void> confine_talking_calls();
} // namespace detail

} // namespace platen::render::sandbox
