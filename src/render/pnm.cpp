#include "render/pnm.h"

#include <array>

namespace platen::render {
namespace {

// One token of the head, skipping blanks and comments; empty when the bytes end before it does.
class Tokens {
public:
  explicit Tokens(std::string_view text) : text_(text) {}
  std::string_view next() {
    for (;;) {
      const std::size_t start = text_.find_first_not_of(blanks, at_);
      if (start == std::string_view::npos) return {};
      if (text_[start] == '#') {
        at_ = text_.find('\n', start);
        if (at_ == std::string_view::npos) return {};
        continue;
      }
      const std::size_t end = text_.find_first_of(blanks, start);
      if (end == std::string_view::npos) return {};
      at_ = end;
      return text_.substr(start, end - start);
    }
  }
  std::size_t end_of_head() const { return at_ + 1; } // one blank follows the last token

private:
  static constexpr std::string_view blanks = " \t\r\n";
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string_view magic(PixelFormat format) {
  return format == mask1 ? "P4" : format == gray8 ? "P5" : "P6";
}

} // namespace

Result<std::optional<std::size_t>> parse_pnm_head(Bytes bytes, const PageShape& expected) {
  Tokens tokens(as_text(bytes));
  const std::string width = std::to_string(expected.width),
                    height = std::to_string(expected.height);
  std::array<std::string_view, 4> wanted = {magic(expected.format), width, height, "255"};
  const std::size_t count = expected.format == mask1 ? 3 : 4;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view token = tokens.next();
    if (token.empty() && bytes.size() < most_pnm_head) return std::nullopt;
    if (token != wanted[i])
      return fail(Errc::malformed, "the renderer gave a page that is not " + width + " x " +
                                       height + " pixels of " + to_string(expected.format));
  }
  return tokens.end_of_head();
}

} // namespace platen::render
