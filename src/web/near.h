#pragma once

#include <string>

namespace platen::web {

// Addresses with a network's first `bits` bits in common; false where one of them is none, or they
// are of different kinds.
bool in_network(const std::string& address, const std::string& of, unsigned bits);

// Is it in a network that this machine itself is in: are its multicasts heard there? A router may
// be in between all the same; it is a guess that saves most people a step.
bool is_near(const std::string& address);

} // namespace platen::web
