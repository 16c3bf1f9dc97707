#include "worker/worker.h"

#include "colour/icc/icc.h"
#include "render/protocol.h"
#include "render/sandbox/sandbox.h"
#include "render/worker_exit.h"
#include "worker/ghostscript.h"
#include "worker/messages.h"
#include "worker/pdf_info.h"
#include "worker/pictures.h"
#include "worker/text_pdf.h"

#include <cerrno>
#include <new>

#include <unistd.h>

namespace platen::worker {
namespace {

using render::Task;

Result<render::Request> read_request() {
  UniqueFd fd(render::request_fd);
  TRY(const std::uint64_t size, file_size(fd.get()));
  Buffer bytes(static_cast<std::size_t>(size));
  const ssize_t got = ::pread(fd.get(), bytes.data(), bytes.size(), 0);
  if (got != static_cast<ssize_t>(bytes.size()))
    return fail(Errc::io, "cannot read the request: " + errno_text(errno));
  return render::parse_request(bytes);
}

render::sandbox::Rules plain_rules(const render::Request& request) {
  return {.memory_bytes = request.memory_bytes,
          .cpu = std::chrono::seconds(request.cpu_seconds),
          .readable_fds = {},
          .readable = {},
          .program = {}};
}

// Tasks whose document is read by a library within this process.
Result<void> work_inside(const render::Request& request) {
  render::sandbox::Rules rules = plain_rules(request);
  if (request.task == Task::text_to_pdf) rules.readable = render::sandbox::font_files();
  // Behind the lock there is no file system; what the bytes mean is found out there.
  const Buffer default_cmyk =
      request.task == Task::decode ? colour::installed_default_cmyk() : Buffer{};
  TRY_VOID(render::sandbox::enter(rules));
  switch (request.task) {
  case Task::pdf_info:
    return report_pdf(request);
  case Task::picture_info:
    return report_picture(request);
  case Task::decode:
    return send_picture(request, default_cmyk);
  case Task::text_to_pdf:
    return typeset_text(request);
  default:
    return fail(Errc::bug, "not a task for this function");
  }
}

// Tasks in which this process becomes Ghostscript; it comes back only with an error.
Result<void> become_ghostscript(const render::Request& request) {
  TRY(const GhostscriptCall call, ghostscript_call(request));
  render::sandbox::Rules rules = plain_rules(request);
  rules.readable = render::sandbox::ghostscript_files();
  rules.readable_fds = {call.document.get()};
  rules.program = call.program;
  TRY_VOID(render::sandbox::enter(rules));
  TRY_VOID(render::sandbox::prepare_execution(rules));
  return execute(call);
}

int refuse(const Error& error) {
  const std::string line = std::string(render::refusal_prefix) + error.message() + "\n";
  static_cast<void>(write_all(render::diagnostics_fd, as_bytes(line)));
  return render::exit_refused;
}

} // namespace

int run() {
  std::set_new_handler([] { ::_exit(render::exit_out_of_memory); });
  const auto request = read_request();
  if (!request) return refuse(request.error());
  if (request->task == Task::draw || request->task == Task::postscript_info) {
    const auto done = become_ghostscript(*request);
    return done ? 0 : refuse(done.error());
  }
  if (const auto done = work_inside(*request); !done)
    if (const auto told = send_failure(done.error()); !told) return refuse(done.error());
  return 0;
}

} // namespace platen::worker
