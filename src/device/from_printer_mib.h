#pragma once

#include "device/status.h"
#include "wire/snmp/printer_mib.h"

namespace platen::device {

// The rows of a Printer MIB in canonical form. Alerts and hrPrinterDetectedErrorState are put
// together; groups of which the agent has no row are absent.
Reading from_printer_mib(const snmp::PrinterMib& mib);

} // namespace platen::device
