#pragma once

#include "setup/device.h"

#include <optional>

namespace platen::setup {

// A name for the printer that none of `taken` has, whatever their case: after its model, then with
// where it stands, then with a number. It is legal in addresses.
std::string proposed_name(const Device& device, const std::string& model,
                          const std::vector<std::string>& taken);
bool is_taken(const std::string& name, const std::vector<std::string>& taken);

// What is wrong with a name that somebody typed; nothing: it is well.
std::optional<std::string> wrong_with_name(const std::string& name);

// The usual paper of a place: Letter where LC_ALL, LC_PAPER or LANG (the first that is not empty)
// names a territory that uses it, else A4.
std::string paper_of(const std::string& lc_all, const std::string& lc_paper,
                     const std::string& lang);

} // namespace platen::setup
