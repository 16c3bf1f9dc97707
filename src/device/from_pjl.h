#pragma once

#include "device/status.h"
#include "wire/pjl/status.h"

namespace platen::device {

// PJL's status code in canonical form: state and reasons; PJL tells neither levels nor trays.
Reading from_pjl(const pjl::DeviceStatus& status);

} // namespace platen::device
