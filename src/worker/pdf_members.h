#pragma once

#include <string_view>
#include <vector>

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

// The values of a dictionary; none of anything else.
std::vector<QPDFObjectHandle> members(QPDFObjectHandle dict);

// What resources have by a name of a kind ("/Font"); null where there is none.
QPDFObjectHandle named(QPDFObjectHandle resources, const char* kind, std::string_view name);

// The streams that the annotations of a page look like, in each of their states.
std::vector<QPDFObjectHandle> looks_on(QPDFObjectHandle page);

} // namespace platen::worker
