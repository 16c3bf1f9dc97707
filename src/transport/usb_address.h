#pragma once

#include "transport/usb_bus.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::transport {

bool is_usb_uri(std::string_view uri); // "usb://..."

// "usb://MAKER/MODEL[?serial=TEXT][&interface=N]", as CUPS writes it: percent-encoded MFG and MDL
// of the IEEE 1284 device id. A model may hold slashes.
struct UsbAddress {
  std::string maker, model;
  std::optional<std::string> serial;
  std::optional<std::uint8_t> interface;
};
Result<UsbAddress> parse_usb_uri(std::string_view uri); // Errc::invalid
std::string to_uri(const UsbInterface& interface);

// The interface that fits the address best: of a copier whose language is not named ("(PCL6)"), the
// one of PCL XL, else PCL 5, else the one that names none. The model may be one of a family
// ("iR1020" of "iR1020/1024/1025"). Never a fax. Errc::unreachable lists what there is;
// Errc::invalid when several fit equally, or a fax alone.
Result<UsbInterface> find_printer(const std::vector<UsbInterface>& all, const UsbAddress& address);
// The scanner's interface of the device at the address, whatever language stands behind its model.
// Errc::invalid where there are several.
Result<UsbInterface> find_scanner(const std::vector<UsbInterface>& all, const UsbAddress& address);

} // namespace platen::transport
