#include "intake/inbox/ports.h"

#include <algorithm>

namespace platen::intake::inbox {

std::vector<Port> wanted_ports(const std::vector<job::Printer>& printers, std::uint16_t lpd) {
  std::vector<Port> ports;
  for (const job::Printer& printer : printers)
    if (printer.raw_port > 0)
      ports.push_back({static_cast<std::uint16_t>(printer.raw_port), printer.name});
  if (std::ranges::any_of(printers, &job::Printer::lpd)) ports.push_back({lpd, {}});
  return ports;
}

namespace {

std::string in_words(const Error& error) {
  if (error.code == Errc::denied)
    return error.message() + ": ports below 1024 need the capability CAP_NET_BIND_SERVICE, which "
                             "the system's service has";
  return error.message() + ": end what has that port, or choose another";
}

} // namespace

OpenPort open_port(const Port& port, const std::vector<http::ListenAddress>& addresses) {
  OpenPort made{port, {}, {}};
  for (const http::ListenAddress& address : addresses) {
    auto listener = http::listen_on({address.address, port.number});
    if (!listener) {
      made.trouble = in_words(listener.error());
      made.listeners.clear(); // half of it would be harder to understand than nothing
      return made;
    }
    made.listeners.push_back(*std::move(listener));
  }
  return made;
}

} // namespace platen::intake::inbox
