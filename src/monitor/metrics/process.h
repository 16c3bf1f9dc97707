#pragma once

#include "monitor/metrics/exposition.h"

namespace platen::monitor {

// The process_ metrics that every exporter has: processor time, memory, descriptors, threads.
void expose_process(Exposition& out);

} // namespace platen::monitor
