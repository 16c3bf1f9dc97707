#pragma once

#include "base/cancel.h"
#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::discovery {

// A service instance of DNS-SD as somebody on the network announces it: hostile until it is read
// (printer_record.h).
struct Announced {
  std::string name, type; // "Canon iR1024 (Room 4)", "_ipp._tcp"
  std::string host;       // "canon4.local"
  std::string address;    // numeric; IPv6 of one link with "%INTERFACE"
  std::uint16_t port = 0; // 0: it only holds the name
  std::vector<std::pair<std::string, std::string>> txt; // keys in small letters, each once
  bool own_machine = false;                             // this machine announces it
};

// What bounds it, whoever answers.
inline constexpr std::size_t most_services = 256, most_txt_entries = 64, longest_txt = 255;

// What Avahi hears of these types within `patience`, which is waited for to its end. Errc::
// unreachable: there is no Avahi to be asked; cancelled.
Result<std::vector<Announced>> browse(std::span<const std::string_view> types,
                                      std::chrono::milliseconds patience, const Cancel& cancel);

} // namespace platen::discovery
