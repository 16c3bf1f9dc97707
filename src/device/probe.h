#pragma once

#include "base/cancel.h"
#include "base/device_limits.h"
#include "base/result.h"
#include "device/identity.h"

#include <chrono>
#include <string>
#include <vector>

namespace platen::device {

// What a channel said of a device, or why it said nothing.
struct Answer {
  std::string channel;    // "pjl", "snmp", "chmp", "chmps", "bjnp", "ipp", "usb"
  std::string device_id;  // IEEE 1284, or the words of PJL's INFO ID; empty: not told
  std::string silence;    // why nothing came; empty: it answered
  Identity identity = {}; // which unit it is, as far as the channel tells it
  std::string title = {}, location = {}; // of the unit, in its own words; empty: not told
};

// A language that the device says it has.
struct Spoken {
  std::string name; // "pcl-xl", "pcl-5e", "pcl", "postscript", ...: as models name it, else its own
  std::string channel; // that said so
  std::string words;   // of the device
  bool operator==(const Spoken&) const = default;
};

struct Probe {
  std::vector<Answer> answers;   // one for each channel that was asked
  std::vector<Spoken> languages; // each name once for each channel
  // The names of the device's model, as its ids give them, each once.
  std::vector<std::string> models() const;
  Identity identity() const;     // of all channels together
  std::string device_id() const; // the first that names a model; empty: none does
};

// Asks a device by every channel that leads to it what it is and which languages it has: socket://
// by PJL, SNMP, CHMP with and without TLS, and BJNP, each on its usual port or where the URI says;
// ipp:// and ipps:// by IPP; usb:// by its device id, and by PJL where that names it. The channels
// are asked at once; those that have not answered after `within` are given up. Errc::invalid for a
// URI that nothing understands.
Result<Probe> probe(const std::string& device_uri, const Cancel& cancel,
                    std::chrono::milliseconds within = limits::status_read);

// The same by the channel of that name alone. Errc::not_found: none such leads to the device.
Result<Probe> probe_by(const std::string& channel, const std::string& device_uri,
                       const Cancel& cancel,
                       std::chrono::milliseconds within = limits::status_read);

// The same for which unit it is alone, not by PJL or CHMP, which tell it of no device that is
// known. Ends as soon as a channel says that it is the one that is `known`.
Result<Probe> identify(const std::string& device_uri, const Identity& known, const Cancel& cancel,
                       std::chrono::milliseconds within = limits::identity_read);

} // namespace platen::device
