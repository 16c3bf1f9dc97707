#pragma once

#include <vector>

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

// The values of a dictionary; none of anything else.
std::vector<QPDFObjectHandle> members(QPDFObjectHandle dict);

// The streams that the annotations of a page look like, in each of their states.
std::vector<QPDFObjectHandle> looks_on(QPDFObjectHandle page);

} // namespace platen::worker
