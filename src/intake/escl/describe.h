#pragma once

#include "scan/broker/scanners.h"
#include "wire/escl/answers.h"
#include "wire/escl/capabilities.h"

#include <string>

// Our words for a scanner in those of eSCL.
namespace platen::intake::escl {

// "http://HOST" of the request, without a slash at its end; empty where the client did not say it.
platen::escl::Capabilities capabilities_of(const scan::ScannerEntry& entry,
                                           const scan::ScannerFacts& facts,
                                           const std::string& base);

// NAPS2 does not even begin when the feeder is said to be empty (AirSane #136): what nobody knows
// counts as loaded. Nothing: there is no feeder.
std::optional<platen::escl::AdfState> adf_state_of(scan::FeederState state);

std::string without_scheme(const std::string& uuid); // of "urn:uuid:..."

} // namespace platen::intake::escl
