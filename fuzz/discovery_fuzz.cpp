// What machines on a network say of themselves: records of DNS-SD, variables of SNMP and device
// ids. Whatever they say, what comes of it is bounded, readable, and safe in a device URI.
#include "base/utf8.h"
#include "device/identity.h"
#include "discovery/printer_record.h"
#include "transport/transport.h"
#include "wire/snmp/unit.h"

#include <algorithm>

namespace {

using namespace platen;

// Texts of the input, with 0 between.
std::vector<std::string> pieces(std::string_view input) {
  std::vector<std::string> all;
  while (!input.empty() && all.size() < 64) {
    const std::string_view one = input.substr(0, input.find('\0'));
    input.remove_prefix(std::min(one.size() + 1, input.size()));
    all.emplace_back(one);
  }
  return all;
}

void check_text(const std::string& text) {
  EXPECTS(text.size() <= 127);
  EXPECTS(valid_utf8_prefix(text) == text.size());
  EXPECTS(std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

void check_records(const std::vector<std::string>& texts) {
  constexpr std::string_view keys[] = {"rp", "ty", "product", "note", "uuid", "usb_mfg", "usb_mdl"};
  std::vector<discovery::Announced> services;
  for (const std::string_view type : discovery::printer_types()) {
    discovery::Announced one{texts[0], std::string(type), "h.local", "192.0.2.7", 9100, {}};
    for (std::size_t i = 0; i + 1 < texts.size() && i < std::size(keys); ++i)
      one.txt.emplace_back(keys[i], texts[i + 1]);
    services.push_back(std::move(one));
  }
  for (const auto& record : discovery::printers_of(services)) {
    for (const std::string* text :
         {&record.name, &record.make_and_model, &record.location, &record.maker, &record.model})
      check_text(*text);
    for (const std::string& uri : record.uris)
      EXPECTS(transport::check_device_uri(uri).has_value());
  }
}

void check_identity(const std::vector<std::string>& texts) {
  snmp::Bindings bindings;
  std::size_t i = 0;
  for (const snmp::Oid& oid : snmp::unit_scalars())
    bindings.push_back({oid, texts[i++ % texts.size()]});
  for (const std::string& text : texts) {
    snmp::Oid row = snmp::unit_columns()[0];
    row.push_back(static_cast<std::uint32_t>(i++));
    bindings.push_back({std::move(row), text});
  }
  const snmp::Unit unit = snmp::read_unit(bindings);
  device::Identity identity;
  device::add_word(identity, device::serial_word(unit.serial));
  device::add_word(identity, device::serial_of_device_id(unit.device_id));
  for (const std::string& mac : unit.macs)
    device::add_word(identity, device::mac_word(mac));
  for (const std::string& text : texts)
    device::add_word(identity, device::uuid_word(text));
  const auto again = device::read_identity(identity); // what we make, we take
  EXPECTS(again && *again == identity);
  if (!identity.empty()) EXPECTS(device::compare(identity, identity) == device::Match::same);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto texts = pieces({reinterpret_cast<const char*>(data), size});
  if (texts.empty()) return 0;
  check_records(texts);
  check_identity(texts);
  return 0;
}
