#pragma once

#include "base/bytes.h"
#include "scan/device/device.h"

#include <memory>

namespace platen::scan::sane {

// A device of libsane. One thread; but cancel() is for a signal's handler.
class Device {
public:
  virtual ~Device() = default;
  virtual const ScannerFacts& facts() const = 0;
  virtual ScannerState state() = 0;
  // The first side. Errc::not_found: no paper.
  virtual Result<PageShape> start(const ScanRequest& request) = 0;
  // Nothing: there is no more.
  virtual Result<std::optional<PageShape>> next() = 0;
  // Whole rows of the side, at least one, at most `most`; empty: it has ended.
  virtual Result<Buffer> rows(std::int32_t most) = 0;
  virtual PageEnd page_end() const = 0;
  virtual void stop() = 0;
  virtual void cancel() = 0;
};

// libsane, from its beginning to its end. Errc::io.
class Library {
public:
  static Result<Library> begin();
  Library(Library&& other) noexcept : begun_(std::exchange(other.begun_, false)) {}
  Library& operator=(Library&&) = delete;
  ~Library();
  Result<std::unique_ptr<Device>> open(const std::string& name);
  // All but the eSCL scanners at an address of this machine: they would be our own.
  Result<std::vector<FoundScanner>> devices();

private:
  Library() = default;
  bool begun_ = true;
};

} // namespace platen::scan::sane
