#include "server/usb_sightings.h"

#include "device/spoken.h"
#include "transport/usb_address.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>

namespace platen::server {

namespace {

void add_interface(Sighting& device, const transport::UsbInterface& interface) {
  device.probe.answers.push_back({"usb", interface.device_id, {}});
  for (const std::string& word : ieee1284::command_sets(interface.device_id)) {
    device::Spoken spoken{device::language_name(word), "usb", word};
    if (std::ranges::find(device.probe.languages, spoken) == device.probe.languages.end())
      device.probe.languages.push_back(std::move(spoken));
  }
  device::add_word(device.identity, device::serial_word(interface.serial));
  device::add_word(device.identity, device::serial_of_device_id(interface.device_id));
}

} // namespace

std::vector<Sighting> seen_on_usb(const std::vector<transport::UsbInterface>& all) {
  std::vector<Sighting> seen;
  for (const transport::UsbDevice& device : transport::printing_devices(all)) {
    Sighting& one = seen.emplace_back();
    one.uris.push_back({device.uri, "usb", {"usb"}});
    for (const transport::UsbInterface& interface : device.interfaces)
      add_interface(one, interface);
  }
  return seen;
}

} // namespace platen::server
