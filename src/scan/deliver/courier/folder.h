#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace platen::scan::courier {

// The mount point at or above `folder` that fstab(5) names and that is not mounted: what is written
// there would land on the disk below. `mounted`: /proc/self/mountinfo (proc(5)).
std::optional<std::string> missing_mount(const std::string& folder, std::string_view fstab,
                                         std::string_view mounted);

} // namespace platen::scan::courier
