#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "device/status.h"

#include <memory>
#include <string_view>

namespace platen::device {

// One way to ask a device how it is. Used by one thread at a time.
class StatusReader {
public:
  virtual ~StatusReader() = default;
  virtual std::string_view channel() const = 0; // "snmp", "pjl", ...
  // True when the question goes the way of the print data, so that it must wait until no job does.
  virtual bool shares_print_path() const { return false; }
  // Ends within limits::status_read, and soon after `cancel`. Errc::unreachable, timeout: nobody
  // answers; unsupported: it does, but does not speak of this; malformed or limit: it lies.
  virtual Result<Reading> read(const Cancel& cancel) = 0;
};

} // namespace platen::device
