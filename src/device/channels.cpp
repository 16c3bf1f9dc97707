#include "device/channels.h"

#include "device/channel_port.h"
#include "device/chmp_reader.h"
#include "device/ipp_reader.h"
#include "device/ivec_snmp_reader.h"
#include "device/lpd_reader.h"
#include "device/pjl_reader.h"
#include "device/printer_mib_reader.h"
#include "device/usb_readers.h"
#include "transport/address.h"
#include "transport/usb_address.h"

#include <algorithm>

namespace platen::device {

namespace {

using Readers = std::vector<std::unique_ptr<StatusReader>>;
using transport::SocketAddress;

template<std::unique_ptr<StatusReader> (*make)(SnmpAddress)>
void add_snmp(const SocketAddress& address, std::string_view, Readers& readers) {
  const auto port = port_of(address, "snmp", snmp_port);
  if (!port) return;
  readers.push_back(make({address.host, *port, community_of(address)}));
}

template<bool tls> void add_chmp(const SocketAddress& address, std::string_view, Readers& readers) {
  const auto port = port_of(address, tls ? "chmps" : "chmp", tls ? https_port : http_port);
  if (port) readers.push_back(make_chmp_reader({address.host, *port, tls}));
}

void add_pjl(const SocketAddress& address, std::string_view uri, Readers& readers) {
  if (address.channel("pjl") != "off") readers.push_back(make_pjl_reader(std::string(uri)));
}

// The daemon beside the print port; no model names it, since no source says that one tells more
// there than elsewhere.
void add_lpd(const SocketAddress& address, Readers& readers) {
  const auto said = address.channel("lpd");
  if (!said || *said == "off") return;
  transport::LpdAddress daemon{address};
  daemon.host.port = *said;
  readers.push_back(make_lpd_reader(std::move(daemon)));
}

struct Channel {
  std::string_view name; // as in the model file
  void (*add)(const SocketAddress& address, std::string_view uri, Readers& readers);
};
constexpr Channel known[] = {{"snmp", add_snmp<make_printer_mib_reader>},
                             {"ivec-snmp", add_snmp<make_ivec_snmp_reader>},
                             {"chmps", add_chmp<true>},
                             {"chmp", add_chmp<false>},
                             {"pjl", add_pjl}};

void add_channels(const model::Model& model, const SocketAddress& address, std::string_view uri,
                  Readers& readers) {
  for (const std::string& name : model.status_channels)
    for (const Channel& channel : known)
      if (channel.name == name) channel.add(address, uri, readers);
}

// PJL's questions go the way of a job, from which a daemon passes nothing back. Its own word comes
// last: what it is about is a queue, and its form is anybody's.
Result<Readers> readers_of_daemon(const model::Model& model, const std::string& device_uri) {
  TRY(transport::LpdAddress address, transport::parse_lpd_uri(device_uri));
  SocketAddress beside = address.host;
  beside.channels.emplace(beside.channels.begin(), "pjl", "off");
  Readers readers;
  add_channels(model, beside, device_uri, readers);
  if (address.host.channel("lpd") != "off") readers.push_back(make_lpd_reader(std::move(address)));
  return readers;
}

// Its own bus is all that leads to it. What the port says comes last: it is about paper and little
// more.
Result<Readers> readers_of_usb(const model::Model& model, const std::string& device_uri) {
  TRY(const transport::UsbAddress address, transport::parse_usb_uri(device_uri));
  const auto& names = model.status_channels;
  const bool speaks = std::ranges::find(names, "pjl") != names.end();
  Readers readers;
  if (address.pjl.value_or(speaks)) readers.push_back(make_usb_pjl_reader(device_uri));
  readers.push_back(make_usb_port_reader(device_uri));
  return readers;
}

} // namespace

Result<Readers> make_readers(const model::Model& model, const std::string& device_uri) {
  Readers readers;
  if (transport::is_ipp_uri(device_uri)) { // it speaks for itself, whatever the model
    TRY(auto address, transport::parse_ipp_uri(device_uri));
    readers.push_back(make_ipp_reader(std::move(address)));
    return readers;
  }
  if (transport::is_lpd_uri(device_uri)) return readers_of_daemon(model, device_uri);
  if (transport::is_usb_uri(device_uri)) return readers_of_usb(model, device_uri);
  if (!device_uri.starts_with("socket://")) return readers;
  TRY(const SocketAddress address, transport::parse_socket_uri(device_uri));
  add_channels(model, address, device_uri, readers);
  add_lpd(address, readers);
  return readers;
}

} // namespace platen::device
