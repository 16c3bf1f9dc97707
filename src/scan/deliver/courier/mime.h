#pragma once

#include "scan/deliver/courier/local_file.h"

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace platen::scan::courier {

// What one mail of a delivery says.
struct Letter {
  std::string from;
  std::vector<std::string> to;
  std::string subject; // UTF-8, one line
  std::string text;    // UTF-8
  std::string id;      // of the delivery
  std::size_t part = 1, parts = 1;
  std::time_t time = 0;
};
// "<ID.PART.PARTS@DOMAIN>", the same in each try.
std::string message_id(const Letter& letter);

// A mail in the Internet Message Format (RFC 5322) with its files attached (RFC 2045 to 2049,
// 2183), in lines of CR LF, as it is read: no more than a piece of it is in memory.
class MailText final : public ByteSource {
public:
  MailText(const Letter& letter, const std::vector<PackedFile>& files);
  std::uint64_t size() const { return size_; }
  Result<std::size_t> read(std::span<std::byte> into) override;

private:
  Result<bool> refill();
  Result<bool> encode_more(const PackedFile& file);
  void add(std::string text);
  std::list<std::variant<std::string, PackedFile>> pieces_;
  std::optional<LocalFile> open_; // the first piece, if it is a file
  std::uint64_t size_ = 0;
  std::string ready_; // encoded
  std::size_t given_ = 0;
};

// Which files go into which mail, in their order, so that none has more than `most` bytes.
// Errc::limit: a file alone is too large; it says which and what to do.
Result<std::vector<std::vector<PackedFile>>> divide(const std::vector<PackedFile>& files,
                                                    const Letter& letter, std::uint64_t most);

// The parts of it.
std::string encoded_words(std::string_view text);         // a header's text, RFC 2047
std::string quoted_printable(std::string_view text);      // RFC 2045, section 6.7
std::string file_name_parameter(const std::string& name); // RFC 2183, RFC 2231
std::uint64_t base64_bytes(std::uint64_t bytes);          // in lines of 76, CR LF included

} // namespace platen::scan::courier
