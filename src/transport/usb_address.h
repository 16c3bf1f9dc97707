#pragma once

#include "transport/usb_bus.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::transport {

bool is_usb_uri(std::string_view uri); // "usb://..."

// "usb://MAKER/MODEL[?serial=TEXT][&interface=N]", as CUPS writes it: percent-encoded MFG and MDL
// of the IEEE 1284 device id. A model may hold slashes. Ours alone is "pjl=on" or "off".
struct UsbAddress {
  std::string maker, model;
  std::optional<std::string> serial;
  std::optional<std::uint8_t> interface;
  std::optional<bool> pjl = {}; // whether it is asked by PJL; nothing: where its device id names it
};
Result<UsbAddress> parse_usb_uri(std::string_view uri); // Errc::invalid
std::string to_uri(const UsbInterface& interface);
// Whether a printer made for `address` prints on the device at `found`, which may name its family
// and any of its languages. Both tell one serial number, or neither does.
bool is_same_device(const UsbAddress& found, const UsbAddress& address);

// The interface that fits the address best: of a copier whose language is not named ("(PCL6)"), the
// one of PCL XL, else PCL 5, else the one that names none. The model may be one of a family
// ("iR1020" of "iR1020/1024/1025"). Never a fax. Errc::unreachable lists what there is;
// Errc::invalid when several fit equally, or a fax alone.
Result<UsbInterface> find_printer(const std::vector<UsbInterface>& all, const UsbAddress& address);

// A device that prints: its interfaces but for a fax, those first that find_printer() prefers, and
// the URI by which it finds the first.
struct UsbDevice {
  std::string uri; // names no language where it need not
  std::vector<UsbInterface> interfaces;
};
// In the order of the bus. What has a fax alone is none.
std::vector<UsbDevice> printing_devices(const std::vector<UsbInterface>& all);

// The scanner's interface of the device at the address, whatever language stands behind its model.
// Errc::invalid where there are several.
Result<UsbInterface> find_scanner(const std::vector<UsbInterface>& all, const UsbAddress& address);

} // namespace platen::transport
