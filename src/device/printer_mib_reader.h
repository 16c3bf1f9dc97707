#pragma once

#include "device/reader.h"
#include "device/snmp_session.h"

namespace platen::device {

// Channel "snmp": the Printer MIB.
std::unique_ptr<StatusReader> make_printer_mib_reader(SnmpAddress address);

} // namespace platen::device
