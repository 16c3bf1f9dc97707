#include "doctor/zone.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace platen::doctor {

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// Octets that a zone file could take for something else, as \DDD.
std::string decimal(char c) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\%03u", unsigned{static_cast<unsigned char>(c)});
  return text.data();
}

std::string label(std::string_view name) {
  constexpr std::size_t longest = 63; // octets (RFC 1035 section 2.3.4)
  if (name.size() > longest) {
    std::size_t end = longest;
    while (end > 0 &&
           (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) // not within a character
      --end;
    name = name.substr(0, end);
  }
  std::string text;
  for (const char c : name)
    text += is_plain(c) ? std::string(1, c) : decimal(c);
  return text;
}

std::string txt_string(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    const bool printable = c >= 0x20 && c < 0x7f;
    text += !printable                ? decimal(c)
            : (c == '"' || c == '\\') ? std::string{'\\', c}
                                      : std::string(1, c);
  }
  return text + "\"";
}

std::string txt_of(const discovery::Service& service) {
  constexpr std::size_t longest = 255;    // octets of one string
  if (service.txt.empty()) return "\"\""; // RFC 6763 section 6.1
  std::string text;
  for (const auto& [key, value] : service.txt)
    text += (text.empty() ? "" : " ") + txt_string((key + "=" + value).substr(0, longest));
  return text;
}

bool is_own_name(const std::string& host) {
  return host.find('.') == std::string::npos;
}

} // namespace

std::string zone_records(const std::vector<discovery::Announcement>& announcements,
                         const std::string& host, const std::vector<std::string>& addresses) {
  const std::string target = is_own_name(host) ? label(host) : host + ".";
  std::string text = "; Printers and scanners of " + target +
                     ": for the zone that clients have as their search domain.\n"
                     "b._dns-sd._udp\tIN\tPTR\t@\n"
                     "lb._dns-sd._udp\tIN\tPTR\t@\n";
  std::set<std::string> types;
  for (const discovery::Announcement& announcement : announcements)
    for (const discovery::Service& service : announcement.services)
      types.insert(service.type);
  for (const std::string& type : types)
    text += "_services._dns-sd._udp\tIN\tPTR\t" + type + "\n";
  for (const discovery::Announcement& announcement : announcements) {
    for (const discovery::Service& service : announcement.services) {
      const std::string instance = label(announcement.name) + "." + service.type;
      text += service.type + "\tIN\tPTR\t" + instance + "\n";
      for (const std::string& subtype : service.subtypes)
        text += subtype + "._sub." + service.type + "\tIN\tPTR\t" + instance + "\n";
      text += instance + "\tIN\tSRV\t0 0 " + std::to_string(service.port) + " " + target + "\n";
      text += instance + "\tIN\tTXT\t" + txt_of(service) + "\n";
    }
  }
  if (is_own_name(host))
    for (const std::string& address : addresses)
      text += target + (address.find(':') == std::string::npos ? "\tIN\tA\t" : "\tIN\tAAAA\t") +
              address + "\n";
  return text;
}

} // namespace platen::doctor
