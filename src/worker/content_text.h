#pragma once

#include <string>
#include <vector>

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {

struct ContentText {
  std::string text;
  bool whole = true; // not only the beginning
};

// What content streams say one after the other, or the beginning of it. Throws what qpdf does.
ContentText read_contents(const std::vector<QPDFObjectHandle>& streams);

} // namespace platen::worker
