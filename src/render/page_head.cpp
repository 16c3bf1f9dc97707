#include "render/page_head.h"

#include <array>
#include <cstring>
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

Failure another_page(const PageShape& expected) {
  return fail(Errc::malformed,
              "the renderer gave a page that is not " + std::to_string(expected.width) + " x " +
                  std::to_string(expected.height) + " pixels of " + to_string(expected.format));
}

// CUPS Raster, version 3: a word by which the byte order is told, then the pages, each with a
// header of which these numbers of 32 bits matter here.
constexpr std::uint32_t sync_word = 0x52615333; // "RaS3"
constexpr std::size_t header_bytes = 1796;
namespace header_at {
constexpr std::size_t width = 372, height = 376, bits_per_colour = 384, bits_per_pixel = 388,
                      bytes_per_row = 392, colour_order = 396, colour_space = 400;
} // namespace header_at
constexpr std::uint32_t chunky = 0, gray_space = 18; // CUPS_CSPACE_SW: 0 is black

std::uint32_t number_at(Bytes bytes, std::size_t at) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.subspan(at).data(), sizeof number);
  return number;
}

} // namespace

Result<std::optional<std::size_t>> PageHeads::parse(Bytes bytes) {
  if (raster_) return parse_raster(bytes, 0);
  if (bytes.size() < sizeof sync_word) return std::nullopt;
  if (expected_.format != gray8 || number_at(bytes, 0) != sync_word) return parse_pnm(bytes);
  TRY(const auto length, parse_raster(bytes, sizeof sync_word));
  raster_ = length.has_value();
  return length;
}

Result<std::optional<std::size_t>> PageHeads::parse_pnm(Bytes bytes) const {
  Tokens tokens(as_text(bytes));
  for (const std::string& wanted : head_of(expected_)) {
    const std::string_view token = tokens.next();
    if (token.empty() && bytes.size() < most_page_head) return std::nullopt;
    if (token != wanted) return another_page(expected_);
  }
  return tokens.end_of_head();
}

Result<std::optional<std::size_t>> PageHeads::parse_raster(Bytes bytes, std::size_t sync) const {
  if (bytes.size() < sync + header_bytes) return std::nullopt;
  const Bytes header = bytes.subspan(sync);
  const auto width = static_cast<std::uint32_t>(expected_.width);
  const std::array<std::pair<std::size_t, std::uint32_t>, 7> wanted{
      {{header_at::width, width},
       {header_at::height, static_cast<std::uint32_t>(expected_.height)},
       {header_at::bits_per_colour, 8},
       {header_at::bits_per_pixel, 8},
       {header_at::bytes_per_row, width},
       {header_at::colour_order, chunky},
       {header_at::colour_space, gray_space}}};
  for (const auto& [at, number] : wanted)
    if (number_at(header, at) != number) return another_page(expected_);
  return sync + header_bytes;
}

} // namespace platen::render
