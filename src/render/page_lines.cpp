#include "render/page_lines.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace platen::render {
namespace {

constexpr std::string_view page_word = "page ";
constexpr std::size_t longest_line = 512;
constexpr std::size_t most_other_text = 4096;
constexpr double most_points = 14400.0;

std::optional<double> take_number(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

} // namespace

Result<void> PageLines::take_line(std::string_view line) {
  // The program may have left its own text on the same line.
  const std::size_t at = line.rfind(line_prefix);
  if (at != std::string_view::npos) {
    const std::string_view ours = line.substr(at + line_prefix.size());
    if (ours.starts_with(page_word)) return take_page(ours.substr(page_word.size()));
    bool* const found = ours == "bars" ? &bars_ : ours == "overprints" ? &overprints_ : nullptr;
    if (found != nullptr) {
      *found = true;
      return {};
    }
  }
  if (other_text_.size() > most_other_text) other_text_.erase(0, most_other_text / 2);
  other_text_.append(line).append("\n");
  return {};
}

Result<void> PageLines::take_page(std::string_view numbers) {
  const auto width = take_number(numbers), height = take_number(numbers);
  if (!width || !height || !(*width > 0 && *width <= most_points) ||
      !(*height > 0 && *height <= most_points))
    return fail(Errc::malformed,
                "page " + std::to_string(pages_.size() + 1) + " has no sensible size");
  if (pages_.size() == static_cast<std::size_t>(most_pages_))
    return fail(Errc::limit,
                "the document has more than " + std::to_string(most_pages_) + " pages");
  pages_.push_back(PageInfo{.width = {*width}, .height = {*height}});
  return {};
}

Result<void> PageLines::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (c == '\n') {
      TRY_VOID(take_line(line_));
      line_.clear();
    } else {
      if (line_.size() == longest_line) line_.erase(0, longest_line / 2);
      line_ += c;
    }
  }
  return {};
}

} // namespace platen::render
