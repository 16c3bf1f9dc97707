#pragma once

#include "transport/transport.h"
#include "wire/ipp/message.h"

#include <mutex>
#include <string>
#include <vector>

namespace platen::transport {

// What an IPP printer says of itself, passed on when it changes. It comes from a device and goes to
// every client: of the reasons only registered keywords about the machine are taken, sixteen at
// most, and of the message 255 bytes without control characters. From any thread.
class IppWords {
public:
  explicit IppWords(DeviceReport report) : report_(std::move(report)) {}
  bool wanted() const { return static_cast<bool>(report_); }
  void hear(const platen::ipp::Message& printer); // an answer to Get-Printer-Attributes

private:
  const DeviceReport report_;
  bool heard_ = false;
  std::mutex mutex_; // held while reporting: words stay in their order
  std::vector<std::string> reasons_;
  std::string message_;
};

// The reasons that are registered keywords about the machine, sixteen at most.
std::vector<std::string> machine_reasons(ipp_t* printer);

} // namespace platen::transport
