#pragma once

#include "model/page_offer.h"
#include "wire/ipp/message.h"

#include <string>

namespace platen::transport {

// What the answer to Get-Printer-Attributes says about the pages that a printer takes.
model::PageOffer read_offer(const platen::ipp::Message& printer);

// Adds NAME=VALUE to the job group of `request`, as far as `printer` says that it takes it: an
// attribute without "-supported", a value or a member of media-col that is not listed stays away.
void add_setting(platen::ipp::Message& request, const platen::ipp::Message& printer,
                 const std::string& name, const std::string& value);

} // namespace platen::transport
