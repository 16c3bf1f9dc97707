#pragma once

#include "scan/pack/file_maker.h"

namespace platen::scan {

// The XMP packet of a PDF (ISO 16684-1), with ISO 19005-2's identification where it is for keeping.
// What it says, the document information dictionary says too.
std::string xmp_packet(const FileFacts& facts);

// Of a time, local, with the distance from UTC: as XMP and as PDF (ISO 32000-1, 7.9.4) write it.
std::string xmp_date(std::time_t time);
std::string pdf_date(std::time_t time);

// BCP 47's tag for Tesseract's name of a language; empty for one that has none.
std::string language_tag(std::string_view tesseract_name);

} // namespace platen::scan
