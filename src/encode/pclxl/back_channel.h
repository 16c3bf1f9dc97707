#pragma once

#include "base/device_link.h"

#include <string>
#include <string_view>

namespace platen::encode::pclxl {

// What a printer says while it takes a job: PJL answers, and PCL XL's error reports.
class BackChannel {
public:
  // Waits until `words` have arrived; false when they have not within `patience`, or nothing can
  // arrive.
  Result<bool> wait_for(DeviceLink& device, std::string_view words,
                        std::chrono::milliseconds patience);
  // Looks at what has arrived without waiting. An error report is an error.
  Result<void> heed(DeviceLink& device);

private:
  Result<void> check_report() const;
  std::string received_; // the last of it, bounded
};

} // namespace platen::encode::pclxl
