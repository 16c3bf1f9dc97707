#pragma once

#include "base/cancel.h"
#include "base/device_link.h"
#include "base/limits.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace platen::transport {

struct Deadlines {
  std::chrono::milliseconds connect = limits::connect;
  std::chrono::milliseconds stall = limits::device_stall;   // no byte taken for so long
  std::chrono::milliseconds answer = limits::device_answer; // that a device need not give
};

// What a device says of itself while it prints, where the transport hears it: printer-state-reasons
// without "none", bounded and registered ones alone, and its message for people. Called when it
// changes, one call at a time, on any thread while the transport lives.
using DeviceReport =
    std::function<void(const std::vector<std::string>& reasons, const std::string& message)>;

// An open way to a device (or file). Counts what was delivered, so that a failed job can say it.
class Transport : public DeviceLink {
public:
  virtual std::uint64_t bytes_delivered() const = 0;
  // False while it is sure that nothing has left for the device, whatever was written.
  virtual bool may_have_sent() const { return true; }
  // All bytes are given over and acknowledged as far as the transport can know.
  virtual Result<void> finish() = 0;
  // What the device has not got yet shall not reach it any more: if there is such, the connection
  // is broken rather than closed at the end of this object. Else what was written may still arrive.
  virtual void abandon() {}
};

// DEVICE-URI: "socket://HOST[:9100]", "lpd://HOST[:515][/QUEUE]", "usb://MAKER/MODEL",
// "ipp://HOST/PATH", "ipps://HOST/PATH", "file:PATH", or "-"
// for standard output. A file appears under its name only after finish().
Result<std::unique_ptr<Transport>> open(const std::string& device_uri, const Deadlines& deadlines,
                                        const Cancel& cancel, DeviceReport report = {});

// Whether open() would understand the URI of a device. Errc::invalid says what is wrong with it.
Result<void> check_device_uri(const std::string& uri);

// True when the device takes plain pages and says which (an IPP printer), whatever its model.
bool is_driverless(const std::string& device_uri);

// True when `text` is a device URI or "-" rather than a plain path.
bool is_device_uri(const std::string& text);

} // namespace platen::transport
