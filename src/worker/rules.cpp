#include "worker/rules.h"

#include <utility>

namespace platen::worker {
namespace {

render::sandbox::Rules plain_rules(const render::Request& request) {
  return {.memory_bytes = request.memory_bytes,
          .cpu = std::chrono::seconds(request.cpu_seconds),
          .more_cpu = std::chrono::seconds(0),
          .readable_fds = {},
          .readable = {},
          .program = {},
          .threads = false,
          .scratch = {},
          .scratch_file_bytes = 0,
          .foreign = false,
          .accept_less = request.accept_less};
}

} // namespace

render::sandbox::Rules library_rules(const render::Request& request) {
  render::sandbox::Rules rules = plain_rules(request);
  if (request.task == render::Task::text_to_pdf || request.task == render::Task::texts ||
      request.task == render::Task::page_texts) {
    rules.readable = render::sandbox::font_files();
    rules.threads = true;
  }
  return rules;
}

render::sandbox::Rules ghostscript_rules(const render::Request& request,
                                         std::filesystem::path program, int document) {
  render::sandbox::Rules rules = plain_rules(request);
  rules.readable = render::sandbox::ghostscript_files();
  rules.readable_fds = {document};
  rules.program = std::move(program);
  rules.scratch = request.scratch;
  rules.scratch_file_bytes = request.scratch_file_bytes;
  if (request.waits) rules.more_cpu = render::waiting_cpu;
  return rules;
}

render::sandbox::Rules filter_rules(const render::Request& request) {
  render::sandbox::Rules rules = plain_rules(request);
  rules.foreign = true;
  rules.scratch = request.scratch;
  rules.scratch_file_bytes = request.scratch_file_bytes;
  rules.program = request.arguments.front();
  for (const std::string& path : request.readable)
    rules.readable.emplace_back(path);
  return rules;
}

} // namespace platen::worker
