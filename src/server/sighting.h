#pragma once

#include "device/probe.h"
#include "intake/api/device_routes.h"
#include "job/job.h"
#include "model/model.h"

#include <span>
#include <string>
#include <vector>

namespace platen::server {

// A device as one way of looking saw it: at an address, or on the USB.
struct Sighting {
  std::string host; // numeric where a search found it; empty: on the USB
  std::vector<intake::api::FoundUri> uris;
  device::Probe probe;
  std::string dns_sd_name, title, maker, location; // by DNS-SD; empty: not told
  device::Identity identity;                       // of all that told one
  std::string remark;                              // what people have to know of it
};

// Sightings of one machine become one: those at one address, and those that say that they are the
// same unit by more than a serial number, or by that at no other address.
std::vector<Sighting> merged(std::vector<Sighting> all);

// What the device is to whoever makes a queue of it. `others`: all that were found, for what is
// ambiguous.
intake::api::FoundPrinter described(const Sighting& device, std::span<const Sighting> others,
                                    std::span<const model::Model> models,
                                    std::span<const job::Printer> printers);

// "192.0.2.7" of "socket://192.0.2.7:9100/?snmp=off"; empty: the URI has none.
std::string host_of(const std::string& device_uri);
// The URI with another host in place of its own.
std::string with_host(const std::string& device_uri, const std::string& host);

} // namespace platen::server
