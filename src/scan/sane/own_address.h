#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platen::scan::sane {

// The numeric addresses of this machine, loopback among them.
std::vector<std::string> own_addresses();

// Whether a device that libsane found is an eSCL scanner at one of these addresses: what platen
// serves comes back that way. sane-airscan says "ip=ADDRESS" among its words, the driver escl has a
// URL in its name.
bool is_served_here(std::string_view name, std::string_view words,
                    const std::vector<std::string>& own);

} // namespace platen::scan::sane
