#pragma once

#include "capture/entry.h"

namespace platen::capture {

enum class Form : std::uint8_t {
  cpca,  // packets, with UFR II LT or CARPS in them
  tags,  // the page description of UFR II LT without packets
  other, // a print language that is only named
};

struct Summary {
  Form form = Form::cpca;
  std::string language; // "UFR II LT", "CARPS", "PCL XL", ...
  std::int64_t packets = 0;
  std::int32_t pages = 0;
  std::int64_t bands = 0; // unpacked ones
  std::int64_t faults = 0;
  Error first_fault; // with its offset, where faults > 0
};

// Takes a captured job apart, in bounded memory. Errc::unsupported: no print job that is known,
// even by name. What breaks the rules within a job becomes entries; errors of `listener` and
// `source` come back as they are.
Result<Summary> read_capture(ByteSource& source, Listener& listener);

} // namespace platen::capture
