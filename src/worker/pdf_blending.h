#pragma once

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

// Whether something that these resources lead to is blended, so that the group of the page matters.
// A page without a group is drawn the same, and a renderer is several times as fast without one.
bool blends(QPDFObjectHandle resources);

} // namespace platen::worker
