#pragma once

#include "scan/deliver/courier/reporter.h"

namespace platen::scan::courier {

// One try, from within platen-deliver; the end without `where`, which the reporter has told.
DeliveryEnd run(const DeliveryRequest& request, Reporter& reporter);

// The parts of it. The text: what people should know beside; mostly empty.
Result<std::string> post(const DeliveryRequest& request, Reporter& reporter); // http
Result<std::string> call_webhook(const DeliveryRequest& request, Reporter& reporter);
Result<std::string> mail(const DeliveryRequest& request, Reporter& reporter);

} // namespace platen::scan::courier
