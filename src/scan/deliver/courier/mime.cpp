#include "scan/deliver/courier/mime.h"

#include "base/percent.h"
#include "base/utf8.h"
#include "scan/deliver/address.h"

#include <algorithm>
#include <array>

#include <time.h>

namespace platen::scan::courier {

namespace {

constexpr std::size_t line_bytes = 57;   // of content in a line of 76 characters
constexpr std::size_t block_lines = 512; // encoded at a time
constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) -> unsigned {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U;
    };
    const unsigned group = byte(0) << 16 | byte(1) << 8 | byte(2);
    const std::size_t left = bytes.size() - i;
    out += digits[group >> 18];
    out += digits[group >> 12 & 63];
    out += left > 1 ? digits[group >> 6 & 63] : '=';
    out += left > 2 ? digits[group & 63] : '=';
  }
  return out;
}

bool is_plain(std::string_view text, std::string_view without) {
  return std::ranges::all_of(text, [&](char c) {
    return c >= 0x20 && c < 0x7f && without.find(c) == std::string_view::npos;
  });
}

// RFC 5322, section 3.3. In UTC, as the server's zone is nobody's business.
std::string date(std::time_t time) {
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  std::array<char, 64> text{};
  return {text.data(), ::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &utc)};
}

std::string boundary(const Letter& letter) {
  return "=_platen_" + letter.id + "_" + std::to_string(letter.part); // no line of ours begins so
}

std::string head(const Letter& letter) {
  std::string subject = letter.subject;
  if (letter.parts > 1)
    subject += " (" + std::to_string(letter.part) + " of " + std::to_string(letter.parts) + ")";
  std::string out = "From: <" + letter.from + ">\r\nTo: ";
  for (std::size_t i = 0; i < letter.to.size(); ++i)
    out += (i == 0 ? "<" : ",\r\n <") + letter.to[i] + ">";
  out += "\r\nSubject: " + encoded_words(subject) + "\r\nDate: " + date(letter.time) +
         "\r\nMessage-ID: " + message_id(letter) +
         "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n" // RFC 3834
         "Content-Type: multipart/mixed;\r\n boundary=\"" +
         boundary(letter) + "\"\r\n\r\n";
  return out + "--" + boundary(letter) +
         "\r\nContent-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
         quoted_printable(letter.text) + "\r\n";
}

std::string file_head(const Letter& letter, const PackedFile& file) {
  const bool typed =
      is_plain(file.media_type, " ;\"\\") && file.media_type.find('/') != std::string::npos;
  return "--" + boundary(letter) + "\r\nContent-Type: " +
         (typed ? file.media_type : std::string("application/octet-stream")) +
         "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n " +
         file_name_parameter(file.name) + "\r\n\r\n";
}

} // namespace

std::string message_id(const Letter& letter) {
  return "<" + letter.id + "." + std::to_string(letter.part) + "." + std::to_string(letter.parts) +
         "@" + letter.from.substr(letter.from.rfind('@') + 1) + ">";
}

std::string encoded_words(std::string_view text) {
  if (is_plain(text, "") && text.find("=?") == std::string_view::npos && text.size() <= 900)
    return std::string(text);
  constexpr std::size_t most = 45; // bytes: 60 characters of base64, 72 with what is around them
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0; // whole characters alone (RFC 2047, section 5)
    while (at + length < text.size()) {
      const std::size_t next = std::max<std::size_t>(utf8_character(text.substr(at + length)), 1);
      if (length + next > most) break;
      length += next;
    }
    out += (at == 0 ? "=?utf-8?B?" : "\r\n =?utf-8?B?") + base64(text.substr(at, length)) + "?=";
    at += length;
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out, line;
  const auto end_line = [&] {
    out += line + "\r\n";
    line.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      end_line();
      continue;
    }
    if (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool plain = ((byte > 0x20 && byte < 0x7f && byte != '=') || (byte == ' ' && !at_end)) &&
                       !(line.empty() && (byte == '-' || byte == '.'));
    const std::string one =
        plain ? std::string(1, text[i]) : std::string{'=', hex[byte >> 4], hex[byte & 15]};
    if (line.size() + one.size() > 75) {
      line += '=';
      end_line();
    }
    line += one;
  }
  return out + line;
}

