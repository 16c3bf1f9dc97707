#include "wire/snmp/binding.h"

#include "base/utf8.h"

#include <algorithm>

namespace platen::snmp {

bool begins_with(const Oid& oid, const Oid& prefix) {
  return oid.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), oid.begin());
}

std::string readable(const std::string& octets, std::size_t most) {
  std::string text;
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t length = utf8_character(std::string_view(octets).substr(at));
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
