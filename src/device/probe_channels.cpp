#include "device/probe_channels.h"

#include "base/device_limits.h"
#include "client/request.h"
#include "device/bjnp_client.h"
#include "device/channel_port.h"
#include "device/chmp_client.h"
#include "device/ipp_question.h"
#include "device/pjl_talk.h"
#include "device/snmp_session.h"
#include "device/spoken.h"
#include "transport/address.h"
#include "transport/transport.h"
#include "transport/usb_transport.h"
#include "wire/ieee1284/device_id.h"
#include "wire/pjl/info.h"
#include "wire/snmp/interpreters.h"
#include "wire/snmp/unit.h"

#include <algorithm>
#include <iterator>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using transport::SocketAddress;

void add(Found& found, std::string name, std::string_view words) {
  if (name.empty()) return;
  const bool known =
      std::ranges::find(found.languages, name, &Spoken::name) != found.languages.end();
  if (!known) found.languages.push_back({std::move(name), {}, std::string(words)});
}

Found from_device_id(std::string id) {
  Found found;
  for (const std::string& word : ieee1284::command_sets(id))
    add(found, language_name(word), word);
  add_word(found.identity, serial_of_device_id(id));
  found.device_id = std::move(id);
  return found;
}

// What was said counts, whether or not the rest comes.
Result<Found> ask_pjl(DeviceLink& device) {
  pjl::DeviceInfo info;
  const auto talked = talk_pjl(
      device, pjl::info_questions(), "PJL's INFO ID and INFO CONFIG", [&](std::string& received) {
        pjl::take_info(received, info);
        return !info.id.empty() && info.configured ? milliseconds{0} : limits::pjl_answer;
      });
  if (!talked && talked.error().code == Errc::limit) return Failure(talked.error());
  if (info.id.empty() && !info.configured)
    return fail(Errc::unsupported, "PJL's INFO ID and INFO CONFIG are not answered");
  Found found;
  found.device_id = info.id;
  for (const std::string& word : info.languages)
    add(found, language_name(word), word);
  return found;
}

Result<Found> ask_pjl_at(const std::string& uri, const Cancel& cancel) {
  const transport::Deadlines deadlines{limits::pjl_answer, limits::pjl_answer};
  TRY(const auto device, transport::open(uri, deadlines, cancel));
  return ask_pjl(*device);
}

Result<void> add_interpreters(SnmpSession& session, Found& found) {
  TRY(const snmp::Bindings rows, session.walk(snmp::interpreter_columns()));
  for (const snmp::Interpreter& one : snmp::read_interpreters(rows)) {
    std::string name(language_of_family(one.family));
    // A family is less than a description may say: "PCL5e" of the family of PCL.
    if (name.empty() || name == "pcl")
      if (const auto described = language_name(one.description); !described.empty())
        name = described;
    add(found, std::move(name), one.description.empty() ? one.level : one.description);
  }
  return {};
}

Result<Found> ask_snmp(const SnmpAddress& address, bool languages, const Cancel& cancel) {
  TRY(const auto session, open_snmp(address, Clock::now() + limits::status_read, cancel));
  TRY(snmp::Bindings all, session->get(snmp::unit_scalars()));
  TRY(snmp::Bindings rows, session->walk(snmp::unit_columns()));
  std::ranges::move(rows, std::back_inserter(all));
  snmp::Unit unit = snmp::read_unit(all);
  Found found = from_device_id(std::move(unit.device_id));
  add_word(found.identity, serial_word(unit.serial));
  for (const std::string& mac : unit.macs)
    add_word(found.identity, mac_word(mac));
  found.location = std::move(unit.location);
  if (unit.is_printer) found.title = std::move(unit.description);
  if (languages) TRY_VOID(add_interpreters(*session, found));
  if (!unit.is_printer && found.languages.empty())
    return fail(Errc::unsupported, "the agent tells no device id and no languages");
  return found;
}

Result<Found> ask_chmp(const ChmpAddress& address, const Cancel& cancel) {
  TRY(std::string id, ask_chmp_device_id(address, cancel));
  return from_device_id(std::move(id));
}

// The hardware address is asked for once more: not all that tell their id tell it.
Result<Found> ask_bjnp(const std::string& host, std::uint16_t port, const Cancel& cancel) {
  TRY(std::string id, ask_bjnp_device_id(host, port, Clock::now() + limits::status_read, cancel));
  Found found = from_device_id(std::move(id));
  const auto mac = ask_bjnp_mac(host, port, Clock::now() + limits::snmp_answer, cancel);
  if (mac) add_word(found.identity, mac_word(*mac));
  return found;
}

