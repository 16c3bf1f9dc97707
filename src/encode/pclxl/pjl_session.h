#pragma once

#include "encode/pclxl/back_channel.h"

namespace platen::encode::pclxl {

// What one job of a PJL printer hears and how it ends, whatever language is between the PJL.
class PjlSession {
public:
  // The identity itself changes nothing; that its words come back says whether the end of the job
  // can be waited for.
  Result<void> ask(DeviceLink& device);
  bool answers() const { return answers_; }
  // What the printer says explains a failed write better than the network does.
  Result<void> tell(DeviceLink& device, Bytes bytes);
  Result<void> heard(DeviceLink& device, Result<void> written);
  void sent(std::int32_t sides) { sides_sent_ += sides; }
  // What the printer says that it took; nothing of one that counts otherwise than we do.
  std::optional<std::int32_t> sides_taken() const;
  // Sends the last bytes of a job, and waits until a printer that answers has come to its end.
  Result<void> end(DeviceLink& device, std::string last);

private:
  Result<void> await_the_end(DeviceLink& device);

  BackChannel back_channel_;
  bool answers_ = false;
  std::int32_t sides_sent_ = 0;
};

} // namespace platen::encode::pclxl
