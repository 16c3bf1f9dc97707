#include "device/printer_mib_reader.h"

#include "base/device_limits.h"
#include "device/from_printer_mib.h"

#include <algorithm>
#include <iterator>

namespace platen::device {

namespace {

class PrinterMibReader final : public StatusReader {
public:
  explicit PrinterMibReader(SnmpAddress address) : address_(std::move(address)) {}

  std::string_view channel() const override { return "snmp"; }

  Result<Reading> read(const Cancel& cancel) override {
    TRY(const auto session,
        open_snmp(address_, std::chrono::steady_clock::now() + limits::status_read, cancel));
    TRY(snmp::Bindings all, session->get(snmp::printer_scalars()));
    for (const auto& columns : snmp::printer_tables()) {
      TRY(snmp::Bindings table, session->walk(columns));
      std::ranges::move(table, std::back_inserter(all));
    }
    const snmp::PrinterMib mib = snmp::read_printer_mib(all);
    if (!mib.printer_status && mib.supplies.empty() && mib.inputs.empty())
      return fail(Errc::unsupported, address_.host + ": the agent has no Printer MIB");
    return from_printer_mib(mib);
  }

private:
  const SnmpAddress address_;
};

} // namespace

std::unique_ptr<StatusReader> make_printer_mib_reader(SnmpAddress address) {
  return std::make_unique<PrinterMibReader>(std::move(address));
}

} // namespace platen::device
