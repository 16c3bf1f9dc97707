#include "flow/prepared_job.h"

#include "base/limits.h"
#include "flow/job_language.h"
#include "flow/kept_sides.h"
#include "flow/statement.h"

#include <algorithm>

namespace platen::flow {

struct PreparedJob::Stop {
  Delivered::Fault fault;
  Error error;
};

namespace {

using Fault = Delivered::Fault;

// A device that says something else each time it is asked is not worth a fourth question.
constexpr int most_answers = 3;

bool ends_sheet(const std::vector<Side>& sides, std::size_t index) {
  return index + 1 == sides.size() || sides[index + 1].spec.side == encode::SheetSide::front;
}

} // namespace

PreparedJob::PreparedJob(PrintJob job, std::shared_ptr<Parking> parking,
                         std::function<void()> rendered)
    : job_(std::move(job)), parking_(std::move(parking)), rendered_hook_(std::move(rendered)),
      rendering_(job_.maintenance.empty() ? start_rendering() : nullptr) {
  if (!rendering_) rendered_ = true; // there is nothing to draw
}

std::unique_ptr<Rendering> PreparedJob::start_rendering() {
  rendered_ = false;
  return std::make_unique<Rendering>(job_, parking_, [this] {
    rendered_ = true;
    if (rendered_hook_) rendered_hook_();
  });
}

// The language that draws is another than the one that talks to the device: they work at once.
Result<std::unique_ptr<encode::Language>>
PreparedJob::language_for(const DeviceMemory& memory) const {
  TRY(auto language, job_language(job_));
  language->assume(memory.answer);
  return language;
}

Result<void> PreparedJob::begin(const DeviceMemory& memory) {
  if (!rendering_) return {};
  TRY_VOID(rendering_->started());
  TRY(auto language, language_for(memory));
  if (memory.asked || !language->answer_matters()) rendering_->draw_for(std::move(language));
  return {};
}

Delivered PreparedJob::deliver(const Delivery& how, const DeviceMemory& memory) {
  Delivered result;
  if (rendering_) rendering_->hurry();
  const auto done = job_.maintenance.empty() ? run(how, memory) : maintain(how, memory);
  if (!done) {
    const bool wanted = how.gently.requested() || how.at_once.requested();
    result.fault = wanted ? Fault::cancelled : done.error().fault;
    result.error = done.error().error;
  }
  if (device_) {
    if (result.fault == Fault::device && device_->filter_failed()) result.fault = Fault::filter;
    if (!done) device_->break_off();
    result.report.delivered = device_->delivered();
    result.report.delivered.bytes_sent = device_->bytes_delivered();
    result.begun = device_->begun();
  }
  if (const JobPlan* plan = rendering_ ? rendering_->known_plan() : nullptr) {
    result.planned = true;
    if (result.report.delivered.sides == 0) result.report.delivered = plan->nothing_sent();
    result.report.actual = actual_options(*plan);
  }
  if (done && rendering_) {
    result.report.warnings = rendering_->warnings(how.gently);
    if (const JobPlan* plan = rendering_->known_plan())
      result.report.statement = statement_lines(rendering_->statements(), plan->ticket);
  }
  device_.reset();
  return result;
}

tl::expected<void, PreparedJob::Stop> PreparedJob::run(const Delivery& how,
                                                       const DeviceMemory& memory) {
  if (auto opened = rendering_->opened(how.gently); !opened)
    return tl::unexpected(Stop{Fault::document, std::move(opened).error()});
  if (!rendering_->drawing()) {
    if (auto connected = connect(how, memory); !connected) return connected;
    if (auto drawing = begin({true, device_->language().remember()}); !drawing)
      return tl::unexpected(Stop{Fault::document, std::move(drawing).error()});
  }
  if (auto ready = make_ready(how, memory); !ready) return ready;
  return send_all(how);
}

// What the device does not offer is the job's fault, not the device's.
tl::expected<void, PreparedJob::Stop> PreparedJob::maintain(const Delivery& how,
                                                            const DeviceMemory& memory) {
  if (auto connected = connect(how, memory); !connected) return connected;
  spent_ = true;
  if (auto done = device_->maintain(job_.maintenance); !done)
    return tl::unexpected(Stop{Fault::device, std::move(done).error()});
  return {};
}

tl::expected<void, PreparedJob::Stop> PreparedJob::connect(const Delivery& how,
                                                           const DeviceMemory& memory) {
  device_.reset(); // many devices talk on one connection only
  auto session = DeviceSession::open(job_, memory, how);
  if (!session) return tl::unexpected(Stop{Fault::connection, std::move(session).error()});
  device_ = *std::move(session);
  return {};
}

// Until a first side is there that is right for the device as it is now.
tl::expected<void, PreparedJob::Stop> PreparedJob::make_ready(const Delivery& how,
                                                              const DeviceMemory& memory) {
  for (int answers = 0; answers < most_answers; ++answers) {
    if (auto first = rendering_->first_side(how.gently); !first)
      return tl::unexpected(Stop{Fault::document, std::move(first).error()});
    if (!device_ || device_->is_old())
      if (auto connected = connect(how, memory); !connected) return connected;
    const auto fits = rendering_->fits(device_->language());
    if (!fits) return tl::unexpected(Stop{Fault::document, fits.error()});
    if (*fits) return {};
    rendering_.reset(); // first: its workers need the memory
    rendering_ = start_rendering();
    rendering_->hurry();
    if (auto drawing = begin({true, device_->language().remember()}); !drawing)
      return tl::unexpected(Stop{Fault::document, std::move(drawing).error()});
  }
  return tl::unexpected(
      Stop{Fault::connection,
           Error{Errc::io, "the printer says something else about itself each time it is asked"}});
}

// Every side in its order. A set that is printed more than once keeps its payloads (on disk beyond
// a bound) rather than drawing them again.
tl::expected<void, PreparedJob::Stop> PreparedJob::send_all(const Delivery& how) {
  const auto plan = rendering_->plan(how.gently);
  if (!plan) return tl::unexpected(Stop{Fault::document, plan.error()});
  const std::vector<Side>& sides = (*plan)->sides;
  std::int32_t done = job_.sheets_done; // sheets that need not be sent any more
  std::int32_t skipped = 0;             // of the copies of the sheet that is sent
  const auto send = [&](std::size_t i, const Spool& payload) -> tl::expected<void, Stop> {
    encode::SideSpec spec = sides[i].spec;
    const bool ends = ends_sheet(sides, i);
    if (spec.side == encode::SheetSide::front) {
      skipped = std::min(done, spec.copies);
      done -= skipped;
    }
    if (skipped > 0) {
      encode::SideSpec there = spec;
      there.copies = skipped;
      device_->skip(there, ends);
      spec.copies -= skipped;
    }
    if (spec.copies == 0) return {};
    if (auto sent = device_->send(spec, ends, payload); !sent)
      return tl::unexpected(Stop{Fault::device, std::move(sent).error()});
    return {};
  };
  if (how.planned)
    if (auto allowed = how.planned((*plan)->nothing_sent()); !allowed)
      return tl::unexpected(Stop{Fault::allowance, std::move(allowed).error()});
  device_->begin((*plan)->nothing_sent(), job_.sheets_done);
  spent_ = true;
  KeptSides kept(limits::kept_sides_bytes);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    auto payload = rendering_->next(how.gently);
    if (!payload) return tl::unexpected(Stop{Fault::document, std::move(payload).error()});
    if (sides[i].is_in(0, (*plan)->sets))
      if (auto sent = send(i, *payload); !sent) return sent;
    if ((*plan)->sets == 1) continue;
    if (auto added = kept.add(*payload); !added)
      return tl::unexpected(Stop{Fault::document, std::move(added).error()});
  }
  for (std::int32_t set = 1; set < (*plan)->sets; ++set) {
    for (std::size_t i = 0; i < sides.size(); ++i) {
      if (!sides[i].is_in(set, (*plan)->sets)) continue;
      const auto payload = kept.read(i);
      if (!payload) return tl::unexpected(Stop{Fault::document, payload.error()});
      if (auto sent = send(i, *payload); !sent) return sent;
    }
  }
  if (auto finished = device_->finish(); !finished)
    return tl::unexpected(Stop{Fault::device, std::move(finished).error()});
  return {};
}

} // namespace platen::flow
