#pragma once

#include <map>
#include <string>
#include <string_view>

namespace platen::web {

// The fields of a form by their names; of several of a name, the last.
using Form = std::map<std::string, std::string, std::less<>>;

// application/x-www-form-urlencoded. Whatever is no such thing is a text of its own.
Form parse_form(std::string_view body);
std::string value_of(const Form& form, std::string_view name); // empty: not there

} // namespace platen::web
