#pragma once

#include "scan/deliver/queue.h"
#include "scan/store/store.h"

#include <functional>

namespace platen::scan {

// As a store of deliveries keeps one. `key` names it in the error of one that cannot be read.
std::string delivery_json(const Delivery& delivery);
Result<Delivery> delivery_from_json(const std::string& key, const std::string& text);

// Deliveries in the store of scans. `store` outlives it. Those that have ended are forgotten at the
// next load(), unless `wanted` says that their session is still there.
std::unique_ptr<DeliveryStore>
delivery_records(RecordStore& store, std::function<bool(const std::string& session)> wanted);

} // namespace platen::scan
