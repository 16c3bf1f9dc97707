#include "render/document.h"
#include "render/held_file.h"
#include "render/sandbox/protection.h"
#include "render/streams.h"
#include "render/utf8.h"

#include <algorithm>

// What is asked of a worker beside documents.
namespace platen::render {
namespace {

Request request_for(Task task, const Limits& limits) {
  Request request;
  request.task = task;
  request.memory_bytes = limits.memory_bytes;
  request.cpu_seconds = whole_seconds(limits.cpu);
  request.accept_less = limits.without_sandbox;
  return request;
}

Result<WorkerProcess> start(int document, const Request& request, const Limits& limits,
                            const Cancel& cancel) {
  return WorkerProcess::start(document, encode(request),
                              {limits.stall, limits.page, limits.cpu, limits.memory_bytes}, cancel);
}

Result<WorkerProcess> start(const Request& request, const Limits& limits, const Cancel& cancel) {
  TRY(const UniqueFd nothing, open_nothing());
  return start(nothing.get(), request, limits, cancel);
}

} // namespace

Result<ColourTable> make_table(const TableRequest& wanted, const Limits& limits,
                               const Cancel& cancel) {
  Request request = request_for(Task::table, limits);
  request.source_profile.assign(wanted.source.begin(), wanted.source.end());
  request.target = wanted.target;
  request.gamut = wanted.gamut;
  TRY(WorkerProcess worker, start(request, limits, cancel));
  Buffer payload;
  TRY(const MessageHead head, read_message(worker, payload));
  if (head.kind != MessageKind::table)
    return fail(Errc::malformed, "the renderer gave no colour table");
  return parse_table(payload);
}

namespace {

// No character of a line is narrower than a pixel, or longer than four bytes.
std::size_t most_bytes(const TextBox& box) {
  return static_cast<std::size_t>(std::max(box.width, 0)) * 4;
}

} // namespace

Result<std::vector<TextMask>> draw_texts(const std::vector<TextBox>& texts, const Limits& limits,
                                         const Cancel& cancel) {
  Request request = request_for(Task::texts, limits);
  request.texts = texts;
  for (TextBox& box : request.texts)
    box.text = harmless(box.text, most_bytes(box));
  TRY(WorkerProcess worker, start(request, limits, cancel));
  std::vector<TextMask> masks;
  for (const TextBox& box : texts) {
    Buffer payload;
    TRY(const MessageHead head, read_message(worker, payload));
    if (head.kind != MessageKind::mask ||
        payload.size() !=
            static_cast<std::size_t>(box.width) * static_cast<std::size_t>(box.height) + 1)
      return fail(Errc::malformed, "the renderer gave no line of text");
    TextMask mask;
    mask.cut = payload.back() != std::byte{0} || box.text.size() > most_bytes(box);
    payload.pop_back();
    mask.coverage = std::move(payload);
    masks.push_back(std::move(mask));
  }
  return masks;
}

Result<model::ProfileFacts> inspect_profile(Bytes profile, const Limits& limits,
                                            const Cancel& cancel) {
  TRY_VOID(sandbox::check_protection(limits.without_sandbox));
  Spool spool;
  TRY_VOID(spool.write(profile));
  TRY(const UniqueFd file, spool.release_to_file());
  TRY(WorkerProcess worker,
      start(file.get(), request_for(Task::profile_info, limits), limits, cancel));
  Buffer payload;
  TRY(const MessageHead head, read_message(worker, payload));
  if (head.kind != MessageKind::profile)
    return fail(Errc::malformed, "the renderer gave no report of the profile");
  return parse_profile(payload);
}

} // namespace platen::render
