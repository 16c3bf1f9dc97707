#pragma once

#include "transport/transport.h"
#include "transport/usb_bus.h"

namespace platen::transport {

// A printer on USB, by the printer class: bulk out, and in where the interface has it. No hardware
// was tested: the tests put a bus of their own behind usb_bus.h, and what libusb does with a real
// device is as its documentation says.
Result<std::unique_ptr<Transport>> open_usb(UsbBus& bus, const std::string& uri,
                                            const Deadlines& deadlines, const Cancel& cancel);
// On the machine's own bus.
Result<std::unique_ptr<Transport>> open_usb(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel);

} // namespace platen::transport
