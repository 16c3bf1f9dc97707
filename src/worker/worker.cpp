#include "worker/worker.h"

#include "base/file.h"
#include "render/distil.h"
#include "render/ghostscript_job.h"
#include "render/sandbox/sandbox.h"
#include "render/worker_exit.h"
#include "worker/ghostscript_environment.h"
#include "worker/messages.h"
#include "worker/rules.h"

#include <cerrno>
#include <filesystem>
#include <new>
#include <string>

#include <unistd.h>

namespace platen::worker {
namespace {

using render::Task;

Result<render::Request> read_request(int fd) {
  TRY(const std::uint64_t size, file_size(fd));
  Buffer bytes(static_cast<std::size_t>(size));
  const ssize_t got = ::pread(fd, bytes.data(), bytes.size(), 0);
  if (got != static_cast<ssize_t>(bytes.size()))
    return fail(Errc::io, "cannot read the request: " + errno_text(errno));
  return render::parse_request(bytes);
}

Result<std::filesystem::path> find_ghostscript() {
  for (const char* path : {"/usr/bin/gs", "/usr/local/bin/gs"})
    if (::access(path, X_OK) == 0) return std::filesystem::path(path);
  return fail(Errc::unsupported,
              "Ghostscript is not installed (/usr/bin/gs): install the package ghostscript");
}

std::vector<std::string> arguments_for(const render::Request& request) {
  return request.task == Task::distil ? render::distiller_arguments()
                                      : render::ghostscript_arguments(request.waits);
}

// Replaces this process; comes back only with an error.
Result<void> become_ghostscript(const render::Request& request) {
  TRY(const std::filesystem::path program, find_ghostscript());
  const bool distils = request.task == Task::distil;
  const render::sandbox::Rules rules = ghostscript_rules(
      request, program, distils ? render::document_fd : render::ghostscript_fd::document);
  if (distils) ::setenv("TMPDIR", request.scratch.c_str(), 1);
  set_ghostscript_environment();
  TRY_VOID(render::sandbox::enter(rules));
  std::vector<std::string> arguments = arguments_for(request);
  std::vector<char*> pointers;
  for (std::string& argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  // A sanitizer's allocator may find no address beyond the limit: nothing is allocated behind it.
  TRY_VOID(render::sandbox::prepare_execution(rules));
  ::execv(program.c_str(), pointers.data());
  return fail(Errc::io, "cannot start " + program.string() + ": " + errno_text(errno));
}

// Likewise: its standard files are the filter's, its environment too.
Result<void> become_filter(const render::Request& request) {
  if (request.arguments.size() < 2) return fail(Errc::bug, "there is no filter to start");
  const std::string& program = request.arguments.front();
  if (::chdir(request.scratch.c_str()) != 0)
    return fail(Errc::io, "cannot enter the folder for its files: " + errno_text(errno));
  std::vector<std::string> arguments(request.arguments.begin() + 1, request.arguments.end());
  std::vector<char*> pointers;
  for (std::string& argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const render::sandbox::Rules rules = filter_rules(request);
  TRY_VOID(render::sandbox::enter(rules));
  TRY_VOID(render::sandbox::prepare_execution(rules));
  ::execv(program.c_str(), pointers.data());
  return fail(Errc::io, "cannot start " + program + ": " + errno_text(errno));
}

const char* program_for(Task task) {
  switch (task) {
  case Task::pdf_info:
  case Task::unwrap_pdf:
  case Task::impose_pdf:
    return "platen-render-pdf";
  case Task::text_to_pdf:
  case Task::texts:
  case Task::page_texts:
    return "platen-render-text";
  default:
    return "platen-render-picture";
  }
}

// The program beside this one that has the task's library, and gets the same open files. Comes back
// only with an error.
Result<void> become_library(Task task) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  std::string path = (self.parent_path() / program_for(task)).string();
  char* const arguments[] = {path.data(), nullptr};
  if (!error) ::execv(path.c_str(), arguments);
  return fail(Errc::io, "cannot start " + path + ": " + errno_text(error ? error.value() : errno));
}

int refuse(const Error& error) {
  const std::string line = std::string(render::refusal_prefix) + error.message() + "\n";
  static_cast<void>(write_all(render::diagnostics_fd, as_bytes(line)));
  return render::exit_refused;
}

} // namespace

int run_first() {
  UniqueFd file(render::request_fd);
  const auto request = read_request(file.get());
  if (!request) return refuse(request.error());
  Result<void> done;
  if (request->task == Task::ghostscript || request->task == Task::distil) {
    file.reset(); // Ghostscript knows only what its job says
    done = become_ghostscript(*request);
  } else if (request->task == Task::filter) {
    file.reset();
    done = become_filter(*request);
  } else {
    done = become_library(request->task);
  }
  return refuse(done.error());
}

int run_library(Result<void> (*work)(const render::Request&)) {
  std::set_new_handler([] { ::_exit(render::exit_out_of_memory); });
  UniqueFd file(render::request_fd);
  const auto request = read_request(file.get());
  file.reset();
  if (!request) return refuse(request.error());
  if (const auto done = work(*request); !done)
    if (const auto told = send_failure(done.error()); !told) return refuse(done.error());
  return 0;
}

} // namespace platen::worker
