#pragma once

#include "base/cancel.h"
#include "transport/ipp_address.h"
#include "wire/ipp/message.h"

#include <vector>

namespace platen::device {

// Get-Printer-Attributes of a printer that speaks IPP, within limits::status_read.
Result<ipp::Message> ask_printer(const transport::IppAddress& address,
                                 const std::vector<const char*>& attributes, const Cancel& cancel);

} // namespace platen::device
