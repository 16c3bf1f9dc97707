#pragma once

#include "encode/language.h"

#include <memory>

namespace platen::encode {

// Gives `onward` the page mirrored across (each row from right to left), along (the rows from the
// bottom up), or both: how some printers want the backs of sheets. Along keeps the rows in a file.
std::unique_ptr<SideEncoder> make_turned_rows(const PageShape& shape, bool across, bool along,
                                              std::unique_ptr<SideEncoder> onward);

} // namespace platen::encode
