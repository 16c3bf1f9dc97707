#pragma once

#include "transport/transport.h"

namespace platen::transport {

// A file appears under its name after finish(). A device node, pipe or socket in the file system is
// written straight away, as replacing it by a file would take it away.
Result<std::unique_ptr<Transport>> open_file(const std::string& path, const Cancel& cancel);

// Standard output, which stays open.
std::unique_ptr<Transport> open_standard_output(const Cancel& cancel);

} // namespace platen::transport
