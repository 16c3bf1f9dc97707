#pragma once

#include "encode/pages/page_form.h"

#include <string>
#include <utility>
#include <vector>

namespace platen::encode {

// The ticket as the attributes of an IPP job whose pages are placed already: media-col, sides,
// copies, print-quality, ..., with values as libcups reads them from text.
std::vector<std::pair<std::string, std::string>>
page_settings(const model::Ticket& ticket, const model::MediaSize& media, const PageForm& form);

} // namespace platen::encode
