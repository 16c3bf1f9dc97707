#include "worker/rules.h"

namespace platen::worker {
namespace {

render::sandbox::Rules plain_rules(const render::Request& request) {
  return {.memory_bytes = request.memory_bytes,
          .cpu = std::chrono::seconds(request.cpu_seconds),
          .readable_fds = {},
          .readable = {},
          .program = {},
          .threads = false,
          .accept_less = request.accept_less};
}

} // namespace

render::sandbox::Rules library_rules(const render::Request& request) {
  render::sandbox::Rules rules = plain_rules(request);
  if (request.task == render::Task::text_to_pdf || request.task == render::Task::texts) {
    rules.readable = render::sandbox::font_files();
    rules.threads = true;
  }
  return rules;
}

render::sandbox::Rules ghostscript_rules(const render::Request& request,
                                         const GhostscriptCall& call) {
  render::sandbox::Rules rules = plain_rules(request);
  rules.readable = render::sandbox::ghostscript_files();
  rules.readable_fds = {call.document.get()};
  rules.program = call.program;
  return rules;
}

} // namespace platen::worker
