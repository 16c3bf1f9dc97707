#pragma once

#include "scan/pack/coded_page.h"

#include <memory>
#include <string>

namespace platen::scan {

// What a file says of itself.
struct FileFacts {
  std::string title, author; // UTF-8; empty: none is written
  std::time_t time = 0;
  std::vector<std::string> languages; // Tesseract's names
  Bytes profile;                      // ICC of the scanner, or empty
  bool archive = false;               // PDF/A-2b
};

// One file, page by page.
class FileMaker {
public:
  virtual ~FileMaker() = default;
  // At least as many bytes as the file would have if it ended after this page.
  virtual std::uint64_t bytes_with(const CodedPage& page, const PageText* text) const = 0;
  virtual Result<void> add(const CodedPage& page, const PageText* text) = 0;
  virtual Result<std::uint64_t> finish() = 0; // its bytes; it is on disk under its name then
};

// ISO 32000-1, and ISO 19005-2 level B where the facts say so.
Result<std::unique_ptr<FileMaker>> make_pdf(const std::filesystem::path& path,
                                            const FileFacts& facts);
// TIFF 6.0, each page one strip.
Result<std::unique_ptr<FileMaker>> make_tiff(const std::filesystem::path& path,
                                             const FileFacts& facts);
// A page that is a file already.
Result<std::unique_ptr<FileMaker>> make_single(const std::filesystem::path& path);

inline constexpr std::uint64_t most_tiff_bytes = 0xFFFF'FFFE;  // its offsets have 32 bits
inline constexpr std::uint64_t most_pdf_bytes = 9'999'999'999; // those of its table have ten digits

} // namespace platen::scan
