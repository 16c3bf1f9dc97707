#pragma once

#include "base/bytes.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace platen::transport {

// The seam to the USB of this machine. What stands behind it in the program is libusb
// (libusb_bus.cpp); tests put a bus of their own there, as no USB hardware exists where they run.

// An interface of the printer class (USB class 7), or the vendor-specific one (class 255) of a
// printer's scanner, as its device describes it.
struct UsbInterface {
  std::uint16_t vendor = 0, product = 0; // idVendor, idProduct
  std::uint8_t bus = 0, address = 0;     // where it is now
  std::uint8_t number = 0;               // bInterfaceNumber
  std::string serial;                    // iSerialNumber; empty: none
  std::string device_id;                 // IEEE 1284, without its length octets
};

// An interface that was claimed; released by the destructor. One thread at a time.
class UsbPrinter {
public:
  virtual ~UsbPrinter() = default;
  // The bytes that the device took. Errc::timeout: none within `patience`; Errc::io: it is gone.
  virtual Result<std::size_t> write(Bytes bytes, std::chrono::milliseconds patience) = 0;
  // Errc::timeout; Errc::unsupported where the interface has no way back.
  virtual Result<std::size_t> read(std::span<std::byte> into,
                                   std::chrono::milliseconds patience) = 0;
  // The device's unasked words, by its interrupt endpoint: one packet. Errc::timeout: it has none
  // within `patience`; Errc::unsupported: the interface has no such endpoint.
  virtual Result<std::size_t> read_interrupt(std::span<std::byte>, std::chrono::milliseconds) {
    return fail(Errc::unsupported, "the USB device has no interrupt endpoint");
  }
  // GET_PORT_STATUS of the printer class, as a parallel port has it: paper is out (bit 5), selected
  // (bit 4), no error (bit 3). Errc::unsupported: the device does not know the request.
  virtual Result<std::uint8_t> port_status() {
    return fail(Errc::unsupported, "the USB device tells no port status");
  }
  // SOFT_RESET of the printer class: what the device has not printed yet is forgotten.
  virtual Result<void> reset() = 0;
};

class UsbBus {
public:
  virtual ~UsbBus() = default;
  virtual Result<std::vector<UsbInterface>> printers() = 0;
  // Vendor-specific interfaces with bulk endpoints both ways, of devices that have an interface of
  // the printer class as well: their device id is that of the first of these. A scanner among them
  // is told by nothing but its answers.
  virtual Result<std::vector<UsbInterface>> scanners() { return std::vector<UsbInterface>(); }
  // Printers that this user may not open, so that they cannot be asked what they are: without
  // serial and device id. Not among printers().
  virtual Result<std::vector<UsbInterface>> closed() { return std::vector<UsbInterface>(); }
  // Errc::busy: another program holds it; Errc::denied: this user may not; Errc::unreachable: gone.
  virtual Result<std::unique_ptr<UsbPrinter>> open(const UsbInterface& interface) = 0;
  // The same for a printer that is opened again and again. The kernel's own driver, which has it
  // back behind a job, stays away from it then: it would come and go with each question.
  virtual Result<std::unique_ptr<UsbPrinter>> open_often(const UsbInterface& interface) {
    return open(interface);
  }
};

// The machine's own, by libusb. Errc::unsupported where there is none.
Result<std::unique_ptr<UsbBus>> open_usb_bus();
using OpenBus = std::function<Result<std::unique_ptr<UsbBus>>()>;

} // namespace platen::transport
