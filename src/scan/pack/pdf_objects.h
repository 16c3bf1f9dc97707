#pragma once

#include "scan/pack/counted_file.h"

#include <string>
#include <vector>

namespace platen::scan {

// The outer form of a PDF: numbered objects, their table, the trailer (ISO 32000-1, 7.5). Objects
// are written as they come; of each only its place is remembered.
class PdfObjects {
public:
  explicit PdfObjects(CountedFile file) : file_(std::move(file)) {}

  Result<void> begin(); // the header
  int reserve();        // a number for an object that is written later; each must be
  Result<void> write(int number, const std::string& body);
  // `entries`: those of its dictionary beside the length.
  Result<void> write_stream(int number, const std::string& entries, Bytes data);
  Result<void> write_stream(int number, const std::string& entries, const Spool& data);
  // The table and the trailer; then the file is on disk. Its bytes.
  Result<std::uint64_t> finish(int catalog, int info);

  std::uint64_t offset() const { return file_.offset(); }
  std::size_t count() const { return offsets_.size(); }

private:
  Result<void> begin_stream(int number, const std::string& entries, std::uint64_t length);
  Result<void> end_stream();
  CountedFile file_;
  std::vector<std::uint64_t> offsets_; // of object 1 onwards; 0: not written yet
};

// What the table and trailer take at most, with so many objects.
std::uint64_t pdf_end_bytes(std::size_t objects);

std::string reference(int number);     // "7 0 R"
std::string number_text(double value); // at most four decimals, no exponent
// A string object of any characters (ISO 32000-1, 7.9.2.2); what is not UTF-8 is U+FFFD.
std::string text_string(std::string_view utf8);

} // namespace platen::scan
