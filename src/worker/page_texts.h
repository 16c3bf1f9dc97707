#pragma once

#include "render/protocol.h"

namespace platen::worker {

// Task::page_texts: a PDF with a page for each TextPage.
Result<void> set_page_texts(const render::Request& request);

} // namespace platen::worker
