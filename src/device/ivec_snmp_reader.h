#pragma once

#include "device/reader.h"
#include "device/snmp_session.h"

namespace platen::device {

// Channel "ivec-snmp": Canon's status document, in the pieces in which its agents have it.
std::unique_ptr<StatusReader> make_ivec_snmp_reader(SnmpAddress address);

} // namespace platen::device
