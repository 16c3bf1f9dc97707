#pragma once

#include <optional>
#include <string_view>

namespace platen::app::completion {

// What makes a shell ask "platen completion candidates"; nothing: there is no script for it.
std::optional<std::string_view> script_for(std::string_view shell);

} // namespace platen::app::completion
