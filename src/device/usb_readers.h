#pragma once

#include "device/reader.h"
#include "transport/usb_bus.h"

#include <string>

// How a printer on the USB of this machine is, asked between jobs (docs/protocols/usb.md). Where
// somebody prints on it, they fail with Errc::busy.
namespace platen::device {

// Channel "pjl", of a printer that takes PJL (transport::takes_pjl()).
std::unique_ptr<StatusReader>
make_usb_pjl_reader(std::string usb_uri, transport::OpenBus open = transport::open_usb_bus);

// Channel "usb": the port status of the printer class.
std::unique_ptr<StatusReader>
make_usb_port_reader(std::string usb_uri, transport::OpenBus open = transport::open_usb_bus);

// What the octet of GET_PORT_STATUS says.
Reading from_usb_port(std::uint8_t status);

} // namespace platen::device
