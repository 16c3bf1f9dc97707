#include "transport/usb_address.h"

#include "base/percent.h"
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
    } else if (one == "pjl=on" || one == "pjl=off") {
      address.pjl = one == "pjl=on";
    } else {
      return wrong(uri, "after the \"?\" stand serial, interface, and pjl=on or pjl=off");
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

std::string maker_of(const UsbInterface& interface) {
  return ieee1284::value(interface.device_id, "MFG", "MANUFACTURER");
}

std::string model_of(const UsbInterface& interface) {
  return ieee1284::value(interface.device_id, "MDL", "MODEL");
}

// Copiers have an interface for each of their languages, and tell them apart by words in
// parentheses behind the model: "iR1018/1022/1023 (UFRII LT)", "(PCL6)", "(FAX)".
struct ModelName {
  std::string base, language; // without parentheses
};

ModelName split(const std::string& model) {
  const std::size_t open = model.rfind(" (");
  if (open == std::string::npos || !model.ends_with(')')) return {model, {}};
  return {model.substr(0, open), model.substr(open + 2, model.size() - open - 3)};
}

// In small letters, and without the maker's name, which may stand before the model as well.
ModelName plain_name(const std::string& model, const std::string& maker) {
  ModelName name = split(lower(model));
  const std::string before = lower(maker) + " ";
  if (name.base.starts_with(before)) name.base.erase(0, before.size());
  return name;
}

// A model may name a family, "iR1020/1024/1025": each of its members is meant as well.
bool is_of(const std::string& family, const std::string& name) {
  if (family == name) return true;
  const std::size_t first = family.find('/');
  if (first == std::string::npos) return false;
  const std::size_t digits = std::min(family.find_first_of("0123456789"), first);
  const std::string letters = family.substr(0, digits);
  for (std::size_t at = digits; at < family.size();) {
    const std::size_t end = std::min(family.find('/', at), family.size());
    if (letters + family.substr(at, end - at) == name) return true;
    at = end + 1;
  }
  return false;
}

// How well an interface fits an address that says nothing of its language; platen speaks PCL.
int rank_of(const std::string& language) {
  if (language == "pcl6" || language == "pcl xl") return 4;
  if (language.starts_with("pcl5")) return 3;
  return language.empty() ? 2 : 1;
}

bool is_fax(const UsbInterface& interface) {
  return split(lower(model_of(interface))).language == "fax";
}

// 0: not at all.
int fit_of(const UsbInterface& interface, const UsbAddress& address) {
  const std::string maker = maker_of(interface);
  if (lower(maker) != lower(address.maker)) return 0;
  if (address.serial && *address.serial != interface.serial) return 0;
  if (address.interface && *address.interface != interface.number) return 0;
  const ModelName has = plain_name(model_of(interface), maker),
                  wanted = plain_name(address.model, maker);
  if (!is_of(has.base, wanted.base)) return 0;
  if (wanted.language.empty()) return rank_of(has.language);
  return wanted.language == has.language ? 1 : 0;
}

// Of the interfaces of one device. No address is made of one that does not say what it is.
int rank_of(const UsbInterface& interface) {
  const std::string model = model_of(interface);
  return model.empty() ? 0 : rank_of(split(lower(model)).language);
}

bool is_at_one_place(const UsbInterface& a, const UsbInterface& b) {
  return a.bus == b.bus && a.address == b.address;
}

// A machine with a hub inside may show itself as two devices. Units of two models may have the same
// word for a serial number, "000000000000".
bool is_one_device(const UsbInterface& a, const UsbInterface& b) {
  const bool one_unit = !a.serial.empty() && a.serial == b.serial && a.vendor == b.vendor &&
                        split(lower(model_of(a))).base == split(lower(model_of(b))).base;
  return one_unit || is_at_one_place(a, b);
}

std::string uri_of(const UsbInterface& interface, const std::string& model) {
  std::string uri = std::string(scheme) + encoded(maker_of(interface)) + "/" + encoded(model);
  if (!interface.serial.empty()) uri += "?serial=" + encoded(interface.serial);
  return uri;
}

bool leads_to(const std::string& uri, const UsbInterface& wanted,
              const std::vector<UsbInterface>& all) {
  const auto address = parse_usb_uri(uri);
  if (!address) return false;
  const auto found = find_printer(all, *address);
  return found && is_at_one_place(*found, wanted) && found->number == wanted.number;
}

// Without its language, so that find_printer() chooses, at each job anew. Where that does not tell
// two of its interfaces apart, or finds another device, more is said. Two units of one model
// without serial numbers have no address that tells them apart.
std::string shortest_uri(const UsbInterface& wanted, const std::vector<UsbInterface>& all) {
  const std::string plain = uri_of(wanted, split(model_of(wanted)).base), own = to_uri(wanted);
  const std::string numbered =
      own + (wanted.serial.empty() ? "?" : "&") + "interface=" + std::to_string(wanted.number);
  for (const std::string& uri : {plain, own, numbered})
    if (leads_to(uri, wanted, all)) return uri;
  return plain;
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
  UsbAddress address{*maker, *model, {}, {}, {}};
  TRY_VOID(read_choices(uri, rest.substr(std::min(question + 1, rest.size())), address));
  return address;
}

std::string to_uri(const UsbInterface& interface) {
  return uri_of(interface, model_of(interface));
}

bool is_same_device(const UsbAddress& found, const UsbAddress& address) {
  return lower(found.maker) == lower(address.maker) && found.serial == address.serial &&
         is_of(plain_name(found.model, found.maker).base,
               plain_name(address.model, address.maker).base);
}

Result<UsbInterface> find_printer(const std::vector<UsbInterface>& all, const UsbAddress& address) {
  const UsbInterface* found = nullptr;
  int best = 0;
  bool several = false, fax = false;
  std::string list;
  for (const UsbInterface& interface : all) {
    const int fit = fit_of(interface, address);
    if (is_fax(interface)) {
      fax |= fit > 0;
      continue;
    }
    list += (list.empty() ? "" : ", ") + to_uri(interface);
    if (fit == 0 || fit < best) continue;
    several = fit == best;
    best = fit;
    found = &interface;
  }
  const std::string name = address.maker + " " + address.model;
  if (several)
    return fail(Errc::invalid,
                "several USB printers are " + name + "; name one by ?serial=... or &interface=...");
  if (found != nullptr) return *found;
  if (fax)
    return fail(Errc::invalid,
                name + " is the fax of a copier, which prints nothing; " +
                    (list.empty() ? "no USB printer is there" : "there are " + list));
  return fail(Errc::unreachable, "no USB printer is " + name + "; " +
                                     (list.empty() ? "there is none" : "there are " + list));
}

std::vector<UsbDevice> printing_devices(const std::vector<UsbInterface>& all) {
  std::vector<UsbDevice> devices;
  for (const UsbInterface& interface : all) {
    if (is_fax(interface)) continue;
    const auto known = std::ranges::find_if(devices, [&](const UsbDevice& one) {
      return is_one_device(one.interfaces.front(), interface);
    });
    if (known == devices.end())
      devices.push_back({{}, {interface}});
    else
      known->interfaces.push_back(interface);
  }
  for (UsbDevice& device : devices) {
    std::ranges::stable_sort(device.interfaces, [](const UsbInterface& a, const UsbInterface& b) {
      return rank_of(a) > rank_of(b);
    });
    device.uri = shortest_uri(device.interfaces.front(), all);
  }
  return devices;
}

Result<UsbInterface> find_scanner(const std::vector<UsbInterface>& all, const UsbAddress& address) {
  const UsbInterface* found = nullptr;
  UsbAddress device = address;
  device.model = split(address.model).base;
  for (const UsbInterface& interface : all) {
    if (fit_of(interface, device) == 0) continue;
    if (found != nullptr)
      return fail(Errc::invalid, "several USB scanners are " + address.maker + " " + address.model +
                                     "; name one by ?serial=... or &interface=...");
    found = &interface;
  }
  if (found != nullptr) return *found;
  return fail(Errc::unreachable, "no USB scanner is " + address.maker + " " + address.model +
                                     "; check that it is switched on and plugged in");
}

} // namespace platen::transport
