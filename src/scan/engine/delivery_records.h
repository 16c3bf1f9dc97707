#pragma once

#include "scan/deliver/queue.h"
#include "scan/store/store.h"

namespace platen::scan {

// Deliveries in the store of scans. `store` outlives it.
std::unique_ptr<DeliveryStore> delivery_records(RecordStore& store);

} // namespace platen::scan
