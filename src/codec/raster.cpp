#include "codec/raster.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <map>

namespace platen::codec {

Result<void> FileStream::refill() {
  TRY(filled_, file_.read_at(next_, buffer_));
  used_ = 0;
  if (filled_ == 0) return fail(Errc::malformed, "the data ends early", next_);
  next_ += filled_;
  return {};
}

Result<void> FileStream::read(std::span<std::byte> into) {
  while (!into.empty()) {
    if (used_ == filled_) TRY_VOID(refill());
    const std::size_t count = std::min(into.size(), filled_ - used_);
    std::memcpy(into.data(), buffer_.data() + used_, count);
    used_ += count;
    into = into.subspan(count);
  }
  return {};
}

Result<void> FileStream::skip(std::uint64_t count) {
  while (count > 0) {
    if (used_ == filled_) TRY_VOID(refill());
    const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(count, filled_ - used_));
    used_ += step;
    count -= step;
  }
  return {};
}

namespace {

constexpr std::uint8_t clear_to_end = 128;

void fill_with_unit(std::span<std::byte> run, std::size_t unit) {
  if (unit == 1) {
    std::memset(run.data(), std::to_integer<int>(run[0]), run.size());
    return;
  }
  for (std::size_t done = unit; done < run.size();) { // doubles what is there
    const std::size_t step = std::min(done, run.size() - done);
    std::memcpy(run.data() + done, run.data(), step);
    done += step;
  }
}

} // namespace

// One line: runs and literals of whole units that fill it exactly.
Result<void> RasterLines::decode(std::byte* into) {
  const std::size_t unit = page_.unit_bytes();
  const std::size_t size = page_.line_bytes();
  for (std::size_t at = 0; at < size;) {
    TRY(const std::uint8_t code, stream_.u8());
    if (code == clear_to_end) {
      if (into != nullptr) std::memset(into + at, std::to_integer<int>(page_.white()), size - at);
      return {};
    }
    const bool repeat = code < clear_to_end;
    const std::size_t count = (repeat ? code + std::size_t{1} : std::size_t{257} - code) * unit;
    if (count > size - at)
      return fail(Errc::malformed, "a run goes past the end of its line", stream_.offset());
    const std::size_t stored = repeat ? unit : count;
    if (into == nullptr) {
      TRY_VOID(stream_.skip(stored));
    } else {
      TRY_VOID(stream_.read({into + at, stored}));
      if (repeat) fill_with_unit({into + at, count}, unit);
    }
    at += count;
  }
  return {};
}

Result<void> RasterLines::start_line() {
  TRY(const std::uint8_t more, stream_.u8());
  repeats_ = more + 1;
  if (repeats_ > page_.info.height - row_)
    return fail(Errc::malformed, "a line is repeated past the end of the page", stream_.offset());
  return {};
}

Result<void> RasterLines::read(std::span<std::byte> into) {
  if (repeats_ == 0) {
    TRY_VOID(start_line());
    if (repeats_ == 1) {
      TRY_VOID(decode(into.data()));
      repeats_ = 0;
      ++row_;
      return {};
    }
    last_.resize(page_.line_bytes());
    TRY_VOID(decode(last_.data()));
  }
  std::memcpy(into.data(), last_.data(), into.size());
  --repeats_;
  ++row_;
  return {};
}

Result<std::uint64_t> RasterLines::skip_page() {
  while (row_ < page_.info.height) {
    auto line = start_line();
    if (line) line = decode(nullptr);
    if (!line) {
      line.error().what += ", " + row_of(row_, page_.info.height);
      return Failure(std::move(line).error());
    }
    row_ += std::exchange(repeats_, 0);
  }
  return stream_.offset();
}

Result<void> describe_page(RasterPage& page, RasterSpace space, std::uint32_t bits_per_color,
                           std::uint32_t bits_per_pixel, std::string_view what) {
  PixelFormat& format = page.info.format;
  switch (space) {
  case RasterSpace::gray:
  case RasterSpace::black:
    format.model = ColorModel::gray;
    break;
  case RasterSpace::rgb:
  case RasterSpace::adobe_rgb:
    format.model = ColorModel::rgb;
    break;
  case RasterSpace::cmyk:
    format.model = ColorModel::cmyk;
    break;
  }
  const auto channels = static_cast<std::uint32_t>(format.channels());
  const bool known =
      bits_per_color == 8 || bits_per_color == 16 || (bits_per_color == 1 && channels == 1);
  if (!known || bits_per_pixel != bits_per_color * channels)
    return fail(Errc::unsupported, "the " + std::string(what) + " has " +
                                       std::to_string(bits_per_color) + " bits a colour and " +
                                       std::to_string(bits_per_pixel) +
                                       " a pixel, which cannot be printed");
  format.depth = bits_per_color == 16 ? Depth::bits16 : Depth::bits8;
  page.stored_bits = static_cast<std::int32_t>(bits_per_color);
  page.ink = space == RasterSpace::black;
  page.info.adobe_rgb = space == RasterSpace::adobe_rgb;
  return {};
}

