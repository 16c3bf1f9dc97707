#pragma once

#include "install/words.h"
#include "web/markup.h"

#include <string>

namespace platen::web {

// The instructions as a page without script: what install::guide() says, in its order. `seen`: what
// is known of the visitor's own device, in words.
Markup install_page(const install::Json& guide, const std::string& seen);

} // namespace platen::web
