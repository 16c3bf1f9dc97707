#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "scan/pack/pack.h"

namespace platen::scan {

enum class Coding : std::uint8_t {
  g4,    // ITU-T T.6, a 1 bit is black
  jpeg,  // without JFIF, for the inside of another file
  flate, // as PDF has it, with PNG's filters
  lzw,   // as TIFF has it, with horizontal differences
  file,  // a whole JPEG or PNG
};

// One page as it lies in its file, in memory up to a bound and then on disk.
struct CodedPage {
  PageShape shape;
  Dpi resolution;
  Coding coding = Coding::jpeg;
  Spool data{std::size_t{32} << 20};
};

// How `settings` wants a page of this format.
Coding coding_for(const FileSettings& settings, PixelFormat format);

// The part of `profile` in a page's file: nothing where it is of another colour space.
Bytes profile_for(Bytes profile, PixelFormat format);
// Errc::invalid for what is no ICC profile of RGB or gray.
Result<void> check_profile(Bytes profile);

Result<CodedPage> code_page(const std::filesystem::path& page_file, const FileSettings& settings,
                            Bytes profile, const Cancel& cancel);

} // namespace platen::scan
