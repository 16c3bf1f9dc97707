#pragma once

#include "device/reader.h"
#include "transport/ipp_address.h"

namespace platen::device {

// Channel "ipp": Get-Printer-Attributes of a printer that speaks IPP itself. While a job goes to it
// the job's own connection asks (transport/ipp_watch.h), so that it is left alone then.
std::unique_ptr<StatusReader> make_ipp_reader(transport::IppAddress address);

} // namespace platen::device
