#include "virtual/pclxl/job_context.h"

namespace platen::twin::pclxl {

Result<void> page_is_out(const Line& line, JobContext& context, std::int32_t copies) {
  context.pages += copies;
  if (!context.tells_pages) return {};
  return line.answers.write("@PJL USTATUS PAGE\r\n" + std::to_string(context.pages) + "\r\n\f");
}

Xl<void> reached(const Line& line, const JobContext& context, Moment moment) {
  if (line.faults == nullptr) return {};
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
