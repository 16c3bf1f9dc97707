#include "scan/pack/pdf_objects.h"

#include "scan/pack/utf16.h"

#include <array>
#include <charconv>

namespace platen::scan {
namespace {

// The bytes of the comment tell programs that the file is not text (ISO 32000-1, 7.5.2).
constexpr std::string_view header = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
constexpr std::size_t table_line_bytes = 20, trailer_bytes = 300;

std::string hex(Bytes bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const std::byte b : bytes) {
    text += digits[std::to_integer<std::size_t>(b >> 4)];
    text += digits[std::to_integer<std::size_t>(b & std::byte{15})];
  }
  return text;
}

std::string table_line(std::uint64_t offset) {
  std::string digits = std::to_string(offset);
  digits.insert(0, 10 - digits.size(), '0');
  return digits + " 00000 n \n";
}

} // namespace

std::uint64_t pdf_end_bytes(std::size_t objects) {
  return trailer_bytes + table_line_bytes * (objects + 1);
}

std::string reference(int number) {
  return std::to_string(number) + " 0 R";
}

std::string number_text(double value) {
  std::array<char, 64> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 4);
  std::string digits(text.data(), end.ptr);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  return digits == "-0" ? "0" : digits;
}

std::string text_string(std::string_view utf8) {
  return "<FEFF" + utf16_hex(utf8) + ">";
}

Result<void> PdfObjects::begin() {
  return file_.write(header);
}

int PdfObjects::reserve() {
  offsets_.push_back(0);
  return static_cast<int>(offsets_.size());
}

Result<void> PdfObjects::write(int number, const std::string& body) {
  offsets_.at(static_cast<std::size_t>(number) - 1) = file_.offset();
  return file_.write(std::to_string(number) + " 0 obj\n" + body + "\nendobj\n");
}

Result<void> PdfObjects::begin_stream(int number, const std::string& entries,
                                      std::uint64_t length) {
  offsets_.at(static_cast<std::size_t>(number) - 1) = file_.offset();
  return file_.write(std::to_string(number) + " 0 obj\n<< " + entries + " /Length " +
                     std::to_string(length) + " >>\nstream\n");
}

Result<void> PdfObjects::end_stream() {
  return file_.write("\nendstream\nendobj\n");
}

Result<void> PdfObjects::write_stream(int number, const std::string& entries, Bytes data) {
  TRY_VOID(begin_stream(number, entries, data.size()));
  TRY_VOID(file_.write(data));
  return end_stream();
}

Result<void> PdfObjects::write_stream(int number, const std::string& entries, const Spool& data) {
  TRY_VOID(begin_stream(number, entries, data.size()));
  TRY_VOID(data.copy_to(file_));
  return end_stream();
}

Result<std::uint64_t> PdfObjects::finish(int catalog, int info) {
  const std::uint64_t table_at = file_.offset();
  const std::string size = std::to_string(offsets_.size() + 1);
  TRY_VOID(file_.write("xref\n0 " + size + "\n0000000000 65535 f \n"));
  for (const std::uint64_t offset : offsets_) {
    EXPECTS(offset != 0);
    TRY_VOID(file_.write(table_line(offset)));
  }
  // From what the file holds, and so the same for the same scan (14.4 leaves the choice).
  const std::string id = hex(file_.digest());
  TRY_VOID(file_.write("trailer\n<< /Size " + size + " /Root " + reference(catalog) + " /Info " +
                       reference(info) + " /ID [<" + id + "> <" + id + ">] >>\nstartxref\n" +
                       std::to_string(table_at) + "\n%%EOF\n"));
  TRY_VOID(file_.commit());
  return file_.offset();
}

} // namespace platen::scan