std::string file_name_parameter(const std::string& name) {
  if (is_plain(name, "\"\\")) return "filename=\"" + name + "\"";
  return "filename*=utf-8''" + percent_encoded(name);
}

std::uint64_t base64_bytes(std::uint64_t bytes) {
  const std::uint64_t rest = bytes % line_bytes;
  return bytes / line_bytes * 78 + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + 2);
}

MailText::MailText(const Letter& letter, const std::vector<PackedFile>& files) {
  add(head(letter));
  for (const PackedFile& file : files) {
    add(file_head(letter, file));
    size_ += base64_bytes(file.bytes);
    pieces_.emplace_back(file);
  }
  add("--" + boundary(letter) + "--\r\n");
}

void MailText::add(std::string text) {
  size_ += text.size();
  pieces_.emplace_back(std::move(text));
}

// False: the file has no more.
Result<bool> MailText::encode_more(const PackedFile& file) {
  if (!open_) {
    TRY(open_, LocalFile::open(file));
  }
  Buffer block(line_bytes * block_lines);
  std::size_t filled = 0; // whole lines, but for the last one
  while (filled < block.size()) {
    TRY(const std::size_t got, open_->read(std::span(block).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  const std::string_view bytes = as_text(Bytes(block).first(filled));
  for (std::size_t at = 0; at < bytes.size(); at += line_bytes)
    ready_ += base64(bytes.substr(at, line_bytes)) + "\r\n";
  if (filled == block.size()) return true;
  open_.reset();
  return false;
}

// False: there is no more.
Result<bool> MailText::refill() {
  ready_.clear();
  given_ = 0;
  while (ready_.empty() && !pieces_.empty()) {
    bool more = false;
    if (auto* const text = std::get_if<std::string>(&pieces_.front())) {
      ready_ = std::move(*text);
    } else {
      TRY(more, encode_more(std::get<PackedFile>(pieces_.front())));
    }
    if (!more) pieces_.pop_front();
  }
  return !ready_.empty();
}

Result<std::size_t> MailText::read(std::span<std::byte> into) {
  if (given_ == ready_.size()) {
    TRY(const bool more, refill());
    if (!more) return std::size_t{0};
  }
  const std::size_t count = std::min(into.size(), ready_.size() - given_);
  std::ranges::copy(as_bytes(ready_).subspan(given_, count), into.begin());
  given_ += count;
  return count;
}

Result<std::vector<std::vector<PackedFile>>> divide(const std::vector<PackedFile>& files,
                                                    const Letter& letter, std::uint64_t most) {
  Letter longest = letter; // its numbers have as many digits as any
  longest.part = longest.parts = std::max<std::size_t>(files.size(), 2);
  const std::uint64_t frame = head(longest).size() + boundary(longest).size() + 6;
  std::vector<std::vector<PackedFile>> mails;
  if (files.empty()) mails.emplace_back(); // a message
  std::uint64_t filled = 0;
  for (const PackedFile& file : files) {
    const std::uint64_t bytes = file_head(longest, file).size() + base64_bytes(file.bytes);
    if (frame + bytes > most)
      return fail(Errc::limit,
                  file.name + " makes a mail of " + std::to_string((frame + bytes) / 1000) +
                      " kB, and one may have " + std::to_string(most / 1000) +
                      " kB: scan with fewer dots, in gray, or let the files be split by size, or "
                      "use another destination");
    if (mails.empty() || filled + bytes > most) {
      mails.emplace_back();
      filled = frame;
    }
    mails.back().push_back(file);
    filled += bytes;
  }
  return mails;
}

} // namespace platen::scan::courier
