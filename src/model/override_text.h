#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace platen::model {

// Members of one entry of the option "overrides", as they were written: "pages" and the options
// that differ on them.
using OverrideText = std::map<std::string, std::string>;

// Both ways in which people write it: as JSON, [{"pages":"2-3","media":"a5"}], and as the tools of
// IPP do, {pages=2-3 media=a5},{pages=7 media-col={media-source=tray-2}}. Members of media-col come
// as options of their own. Errc::invalid says what is wrong and what is right; values are left to
// the model, or the printer, that knows them.
Result<std::vector<OverrideText>> read_override_text(std::string_view text);

} // namespace platen::model