namespace {

// A stored line to the samples that readers promise.
void unpack_line(const RasterPage& page, std::span<const std::byte> from, std::span<std::byte> to) {
  const std::byte flip = page.ink ? std::byte{0xff} : std::byte{0};
  if (page.stored_bits == 1) {
    for (std::size_t x = 0; x < to.size(); ++x) {
      const bool bit = (std::to_integer<unsigned>(from[x / 8]) >> (7 - x % 8) & 1u) != 0;
      to[x] = (bit ? std::byte{0xff} : std::byte{0}) ^ flip;
    }
    return;
  }
  constexpr bool swap_needed = std::endian::native == std::endian::little;
  const std::size_t swap = page.stored_bits == 16 && swap_needed ? 1 : 0;
  for (std::size_t i = 0; i < to.size(); ++i)
    to[i ^ swap] = from[i] ^ flip;
}

class RasterRows final : public RowSource {
public:
  RasterRows(const FileInput& file, const RasterPage& page, std::string where)
      : page_(page), where_(std::move(where)), lines_(file, page_), line_(page_.line_bytes()) {}

  PageShape shape() const override {
    return {page_.info.width, page_.info.height, page_.info.format};
  }
  Result<void> read(Band into) override {
    const bool direct = page_.stored_bits == 8 && !page_.ink;
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y, ++row_) {
      const std::span<std::byte> target = into.row(y);
      const auto line = lines_.read(direct ? target : std::span<std::byte>(line_));
      if (!line) {
        Error error = line.error();
        error.what = where_ + ": " + error.what + ", " + row_of(row_, page_.info.height);
        return Failure(std::move(error));
      }
      if (!direct) unpack_line(page_, line_, target);
    }
    return {};
  }

private:
  RasterPage page_;
  std::string where_;
  RasterLines lines_; // refers to page_
  Buffer line_;
  std::int32_t row_ = 0;
};

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) { // the finalizer of SplitMix64
  std::uint64_t x = a + 0x9e3779b97f4a7c15U * (b + 1);
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
  x = (x ^ x >> 27) * 0x94d049bb133111ebU;
  return x ^ x >> 31;
}

// A number for the bytes of a page, its header included; never 0.
Result<std::uint64_t> digest(const FileInput& file, const RasterPage& page) {
  constexpr std::uint64_t block = std::uint64_t{1} << 20;
  std::uint64_t sum = page.end - page.header_at;
  for (std::uint64_t at = page.header_at; at < page.end; at += block) {
    const auto size = static_cast<std::size_t>(std::min(block, page.end - at));
    TRY(const Buffer bytes, file.take_at(at, size, "page"));
    sum = mixed(sum, std::hash<std::string_view>{}(as_text(bytes)));
  }
  return sum == 0 ? 1 : sum;
}

std::string page_name(std::string_view dialect, std::size_t index) {
  return "the " + std::string(dialect) + ", page " + std::to_string(index + 1);
}

class RasterPicture final : public PictureReader {
public:
  RasterPicture(const FileInput& file, std::string name, std::vector<RasterPage> pages)
      : file_(file), name_(std::move(name)), pages_(std::move(pages)) {
    for (const RasterPage& page : pages_)
      ++of_length_[page.end - page.header_at];
  }

  std::int32_t pages() const override { return static_cast<std::int32_t>(pages_.size()); }
  // Pages of the same length are read once more; others cannot be alike.
  Result<PictureInfo> info(std::int32_t page) override {
    PictureInfo info = at(page).info;
    if (of_length_.at(at(page).end - at(page).header_at) == 1) return info;
    TRY(info.likeness, digest(file_, at(page)));
    return info;
  }
  Result<std::unique_ptr<RowSource>> rows(std::int32_t page) override {
    return std::make_unique<RasterRows>(file_, at(page),
                                        page_name(name_, static_cast<std::size_t>(page)));
  }

private:
  const RasterPage& at(std::int32_t page) const {
    EXPECTS(page >= 0 && page < pages());
    return pages_[static_cast<std::size_t>(page)];
  }
  FileInput file_;
  std::string name_;
  std::vector<RasterPage> pages_;
  std::map<std::uint64_t, int> of_length_; // how many pages have it
};

} // namespace

Result<std::unique_ptr<PictureReader>>
open_raster(const FileInput& file, const PictureLimits& limits, const RasterDialect& dialect) {
  std::vector<RasterPage> pages;
  std::uint64_t at = dialect.first_page_at();
  while (at < file.size()) {
    if (pages.size() >= static_cast<std::size_t>(limits.pages))
      return fail(Errc::limit, "the " + std::string(dialect.name()) + " has more than " +
                                   std::to_string(limits.pages) + " pages");
    const std::string where = page_name(dialect.name(), pages.size());
    auto page = dialect.read_page_header(file, at, limits);
    if (!page) return fail_within(where, std::move(page).error());
    auto end = RasterLines(file, *page).skip_page();
    if (!end) return fail_within(where, std::move(end).error());
    page->header_at = std::exchange(at, *end);
    page->end = at;
    pages.push_back(std::move(*page));
  }
  if (pages.empty())
    return fail(Errc::malformed, "the " + std::string(dialect.name()) + " has no pages", at);
  return std::make_unique<RasterPicture>(file, std::string(dialect.name()), std::move(pages));
}

} // namespace platen::codec
