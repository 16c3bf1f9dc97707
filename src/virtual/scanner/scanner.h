#pragma once

#include "virtual/fault.h"
#include "virtual/scanner/buttons.h"

#include <memory>
#include <string>
#include <vector>

namespace platen::twin {

struct ScannerOptions {
  std::filesystem::path stack; // a folder of pages in the feeder; empty: platen's own test letter
  std::filesystem::path
      glass; // the page on the glass; empty: none, or with no stack the test letter's first page
  double skew_degrees = 0; // of what the feeder draws in, clockwise
  bool two_sided_sheets =
      false;                // each sheet of the feeder is two pages, also for scans of one side
  bool blank_backs = false; // each sheet is one page, its back is blank
  std::int32_t pages_per_minute =
      0;                     // sides that the feeder scans; 0: as fast as they are asked for
  std::filesystem::path log; // also written there; empty: only kept
  std::vector<ScannerFault> faults;
};

// The scanner of an imageRUNNER 1020 or 1024 (docs/protocols/mp730.md), on a UDP and a TCP port of
// one number (bjnp.md §4), each on a thread of its own. They end with this object.
class VirtualScanner {
public:
  virtual ~VirtualScanner() = default;
  // Errc::invalid for a model that has none, Errc::io when the port is taken. 0 takes a free
  // one.
  static Result<std::unique_ptr<VirtualScanner>> open(const std::string& model,
                                                      const std::string& address,
                                                      std::uint16_t port, ScannerOptions options);
  virtual std::uint16_t port() const = 0;
  virtual void press(scanner::Button button) = 0; // async-signal-safe
  virtual void clear_faults() = 0;                // what is wrong just now; async-signal-safe
  virtual std::int32_t faults_begun() const = 0;
  virtual std::vector<std::string> log() const = 0; // the last lines of its protocol
};

} // namespace platen::twin
