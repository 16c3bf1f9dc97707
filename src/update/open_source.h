#pragma once

#include "update/source.h"

namespace platen::update {

// Of a server, by platen-fetch: its libraries talk to strangers outside of this process.
std::unique_ptr<Source> fetch_source(const std::string& base, const SourceOptions& options);

} // namespace platen::update
