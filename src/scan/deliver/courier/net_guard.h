#pragma once

#include <string>

#include <sys/socket.h>

namespace platen::scan::courier {

// Whether an address is one that a message from the network's side must never be sent to, because
// what answers there trusts whoever reaches it: this machine itself by any of its addresses, its
// link, the services that clouds tell their machines secrets at, multicast and broadcast; also
// where IPv6 carries such an address of IPv4. Anything that is no IP at all (unix) is one too.
bool is_inner_address(const sockaddr& address, socklen_t length);

// "192.0.2.7", for people.
std::string in_words(const sockaddr& address);

} // namespace platen::scan::courier
