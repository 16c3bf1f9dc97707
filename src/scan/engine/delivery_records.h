#pragma once

#include "scan/deliver/queue.h"
#include "scan/store/store.h"

#include <functional>

namespace platen::scan {

// Deliveries in the store of scans. `store` outlives it. Those that have ended are forgotten at the
// next load(), unless `wanted` says that their session is still there.
std::unique_ptr<DeliveryStore>
delivery_records(RecordStore& store, std::function<bool(const std::string& session)> wanted);

} // namespace platen::scan
