#include "device/channels.h"

#include "device/channel_port.h"
#include "device/chmp_reader.h"
#include "device/ipp_reader.h"
#include "device/ivec_snmp_reader.h"
#include "device/pjl_reader.h"
#include "device/printer_mib_reader.h"
#include "transport/address.h"

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

struct Channel {
  std::string_view name; // as in the model file
  void (*add)(const SocketAddress& address, std::string_view uri, Readers& readers);
};
constexpr Channel known[] = {{"snmp", add_snmp<make_printer_mib_reader>},
                             {"ivec-snmp", add_snmp<make_ivec_snmp_reader>},
                             {"chmps", add_chmp<true>},
                             {"chmp", add_chmp<false>},
                             {"pjl", add_pjl}};

} // namespace

Result<Readers> make_readers(const model::Model& model, const std::string& device_uri) {
  Readers readers;
  if (transport::is_ipp_uri(device_uri)) { // it speaks for itself, whatever the model
    TRY(auto address, transport::parse_ipp_uri(device_uri));
    readers.push_back(make_ipp_reader(std::move(address)));
    return readers;
  }
  if (!device_uri.starts_with("socket://")) return readers;
  TRY(const SocketAddress address, transport::parse_socket_uri(device_uri));
  for (const std::string& name : model.status_channels)
    for (const Channel& channel : known)
      if (channel.name == name) channel.add(address, device_uri, readers);
  return readers;
}

} // namespace platen::device
