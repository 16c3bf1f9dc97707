#pragma once

#include <cstdio>
#include <memory>

class InputSource;

namespace platen::worker {

// `file` from its first byte, for qpdf to read. Where qpdf's own source asks the system for each
// object and each line, this one holds a few pages of the file: a damaged file, whose objects are
// searched for line by line, is read an order of magnitude faster. `file` must outlive it.
// Throws: std::runtime_error where the file cannot be read.
std::shared_ptr<InputSource> pdf_source(std::FILE* file);

} // namespace platen::worker
