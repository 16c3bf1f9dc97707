#pragma once

#include "scan/device/device.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace platen::scan {

// One scanner of the server. Where a printer has the same name it is the same machine, and has its
// uuid.
struct ScannerEntry {
  std::string name, uuid; // uuid: "urn:uuid:..."
  std::string uri;        // open_scanner()'s
  std::string model;      // "canon-ir1020"; empty for sane:
  std::string info, location;
  bool operator==(const ScannerEntry&) const = default;
};

// The scanners of a server. Each is used by one at a time, in the order of asking; it is opened
// when it is wanted and closed when it has not been for a while. From any thread.
class Scanners {
public:
  // A scanner that one alone may use, until this is gone; from one thread at a time.
  class Lease {
  public:
    virtual ~Lease() = default;
    virtual const ScannerFacts& facts() const = 0;
    virtual Result<ScannerState> state() = 0;
    virtual Result<std::unique_ptr<Feed>> start(const ScanRequest& request) = 0;
  };
  struct Options {
    // Tests have their own; else open_scanner().
    std::function<Result<std::unique_ptr<Scanner>>(const ScannerEntry&, const Cancel&)> open;
    // A button of the device was pressed. From a thread of this object; may be empty: then no
    // device is asked for its buttons. It may not end this object.
    std::function<void(const ScannerEntry&, const std::string& button)> pressed;
    std::function<void(std::string_view level, std::string_view text)> log;
  };
  virtual ~Scanners() = default;                    // ends what is under way
  virtual void put(ScannerEntry entry) = 0;         // adds or changes
  virtual void remove(const std::string& name) = 0; // a lease stays good
  virtual std::vector<ScannerEntry> entries() const = 0;
  // What the device says that it can, remembered; Errc::not_found: no such name. May block for as
  // long as the device's deadline the first time.
  virtual Result<ScannerFacts> facts(const std::string& name) = 0;
  // As of the last second; while somebody uses it, what they saw last, and busy.
  virtual Result<ScannerState> state(const std::string& name) = 0;
  // Waits for its turn. Errc::busy: not within `patience`; the words say who uses it. `cancel` ends
  // the wait, and then what the lease and its feeds are doing; it outlives them.
  virtual Result<std::unique_ptr<Lease>> acquire(const std::string& name, const std::string& who,
                                                 std::chrono::milliseconds patience,
                                                 const Cancel& cancel) = 0;
  // Ends what is under way and each wait, for good: a device that does not answer holds up nobody
  // who ends. A double has nothing that waits.
  virtual void end() {}
};
Result<std::unique_ptr<Scanners>> make_scanners(Scanners::Options options);

} // namespace platen::scan
