#pragma once

#include "device/chmp_client.h"
#include "device/reader.h"

namespace platen::device {

// Channels "chmp" and "chmps": IVEC's GetStatus by HTTP.
std::unique_ptr<StatusReader> make_chmp_reader(ChmpAddress address);

} // namespace platen::device
