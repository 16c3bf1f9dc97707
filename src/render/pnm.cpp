#include "render/pnm.h"

#include <string>
#include <vector>

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

// The tokens of a page's head.
std::vector<std::string> head_of(const PageShape& page) {
  const std::string width = std::to_string(page.width), height = std::to_string(page.height);
  if (page.format == mask1) return {"P4", width, height};
  if (page.format == cmyk8)
    return {"P7", "WIDTH",  width, "HEIGHT",   height, "DEPTH",
            "4",  "MAXVAL", "255", "TUPLTYPE", "CMYK", "ENDHDR"};
  return {page.format == gray8 ? "P5" : "P6", width, height, "255"};
}

} // namespace

Result<std::optional<std::size_t>> parse_pnm_head(Bytes bytes, const PageShape& expected) {
  Tokens tokens(as_text(bytes));
  for (const std::string& wanted : head_of(expected)) {
    const std::string_view token = tokens.next();
    if (token.empty() && bytes.size() < most_pnm_head) return std::nullopt;
    if (token != wanted)
      return fail(Errc::malformed,
                  "the renderer gave a page that is not " + std::to_string(expected.width) + " x " +
                      std::to_string(expected.height) + " pixels of " + to_string(expected.format));
  }
  return tokens.end_of_head();
}

} // namespace platen::render
