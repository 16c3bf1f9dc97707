#pragma once

#include "base/device_link.h"

#include <string>
#include <vector>

namespace platen::encode {

// What a device said of itself last, in IPP's words.
struct DeviceWords {
  std::vector<std::string> reasons; // printer-state-reasons; empty: nothing is wrong
  std::string message;              // the device's own words, where it has any
  bool stopped = false;             // it does not print until somebody helps
  bool operator==(const DeviceWords&) const = default;
};

// Passes on what is new.
class DeviceNews {
public:
  void hear(DeviceWords words, DeviceLink& device) {
    if (words == last_) return;
    last_ = std::move(words);
    device.report(last_.reasons, last_.message);
  }
  const DeviceWords& last() const { return last_; }

private:
  DeviceWords last_;
};

} // namespace platen::encode
