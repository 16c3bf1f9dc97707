#pragma once

#include <array>

namespace platen::render::sandbox {

// What the name service, OpenSSL and libcurl read by themselves: Rules::readable of a program that
// has the network.
inline constexpr std::array<const char*, 16> network_files{"/etc/gai.conf",
                                                           "/etc/host.conf",
                                                           "/etc/hosts",
                                                           "/etc/ld.so.cache",
                                                           "/etc/localtime",
                                                           "/etc/nsswitch.conf",
                                                           "/etc/resolv.conf",
                                                           "/etc/services",
                                                           "/etc/ssl",
                                                           "/lib",
                                                           "/proc/self",
                                                           "/run/systemd/resolve",
                                                           "/usr/lib",
                                                           "/usr/local/share/ca-certificates",
                                                           "/usr/share/ca-certificates",
                                                           "/dev/urandom"};

} // namespace platen::render::sandbox
