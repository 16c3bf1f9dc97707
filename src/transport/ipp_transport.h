#pragma once

#include "transport/transport.h"

namespace platen::transport {

// A driverless printer, of which platen is an IPP client: it is asked at once what it takes
// (page_offer()). One job: documents go out as they are written, finish() follows the job until the
// printer has printed it, and a job that is given up is canceled in the printer. Errc::busy when
// the printer takes no job now.
Result<std::unique_ptr<Transport>> open_ipp(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel, DeviceReport report);

} // namespace platen::transport
