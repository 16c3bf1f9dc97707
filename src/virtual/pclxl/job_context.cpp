#include "virtual/pclxl/job_context.h"

namespace platen::twin::pclxl {

namespace {

Result<void> page_is_out(const Line& line, JobContext& context, std::int32_t copies) {
  context.pages += copies;
  if (!context.tells_pages) return {};
  return line.answers.write("@PJL USTATUS PAGE\r\n" + std::to_string(context.pages) + "\r\n\f");
}

} // namespace

Xl<void> print_page(const Line& line, JobContext& context, std::int32_t copies,
                    std::uint64_t raster, std::uint64_t sent) {
  const auto out = [line, &context, copies] { return page_is_out(line, context, copies); };
  if (line.engine == nullptr || line.faults == nullptr) {
    XL_TRY_VOID(out());
    return {};
  }
  auto taken = line.engine->take(line.engine->whole_pages() ? raster : sent, copies, out,
                                 world_of(*line.faults));
  if (taken) return {};
  if (taken.error().code == Errc::limit) return xl_fault("InsufficientMemory", taken.error().what);
  return faulted(line, std::move(taken).error());
}

Xl<void> reached(const Line& line, const JobContext& context, Moment moment) {
  if (line.faults == nullptr) return {};
  if (moment == Moment::last_byte && line.engine != nullptr)
    if (auto finished = line.engine->finish(world_of(*line.faults)); !finished)
      return faulted(line, std::move(finished).error());
  auto done = line.faults->reached(moment, context.sheets);
  if (done) return {};
  return faulted(line, std::move(done).error());
}

tl::unexpected<Fault> faulted(const Line& line, Error error) {
  const auto detail = line.faults == nullptr ? std::nullopt : line.faults->refusal();
  if (!detail) return xl_broken(std::move(error));
  return xl_fault(*detail == "InsufficientMemory" ? "InsufficientMemory" : "InternalOverflow",
                  error.what);
}

} // namespace platen::twin::pclxl
