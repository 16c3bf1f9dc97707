#include "transport/usb_address.h"

#include "transport/address.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace platen::transport {

namespace {

constexpr std::string_view scheme = "usb://";

Failure wrong(std::string_view uri, std::string_view why) {
  return no_address(uri, why, "usb://Canon/PRO-1000%20series?serial=1234");
}

std::string encoded(std::string_view text) {
  constexpr std::string_view plain = "-._~/";
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

Result<void> read_choices(std::string_view uri, std::string_view text, UsbAddress& address) {
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    if (one.starts_with("serial=")) {
      address.serial = percent_decoded(one.substr(7));
      if (!address.serial || address.serial->empty()) return wrong(uri, "the serial is empty");
    } else if (one.starts_with("interface=")) {
      const std::string_view digits = one.substr(10);
      std::uint8_t number = 0;
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (error != std::errc{} || end != digits.data() + digits.size())
        return wrong(uri, "the interface is not a number");
      address.interface = number;
    } else {
      return wrong(uri, "after the \"?\" stand serial and interface");
    }
  }
  return {};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

// The maker's name may stand before the model as well.
bool fits(const UsbInterface& interface, const UsbAddress& address) {
  const std::string maker = ieee1284::value(interface.device_id, "MFG", "MANUFACTURER");
  const std::string model = ieee1284::value(interface.device_id, "MDL", "MODEL");
  if (lower(maker) != lower(address.maker)) return false;
  if (lower(model) != lower(address.model) && lower(model) != lower(maker + " " + address.model))
    return false;
  if (address.serial && *address.serial != interface.serial) return false;
  return !address.interface || *address.interface == interface.number;
}

} // namespace

bool is_usb_uri(std::string_view uri) {
  return uri.starts_with(scheme);
}

Result<UsbAddress> parse_usb_uri(std::string_view uri) {
  if (!is_usb_uri(uri)) return wrong(uri, "it does not begin with usb://");
  const std::string_view rest = uri.substr(scheme.size());
  const std::size_t question = std::min(rest.find('?'), rest.size());
  const std::string_view path = rest.substr(0, question);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return wrong(uri, "the model is missing");
  const auto maker = percent_decoded(path.substr(0, slash)),
             model = percent_decoded(path.substr(slash + 1));
  if (!maker || !model || maker->empty() || model->empty())
    return wrong(uri, "the maker or the model is empty or badly encoded");
  UsbAddress address{*maker, *model, {}, {}};
  TRY_VOID(read_choices(uri, rest.substr(std::min(question + 1, rest.size())), address));
  return address;
}

std::string to_uri(const UsbInterface& interface) {
  std::string uri = std::string(scheme) +
                    encoded(ieee1284::value(interface.device_id, "MFG", "MANUFACTURER")) + "/" +
                    encoded(ieee1284::value(interface.device_id, "MDL", "MODEL"));
  if (!interface.serial.empty()) uri += "?serial=" + encoded(interface.serial);
  return uri;
}

Result<UsbInterface> find_printer(const std::vector<UsbInterface>& all, const UsbAddress& address) {
  const UsbInterface* found = nullptr;
  std::string list;
  for (const UsbInterface& interface : all) {
    list += (list.empty() ? "" : ", ") + to_uri(interface);
    if (!fits(interface, address)) continue;
    if (found != nullptr)
      return fail(Errc::invalid, "several USB printers are " + address.maker + " " + address.model +
                                     "; name one by ?serial=... or &interface=...");
    found = &interface;
  }
  if (found != nullptr) return *found;
  return fail(Errc::unreachable, "no USB printer is " + address.maker + " " + address.model + "; " +
                                     (list.empty() ? "there is none" : "there are " + list));
}

} // namespace platen::transport
