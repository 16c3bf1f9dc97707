#include "scan/deliver/courier/folder.h"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace platen::scan::courier {

namespace {

// Both files write blanks within a name as \040 and the like.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view digits = text.substr(i + 1, 3);
    if (text[i] == '\\' && digits.size() == 3 &&
        digits.find_first_not_of("01234567") == std::string_view::npos) {
      out += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

// The field with this number, from 0, of each line that has it.
std::vector<std::string> fields(std::string_view text, std::size_t number) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    std::vector<std::string_view> words;
    while (!line.empty() && words.size() <= number) {
      const std::size_t start = line.find_first_not_of(" \t");
      if (start == std::string_view::npos) break;
      line.remove_prefix(start);
      const std::size_t length = std::min(line.find_first_of(" \t"), line.size());
      words.push_back(line.substr(0, length));
      line.remove_prefix(length);
    }
    if (words.size() > number && !words.front().starts_with('#'))
      all.push_back(unescaped(words[number]));
  }
  return all;
}

bool is_within(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

} // namespace

std::optional<std::string> missing_mount(const std::string& folder, std::string_view fstab,
                                         std::string_view mounted) {
  const std::string path = std::filesystem::path(folder).lexically_normal();
  const std::vector<std::string> there = fields(mounted, 4);
  for (const std::string& point : fields(fstab, 1))
    if (point.size() > 1 && point.front() == '/' && is_within(path, point) &&
        std::ranges::find(there, point) == there.end())
      return point;
  return std::nullopt;
}

} // namespace platen::scan::courier
