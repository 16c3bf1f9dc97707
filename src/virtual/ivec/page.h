#pragma once

#include "virtual/ivec/machine.h"
#include "virtual/reader.h"
#include "virtual/tray.h"

namespace platen::twin::ivec {

// A fault of a page in the words of the protocol.
struct Fault {
  std::string detail; // "ParameterError", ...; "" = the stream or the tray failed, see error
  Error error;
};
using PageResult = tl::expected<void, Fault>;

// What the settings allow a page to be.
struct PageRules {
  SideRecord side; // all but the raster filled in
  Strictness strictness = Strictness::device;
  bool adobe_rgb = false; // beside sRGB
  std::int32_t most_columns = 0;
};

// Both read one page from the payload into the tray: begin_side ... end_side.
PageResult read_pwg_page(Payload& payload, const PageRules& rules, OutputTray& tray);
PageResult read_jpeg_page(Payload& payload, const PageRules& rules, OutputTray& tray);

// For the page readers.
tl::unexpected<Fault> page_fault(std::string_view detail, std::string what, std::uint64_t offset);
tl::unexpected<Fault> broken_stream(Error error);
// Refuses, or only warns when the twin is asked to draw what it can.
PageResult complain(const PageRules& rules, OutputTray& tray, std::string what,
                    std::uint64_t offset);
// The size fits the printable area at `dpi`.
PageResult check_area(const PageRules& rules, OutputTray& tray, Area found, Dpi dpi,
                      std::uint64_t offset);

} // namespace platen::twin::ivec
