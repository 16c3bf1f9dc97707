#pragma once

#include "base/device_link.h"

#include <chrono>
#include <functional>
#include <string>

namespace platen::device {

// Takes whole answers from the front of `received`. How much longer the rest is waited for, at
// most; zero: that was all.
using TakeAnswers = std::function<std::chrono::milliseconds(std::string& received)>;

// Asks a device by PJL and hears it until `take` has all, for limits::pjl_answer at most.
// Errc::timeout: it has said no more; Errc::unsupported: nothing comes back, or it has closed its
// side; Errc::limit: it talks without end. `what` is asked, for messages: "PJL's INFO ID".
Result<void> talk_pjl(DeviceLink& device, const std::string& questions, const std::string& what,
                      const TakeAnswers& take);

} // namespace platen::device
