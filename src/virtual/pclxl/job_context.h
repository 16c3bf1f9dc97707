#pragma once

#include "virtual/interpreter.h"
#include "virtual/pclxl/fault.h"

#include <optional>

namespace platen::twin::pclxl {

// What PJL said before, and what lasts from stream to stream of one job, whatever their language.
struct JobContext {
  bool toner_save = false;
  bool tells_pages = false; // @PJL USTATUS PAGE=ON
  std::int32_t pages = 0;   // that are out, each copy counted
  std::int32_t sheets = 0;
  std::optional<SideRecord> front; // of the sheet whose back has not come yet
};

// A page is whole, in so many copies: once it is out, which takes a while where there is an engine,
// that is said where PJL asked for it. `raster`: bytes of it as dots; `sent`: of what came for it.
Xl<void> print_page(const Line& line, JobContext& context, std::int32_t copies,
                    std::uint64_t raster, std::uint64_t sent);

// The job is so far; a fault of the script may break it here.
Xl<void> reached(const Line& line, const JobContext& context, Moment moment);
// A refusal of the device is a fault of the stream, whatever stood in it; all else broke the link.
tl::unexpected<Fault> faulted(const Line& line, Error error);

} // namespace platen::twin::pclxl
