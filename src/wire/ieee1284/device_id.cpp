#include "wire/ieee1284/device_id.h"

#include <algorithm>

namespace platen::ieee1284 {

namespace {

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

} // namespace

std::string value(std::string_view device_id, std::string_view key, std::string_view long_key) {
  while (!device_id.empty()) {
    std::string_view one = device_id.substr(0, device_id.find(';'));
    device_id.remove_prefix(std::min(one.size() + 1, device_id.size()));
    one = without_blanks(one);
    const std::size_t colon = one.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = one.substr(0, colon);
    if (name == key || (!long_key.empty() && name == long_key))
      return std::string(one.substr(colon + 1));
  }
  return {};
}

std::vector<std::string> command_sets(std::string_view device_id) {
  const std::string all = value(device_id, "CMD", "COMMAND SET");
  std::vector<std::string> words;
  for (std::string_view left = all; !left.empty();) {
    const std::string_view word = left.substr(0, left.find(','));
    left.remove_prefix(std::min(word.size() + 1, left.size()));
    if (const auto clean = without_blanks(word); !clean.empty()) words.emplace_back(clean);
  }
  return words;
}

bool names(std::string_view device_id, std::string_view word) {
  const auto small = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::any_of(command_sets(device_id), [&](const std::string& one) {
    return std::ranges::equal(one, word, {}, small, small);
  });
}

std::string from_block(std::string_view block) {
  constexpr std::size_t length_octets = 2;
  if (block.size() < length_octets) return {};
  const auto octet = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(block[i]));
  };
  const std::size_t length = octet(0) << 8 | octet(1);
  std::string_view text = block.substr(length_octets);
  if (length < block.size()) text = text.substr(0, length);
  std::string id(text);
  std::erase_if(id, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return id;
}

} // namespace platen::ieee1284
