#include "transport/lpd_control.h"

#include <array>
#include <cstdio>

namespace platen::transport {

namespace {

// RFC 1179: host and user 31 octets (7.2.2, 7.2.8), title 99 (7.2.4), file name 131 (7.2.7).
constexpr std::size_t longest_name = 31, longest_title = 99;

// ASCII without control characters; a character of several bytes becomes one mark.
std::string plain(std::string_view text, std::size_t most, std::string_view otherwise) {
  std::string made;
  for (const char c : text) {
    if (made.size() == most) break;
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xc0) continue; // the rest of a character
    made += byte >= ' ' && byte < 0x7f ? c : '_';
  }
  return made.empty() ? std::string(otherwise) : made;
}

// Blanks separate the parts of the daemon's commands.
std::string host_of(const LpdJob& job) {
  std::string host = plain(job.host, longest_name, "localhost");
  for (char& c : host)
    if (c == ' ' || c == '/') c = '_';
  return host;
}

std::string name_of(char first, const LpdJob& job) {
  std::array<char, 8> number{};
  std::snprintf(number.data(), number.size(), "%03d", job.number % 1000);
  return std::string(1, first) + "fA" + number.data() + host_of(job);
}

} // namespace

std::string lpd_control_name(const LpdJob& job) {
  return name_of('c', job);
}

std::string lpd_data_name(const LpdJob& job) {
  return name_of('d', job);
}

std::string lpd_control_file(const LpdJob& job) {
  const std::string title = plain(job.title, longest_title, "document");
  const std::string data = lpd_data_name(job);
  return "H" + host_of(job) + "\nP" + plain(job.user, longest_name, "anonymous") + "\nJ" + title +
         "\nl" + data + "\nU" + data + "\nN" + title + "\n";
}

} // namespace platen::transport