Result<Found> ask_ipp(const transport::IppAddress& address, const Cancel& cancel) {
  TRY(const ipp::Message answer,
      ask_printer(address,
                  {"printer-device-id", "document-format-supported", "printer-uuid",
                   "printer-make-and-model", "printer-location"},
                  cancel));
  Found found;
  if (const auto id = answer.text(IPP_TAG_PRINTER, "printer-device-id"))
    found = from_device_id(*id);
  found.languages.clear(); // what it takes, it says in the words of IPP
  for (const std::string& format : client::values_of(answer.get(), "document-format-supported"))
    add(found, format, format);
  if (const auto uuid = answer.text(IPP_TAG_PRINTER, "printer-uuid"))
    add_word(found.identity, uuid_word(*uuid));
  found.title = snmp::readable(answer.text(IPP_TAG_PRINTER, "printer-make-and-model").value_or(""));
  found.location = snmp::readable(answer.text(IPP_TAG_PRINTER, "printer-location").value_or(""));
  return found;
}

using Ask = std::function<Result<Found>()>;

std::vector<Channel> socket_channels(const SocketAddress& address, const std::string& uri,
                                     bool identity, const Cancel& cancel) {
  std::vector<Channel> channels;
  const auto add_channel = [&](std::string_view name, std::uint16_t usual, auto make) {
    if (const auto port = port_of(address, name, usual))
      channels.push_back({std::string(name), make(*port)});
  };
  if (!identity && address.channel("pjl") != "off")
    channels.push_back({"pjl", [uri, &cancel] { return ask_pjl_at(uri, cancel); }});
  const std::string community = community_of(address);
  add_channel("snmp", snmp_port, [&](std::uint16_t port) -> Ask {
    return [=, &cancel, host = address.host] {
      return ask_snmp({host, port, community}, !identity, cancel);
    };
  });
  for (const bool tls : {true, false}) {
    if (identity) break;
    add_channel(
        tls ? "chmps" : "chmp", tls ? https_port : http_port, [&](std::uint16_t port) -> Ask {
          return [=, &cancel, host = address.host] { return ask_chmp({host, port, tls}, cancel); };
        });
  }
  add_channel("bjnp", bjnp_port, [&](std::uint16_t port) -> Ask {
    return [=, &cancel, host = address.host] { return ask_bjnp(host, port, cancel); };
  });
  return channels;
}

// The bus is read for each question: it says nothing of a device that is gone.
Result<Found> ask_usb(const std::string& uri, const transport::OpenBus& open) {
  TRY(const transport::FoundUsb usb, transport::find_usb(uri, open));
  constexpr std::size_t longest = 1024;
  Found found = from_device_id(snmp::readable(usb.interface.device_id, longest));
  add_word(found.identity, serial_word(usb.interface.serial));
  return found;
}

Result<Found> ask_usb_pjl(const std::string& uri, const transport::OpenBus& open,
                          const Cancel& cancel) {
  TRY(auto usb, transport::find_usb(uri, open));
  if (!transport::takes_pjl(usb))
    return fail(Errc::unsupported, "not asked: the device id names no PJL, which what has none "
                                   "would print; add pjl=on to the address if it has it");
  const transport::Deadlines deadlines{limits::pjl_answer, limits::pjl_answer};
  TRY(const auto device, transport::open_for_questions(std::move(usb), transport::UsbUse::once, uri,
                                                       deadlines, cancel));
  return ask_pjl(*device);
}

Result<std::vector<Channel>> usb_channels(const std::string& uri, bool identity,
                                          const transport::OpenBus& open, const Cancel& cancel) {
  TRY(const transport::UsbAddress address, transport::parse_usb_uri(uri));
  std::vector<Channel> channels{{"usb", [=] { return ask_usb(uri, open); }}};
  if (!identity && address.pjl.value_or(true))
    channels.push_back({"pjl", [=, &cancel] { return ask_usb_pjl(uri, open, cancel); }});
  return channels;
}

} // namespace

Result<std::vector<Channel>> channels_of(const std::string& uri, bool identity,
                                         const Cancel& cancel, const transport::OpenBus& bus) {
  if (transport::is_usb_uri(uri)) return usb_channels(uri, identity, bus, cancel);
  if (transport::is_ipp_uri(uri)) {
    TRY(const auto address, transport::parse_ipp_uri(uri));
    return std::vector<Channel>{{"ipp", [address, &cancel] { return ask_ipp(address, cancel); }}};
  }
  if (!uri.starts_with("socket://"))
    return fail(Errc::invalid,
                uri + ": only devices at socket://, usb://, ipp:// and ipps:// can be asked what "
                      "they are");
  TRY(const SocketAddress address, transport::parse_socket_uri(uri));
  return socket_channels(address, uri, identity, cancel);
}

} // namespace platen::device
