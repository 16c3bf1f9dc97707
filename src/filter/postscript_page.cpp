#include "filter/postscript_page.h"

#include "encode/pclxl/packbits.h"

#include <array>
#include <cstdio>

namespace platen::filter {

namespace {

constexpr std::byte end_of_runs{128}; // of RunLengthDecode
constexpr std::size_t longest_line = 72;

// The ASCII base-85 coding of PostScript (PLRM 3.13.3).
class Ascii85 {
public:
  void put(Bytes bytes, std::string& text) {
    for (const std::byte byte : bytes) {
      group_ = group_ << 8 | std::to_integer<std::uint32_t>(byte);
      if (++count_ == 4) {
        if (group_ == 0)
          add('z', text);
        else
          write_digits(5, text);
        group_ = 0;
        count_ = 0;
      }
    }
  }
  void end(std::string& text) {
    if (count_ > 0) {
      group_ <<= 8 * (4 - count_);
      write_digits(count_ + 1, text); // never "z", which is four bytes
    }
    text += "~>\n";
  }

private:
  void write_digits(int count, std::string& text) {
    std::array<char, 5> digits{};
    std::uint32_t rest = group_;
    for (int i = 4; i >= 0; --i) {
      digits[static_cast<std::size_t>(i)] = static_cast<char>('!' + rest % 85);
      rest /= 85;
    }
    for (int i = 0; i < count; ++i)
      add(digits[static_cast<std::size_t>(i)], text);
  }
  void add(char c, std::string& text) {
    text += c;
    if (++column_ < longest_line) return;
    text += '\n';
    column_ = 0;
  }

  std::uint32_t group_ = 0;
  int count_ = 0; // bytes in it
  std::size_t column_ = 0;
};

class PostscriptPage final : public encode::SideEncoder {
public:
  PostscriptPage(const encode::SideSpec& spec, ByteSink& out)
      : shape_(spec.raster), runs_(shape_.format.row_bytes(shape_.width)), out_(out),
        text_(head(spec)) {}

  Result<void> write(ConstBand rows) override {
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      code_.clear();
      runs_.append(rows.row(y), code_);
      coded_.put(code_, text_);
    }
    return flush();
  }

  Result<void> finish() override {
    coded_.put({&end_of_runs, 1}, text_);
    coded_.end(text_);
    return flush();
  }

private:
  static std::string head(const encode::SideSpec& spec) {
    const double points = 72.0 / spec.resolution.v;
    const int width = spec.raster.width, height = spec.raster.height;
    const double left = to_points(spec.margins.left).v,
                 top = to_points(spec.media.height).v - to_points(spec.margins.top).v;
    const bool dots = spec.raster.format == mask1, colour = spec.raster.format == rgb8;
    std::array<char, 512> text{};
    const int length = std::snprintf(
        text.data(), text.size(),
        "%.4f %.4f translate %.4f %.4f scale\n/Device%s setcolorspace\n"
        "<< /ImageType 1 /Width %d /Height %d /BitsPerComponent %d /Decode [%s]\n"
        "/ImageMatrix [%d 0 0 %d 0 %d]\n"
        "/DataSource currentfile /ASCII85Decode filter /RunLengthDecode filter >> image\n",
        left, top - height * points, width * points, height * points, colour ? "RGB" : "Gray",
        width, height, dots ? 1 : 8,
        dots     ? "1 0"
        : colour ? "0 1 0 1 0 1"
                 : "0 1",
        width, -height, height);
    return {text.data(), static_cast<std::size_t>(length)};
  }

  Result<void> flush() {
    TRY_VOID(out_.write(as_bytes(text_)));
    text_.clear();
    return {};
  }

  const PageShape shape_;
  encode::pclxl::PackBits runs_;
  ByteSink& out_;
  std::string text_;
  Buffer code_;
  Ascii85 coded_;
};

} // namespace

std::unique_ptr<encode::SideEncoder> make_postscript_page(const encode::SideSpec& spec,
                                                          ByteSink& out) {
  return std::make_unique<PostscriptPage>(spec, out);
}

} // namespace platen::filter
