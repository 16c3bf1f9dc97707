#include "virtual/scanner/stack.h"

#include <algorithm>
#include <cctype>

namespace platen::twin::scanner {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

// The digits at `at`, without the zeros before them; moves behind them.
std::string_view number_at(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == '0')
    ++at;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at]))
    ++at;
  return text.substr(first, at - first);
}

bool is_page(const std::filesystem::directory_entry& entry) {
  std::string ending = entry.path().extension().string();
  std::ranges::transform(ending, ending.begin(), lower);
  std::error_code error;
  return (ending == ".png" || ending == ".jpg" || ending == ".jpeg") &&
         entry.is_regular_file(error) && !entry.path().filename().string().starts_with('.');
}

class FolderStack final : public Stack {
public:
  explicit FolderStack(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::vector<std::string> pages() override {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end;
         entry.increment(error))
      if (is_page(*entry)) names.push_back(entry->path().filename().string());
    std::ranges::sort(names, naturally_before);
    return names;
  }
  Result<Picture> read(const std::string& page) override { return read_picture(folder_ / page); }
  Result<void> take_out(const std::string& page) override {
    std::error_code error;
    const auto scanned = folder_ / "scanned";
    std::filesystem::create_directories(scanned, error);
    if (!error) std::filesystem::rename(folder_ / page, scanned / page, error);
    if (error && std::filesystem::exists(folder_ / page))
      return fail(Errc::io, "the page " + page + " cannot be moved to " + scanned.string() +
                                ", and would be scanned again: " + error.message());
    return {};
  }

private:
  const std::filesystem::path folder_;
};

} // namespace

bool naturally_before(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view x = number_at(a, i), y = number_at(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    const char x = lower(a[i++]), y = lower(b[j++]);
    if (x != y) return x < y;
  }
  if (i < a.size() || j < b.size()) return j < b.size();
  return a < b;
}

std::unique_ptr<Stack> folder_stack(std::filesystem::path folder) {
  return std::make_unique<FolderStack>(std::move(folder));
}

} // namespace platen::twin::scanner
