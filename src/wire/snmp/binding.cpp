#include "wire/snmp/binding.h"

#include <algorithm>

namespace platen::snmp {

namespace {

// The length of the UTF-8 sequence at `at`; 0 when there is none.
std::size_t sequence_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80                     ? 1
                             : first >= 0xc2 && first < 0xe0  ? 2
                             : first >= 0xe0 && first < 0xf0  ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  const unsigned char second = length > 1 ? byte(at + 1) : 0;
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool beyond = (first == 0xed && second >= 0xa0) || (first == 0xf4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

} // namespace

bool begins_with(const Oid& oid, const Oid& prefix) {
  return oid.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), oid.begin());
}

std::string readable(const std::string& octets, std::size_t most) {
  std::string text;
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t length = sequence_length(octets, at);
    if (text.size() + std::max<std::size_t>(length, 1) > most) break;
    const auto first = static_cast<unsigned char>(octets[at]);
    if (length == 0)
      text += '?';
    else if (length == 1 && (first < 0x20 || first == 0x7f))
      text += ' ';
    else
      text.append(octets, at, length);
    at += std::max<std::size_t>(length, 1);
  }
  const auto end = text.find_last_not_of(' ');
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? std::string{} : text.substr(begin, end - begin + 1);
}

} // namespace platen::snmp
