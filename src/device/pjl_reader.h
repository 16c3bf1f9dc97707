#pragma once

#include "device/reader.h"

#include <string>

namespace platen::device {

// Channel "pjl": INFO STATUS on a connection of its own to the print port, where jobs go as well.
std::unique_ptr<StatusReader> make_pjl_reader(std::string socket_uri);

} // namespace platen::device
