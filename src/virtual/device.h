#pragma once

#include "base/file.h"
#include "virtual/channels.h"
#include "virtual/decode.h"
#include "virtual/engine.h"
#include "virtual/faults.h"
#include "virtual/scanner/scanner.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace platen::twin {

struct DeviceOptions {
  std::string model;                      // "canon-pro-1000", "canon-ir1020", "canon-ir1024"
  std::string address = "127.0.0.1";      // numeric, IPv4 or IPv6
  std::uint16_t port = 0;                 // 0 = any free one
  std::chrono::milliseconds idle{60'000}; // a connection that sends nothing for so long is dropped
  SheetOptions sheets;
  ChannelPorts channels;                      // besides the print port
  std::shared_ptr<SharedCondition> condition; // null: one of its own, with paper and ink
  FaultScript faults;                         // what goes wrong with it, and when
  // Where channels.scanner has a port; its faults are those of the script.
  ScannerOptions scanner;
};

std::vector<std::string> device_models();

// A printer on a TCP port. One connection is served at a time, others wait in the queue; each may
// carry several jobs. serve() and stop() may be called from different threads.
class VirtualDevice {
public:
  // Opens the port. Errc::invalid for an unknown model or address, Errc::io when the port is taken.
  static Result<std::unique_ptr<VirtualDevice>> open(DeviceOptions options);

  std::uint16_t port() const { return port_; }
  // Where the other channels are, those that were asked for.
  ChannelPorts channel_ports() const;
  VirtualScanner* scanner() const { return scanner_.get(); } // null: none was asked for
  // Serves until stop(); a connection under way is cut off. An Error means that sheets cannot be
  // written.
  Result<void> serve();
  // Async-signal-safe.
  void stop();
  // Mends what is wrong just now, whoever broke it; a fault that comes later comes all the same.
  // Async-signal-safe.
  void clear_faults();
  std::int32_t faults_begun() const { return faults_.begun(); }

private:
  VirtualDevice(DeviceOptions options, UniqueFd listener, UniqueFd stop_event, std::uint16_t port);
  Result<void> serve_connection(UniqueFd connection);
  Result<bool> listen(bool now); // whether it does

  DeviceOptions options_;
  Faults faults_;
  std::optional<Engine> engine_;
  bool listens_ = true;
  UniqueFd listener_;
  UniqueFd stop_event_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Channels> channels_;
  std::unique_ptr<VirtualScanner> scanner_;
};

} // namespace platen::twin
