#pragma once

#include "transport/transport.h"
#include "transport/usb_address.h"

namespace platen::transport {

// A printer on USB, by the printer class: bulk out, and in where the interface has it. No hardware
// was tested: the tests put a bus of their own behind usb_bus.h, and what libusb does with a real
// device is as its documentation says. One that is held is tried again for as long as a connection
// may take: somebody may just ask it how it is.
Result<std::unique_ptr<Transport>> open_usb(UsbBus& bus, const std::string& uri,
                                            const Deadlines& deadlines, const Cancel& cancel);
// On the machine's own bus.
Result<std::unique_ptr<Transport>> open_usb(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel);

// As bus.open(); one that is held is tried again for so long. Errc::cancelled.
Result<std::unique_ptr<UsbPrinter>> open_when_free(UsbBus& bus, const UsbInterface& interface,
                                                   std::chrono::milliseconds patience,
                                                   const Cancel& cancel);

// A printer that was found and not opened yet.
struct FoundUsb {
  std::unique_ptr<UsbBus> bus;
  UsbAddress address;
  UsbInterface interface; // the one that a job for the address goes to
};
Result<FoundUsb> find_usb(const std::string& uri, const OpenBus& open);
// Whether PJL may be sent to it between jobs: its device id names it, or the address says so. What
// reads no PJL would print it.
bool takes_pjl(const FoundUsb& found);

enum class UsbUse : std::uint8_t { once, often }; // as UsbBus::open() and open_often()
// For questions between jobs. Errc::busy at once where a job or another program has the printer.
// What it said before is dropped: USB knows no connections.
Result<std::unique_ptr<Transport>> open_for_questions(FoundUsb found, UsbUse use,
                                                      const std::string& uri,
                                                      const Deadlines& deadlines,
                                                      const Cancel& cancel);

} // namespace platen::transport
