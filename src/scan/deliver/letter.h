#pragma once

#include "scan/pack/pack.h"

#include <string>

namespace platen::scan {

// The subject or text of a mail: the fields of names of files ({date} {time} {year} {month} {day}
// {recipe} {user} {scanner} {counter}) filled in, all else as it is. Errc::invalid: a field that
// there is not.
Result<std::string> fill_in(const std::string& pattern, const NameFields& fields);

} // namespace platen::scan
