#pragma once

#include "base/bytes.h"
#include "base/limits.h"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace platen::model {
struct PageOffer;
}

namespace platen {

// What a transport that carries documents with attributes (IPP) has to know before the first byte.
struct DocumentStart {
  std::string format; // MIME
  bool last = true;   // no further document follows in the job
  // Job Template and operation attributes under their IPP names, values as text: "600dpi",
  // "{media-size={x-dimension=21000 ...}}". Of the whole job: the first document's count.
  std::vector<std::pair<std::string, std::string>> settings;
};

// Bytes to a device, and its answers where the transport carries them.
class DeviceLink : public ByteSink {
public:
  // Up to into.size() bytes that the device has sent; 0 = it has closed its side.
  // Errc::timeout after `patience`; Errc::unsupported where nothing can come back (a file).
  virtual Result<std::size_t> read(std::span<std::byte> into, std::chrono::milliseconds patience) = 0;
  // The job that follows, before its first byte: UTF-8, for transports that tell the device.
  virtual void name_job(const std::string& title, const std::string& user) {
    static_cast<void>(title), static_cast<void>(user);
  }
  // A document begins with the next byte, where the transport knows documents; else nothing happens.
  virtual Result<void> begin_document(const DocumentStart& start) {
    static_cast<void>(start);
    return {};
  }
  // What a driverless printer says that it takes; null: the device speaks its model's language.
  virtual const model::PageOffer* page_offer() const { return nullptr; }

  // How long an answer that need not come is waited for, and a device that has stopped.
  virtual std::chrono::milliseconds answer_patience() const { return limits::device_answer; }
  virtual std::chrono::milliseconds stall_patience() const { return limits::device_stall; }
  // `heard` runs inside write() when something arrives while the device takes nothing; an error of
  // it ends the write. It may read. Empty: nobody listens.
  virtual void listen(std::function<Result<void>()> heard) { static_cast<void>(heard); }
  // What the device says of itself: printer-state-reasons without "none" (none at all: it is well),
  // and its own words.
  virtual void report(const std::vector<std::string>& reasons, const std::string& words) {
    static_cast<void>(reasons), static_cast<void>(words);
  }
};

} // namespace platen
