#pragma once

#include "device/status.h"
#include "wire/pjl/status.h"

namespace platen::device {

// PJL's status code in canonical form: state and reasons, and the sides that its engine printed;
// PJL tells neither levels nor trays.
Reading from_pjl(const pjl::DeviceStatus& status,
                 std::optional<std::int64_t> page_count = std::nullopt);

} // namespace platen::device
